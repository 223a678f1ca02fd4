"""How rare a word is, PostgreSQL learns from a sample. Of 30,000 messages, its own size, it overlooks the rarer."""

from django.db import migrations

from core.sql.migration_steps import on_postgresql

# A sample has 300 rows for each.
MORE = "ALTER TABLE messages ALTER COLUMN search SET STATISTICS 1000"
ITS_OWN = "ALTER TABLE messages ALTER COLUMN search SET STATISTICS -1"


class Migration(migrations.Migration):
    dependencies = (("chat", "0004_files"),)

    operations = (migrations.RunPython(on_postgresql(MORE), on_postgresql(ITS_OWN)),)
