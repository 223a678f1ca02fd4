"""What holds a file: cards and messages, of which this floor knows nothing. They say so here."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from files.models import File
from files.storage.backends import remove
from projects.registry import Member

RELEASERS: list[Callable[[Member, list[UUID]], dict[str, Any]]] = []
"""Each takes the files off whatever holds them; it returns its part of the event's `changes`, such as
{"card_ids": [[…], []]}, or nothing."""

HOLDERS: list[Callable[[list[UUID]], set[UUID]]] = []
"""Each tells which of the files it still holds."""

LISTERS: dict[str, Callable[[UUID, UUID], QuerySet[Any, Any]]] = {}
"""By the name of a query of `GET /projects/{id}/files`, such as "cardId": the ids of the files that this
one of the project holds."""


def release(member: Member, file_ids: list[UUID]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for let_go in RELEASERS:
        changes |= let_go(member, file_ids)
    return changes


def held(file_ids: list[UUID]) -> set[UUID]:
    return {file_id for holds in HOLDERS for file_id in holds(file_ids)}


def forget(member: Member, file_ids: list[UUID]) -> None:
    """Marks files of the project as deleted. Their objects go when the command has been committed."""
    rows = File.objects.kept().filter(project=member.project, pk__in=file_ids)
    keys = [key for pair in rows.values_list("key", "thumbnail_key") for key in pair if key]
    rows.update(deleted_at=member.at)
    transaction.on_commit(partial(remove, keys), robust=True)
