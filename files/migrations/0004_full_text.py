"""Full text over the names of files, in English and Russian, where the database can do it."""

from django.db import migrations

from core.sql.migration_steps import on_postgresql

# What stands between words in a name is a point, a hyphen, an underscore.
WORDS = "regexp_replace(name, '[^[:alnum:]]+', ' ', 'g')"
ADD = f"""
ALTER TABLE files ADD COLUMN search tsvector GENERATED ALWAYS AS (setweight(
    to_tsvector('english', {WORDS}) || to_tsvector('russian', {WORDS}) || to_tsvector('simple', {WORDS}), 'A'
)) STORED;
CREATE INDEX files_search ON files USING gin (search);
"""
DROP = "ALTER TABLE files DROP COLUMN search;"


class Migration(migrations.Migration):
    dependencies = (("files", "0003_of_project"),)

    operations = (migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP)),)
