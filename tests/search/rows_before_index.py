"""Rows as they were before the index of the search, written by the models of that time in their own process.

`write` brings an empty database to that time and fills it. `read` prints what the index holds, and what
searches find.
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanban.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from projects.search.providers import search  # noqa: E402
from projects.search.rebuild import search_indexes  # noqa: E402

BEFORE = [
    ("accounts", "0003_dates_and_numbers"),
    ("projects", "0005_removes_location"),
    ("files", "0006_location"),
    ("boards", "0006_full_text"),
    ("chat", "0006_one_form_of_emoji"),
]
QUERIES = ("lantern", "anter", "trim", "harbour", "whale", "ебед", "aint-pl", "gone", "web-1", "100%", "a_b")


def write() -> None:
    for target in BEFORE:
        call_command("migrate", *target, verbosity=0)
    executor = MigrationExecutor(connection)
    apps = executor.loader.project_state(BEFORE).apps
    fill(lambda model, /, **values: apps.get_model(model).objects.create(**values))


def fill(create: Any) -> None:
    """Create one project with a row of each kind that is searched, a deleted one beside each."""
    ada = create("accounts.User", email="ada@example.com", display_name="Ada", password="!")
    project = create("projects.Project", name="Website", key="WEB", created_by=ada, last_card=3)
    create("projects.Membership", project=project, user=ada, role="owner")
    board = create("boards.Board", project=project, name="Board")
    column = create("boards.Column", project=project, board=board, name="Todo", position="a")
    own = {"project": project, "created_by": ada, "column": column}
    card = create("boards.Card", **own, number=1, title="Lantern", description="At the harbour", position="a")
    create("boards.Card", **own, number=2, title="Empty words", position="b")
    gone = timezone.now()
    create("boards.Card", **own, number=3, title="Gone card", position="c", deleted_at=gone)
    checklist = create("boards.Checklist", project=project, card=card, name="Steps", position="a")
    create("boards.ChecklistItem", project=project, checklist=checklist, text="Trim the wick", position="a")
    label = create("boards.Label", project=project, name="Whale oil", color="red")
    create("boards.CardLabel", project=project, card=card, label=label)
    said = {"project": project, "author": ada}
    create("boards.Comment", **said, card=card, text="Лебедь, 100% of a_b")
    create("boards.Comment", **said, card=card, text="", deleted_at=gone)
    create("chat.Message", **said, text="The lantern is lit")
    create("chat.Message", **said, text="", has_files=True)
    create("chat.Message", **said, text="", deleted_at=gone)
    for name, when in (("paint-plan.txt", None), ("gone-plan.txt", gone)):
        facts = {"size": 1, "sha256": "0" * 64, "content_type": "text/plain", "key": name}
        create("files.File", project=project, uploader=ada, name=name, deleted_at=when, **facts)


def read() -> None:
    print(json.dumps({"rows": rows(), "found": found()}))  # noqa: T201


def rows() -> dict[str, list[str]]:
    indexes = {kind: indexed.index for kind, indexed in search_indexes.items()}
    return {
        kind: list(index.model._default_manager.order_by("id").values_list("text", flat=True))
        for kind, index in indexes.items()
    }


def found() -> dict[str, list[str]]:
    ada = User.objects.get(email="ada@example.com")
    return {
        text: sorted(f"{hit.kind} {hit.title}" for hit in search(ada, text, kinds=sorted(search_indexes)))
        for text in QUERIES
    }


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]]()
