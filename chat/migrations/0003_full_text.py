"""Full text over messages, in English and Russian, where the database can do it."""

from typing import Any

from django.db import migrations

ADD = """
ALTER TABLE messages ADD COLUMN search tsvector GENERATED ALWAYS AS (
    to_tsvector('english', text) || to_tsvector('russian', text) || to_tsvector('simple', text)
) STORED;
CREATE INDEX messages_search ON messages USING gin (search);
"""
DROP = "ALTER TABLE messages DROP COLUMN search;"


def on_postgresql(sql: str) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = (("chat", "0002_mention_reaction_readmarker"),)

    operations = (migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP)),)
