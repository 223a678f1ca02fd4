"""The index of the search in a table of its own, the same on every database; what PostgreSQL alone had goes."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import projects.search.index
from core.sql.migration_steps import on_postgresql
from boards.search.documents import INDEXED_CARDS, INDEXED_COMMENTS
from projects.search.migration_steps import fill_index

OLD = import_module("boards.migrations.0006_full_text")


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0006_full_text'),
        ('projects', '0005_removes_location'),
    ]

    operations = [
        migrations.RunPython(on_postgresql(OLD.DROP), on_postgresql(OLD.ADD)),
        migrations.CreateModel(
            name="IndexedCard",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("words", projects.search.index.WordsField()),
                ("card", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="boards.card")),
                ("project", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.project")),
            ],
            options={"db_table": "search_cards"},
        ),
        fill_index(INDEXED_CARDS),
        migrations.CreateModel(
            name="IndexedComment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("words", projects.search.index.WordsField()),
                ("comment", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="boards.comment")),
                ("project", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.project")),
            ],
            options={"db_table": "search_comments"},
        ),
        fill_index(INDEXED_COMMENTS),
    ]
