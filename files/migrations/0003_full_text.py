"""Full text over the names of files, in English and Russian, where the database can do it."""

from typing import Any

from django.db import migrations

# What stands between words in a name is a point, a hyphen, an underscore.
WORDS = "regexp_replace(name, '[^[:alnum:]]+', ' ', 'g')"
ADD = f"""
ALTER TABLE files ADD COLUMN search tsvector GENERATED ALWAYS AS (setweight(
    to_tsvector('english', {WORDS}) || to_tsvector('russian', {WORDS}) || to_tsvector('simple', {WORDS}), 'A'
)) STORED;
CREATE INDEX files_search ON files USING gin (search);
"""
DROP = "ALTER TABLE files DROP COLUMN search;"


def on_postgresql(sql: str) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = (("files", "0002_thumbnails"),)

    operations = (migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP)),)
