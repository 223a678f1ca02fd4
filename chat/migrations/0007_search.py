"""The index of the search in a table of its own, the same on every database; what PostgreSQL alone had goes."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import projects.search.index
from core.sql.migration_steps import on_postgresql
from chat.search.documents import INDEXED_MESSAGES
from projects.search.migration_steps import fill_index

OLD = import_module("chat.migrations.0003_full_text")


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0006_one_form_of_emoji'),
        ('projects', '0005_removes_location'),
    ]

    operations = [
        migrations.RunPython(on_postgresql(OLD.DROP), on_postgresql(OLD.ADD)),
        migrations.CreateModel(
            name="IndexedMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("words", projects.search.index.WordsField()),
                ("message", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chat.message")),
                ("project", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.project")),
            ],
            options={"db_table": "search_messages"},
        ),
        fill_index(INDEXED_MESSAGES),
    ]
