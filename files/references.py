"""References to files. Cards and messages refer to files; their apps, which lie above, register that here."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core.registry import KeyedRegistry, ListRegistry
from files.models import File
from files.storage.backends import delete_objects
from projects.events.log import Changes
from projects.registry import Member

on_file_deleted: ListRegistry[Callable[[Member, list[UUID]], Changes]] = ListRegistry(
    f"{__name__}.on_file_deleted", used="files are deleted, in the transaction of the command"
)
"""Each removes the references to the files. It returns its part of the event's `changes`, such as
{"card_ids": [[…], []]}, or an empty dict."""

file_reference_lookups: ListRegistry[Callable[[list[UUID]], set[UUID]]] = ListRegistry(
    f"{__name__}.file_reference_lookups", used="files may be deleted: the ones that are still referred to"
)
"""Each returns those of the files that it still refers to."""

file_list_filters: KeyedRegistry[str, Callable[[UUID, UUID], QuerySet[Any, Any]]] = KeyedRegistry(
    f"{__name__}.file_list_filters", used="files are listed by a query parameter: the ones that it refers to"
)
"""Query parameter of `GET /projects/{id}/files`, such as "cardId" → the ids of the files that the entity with
this id refers to. The function takes the ids of the project and of the entity."""


def remove_references(member: Member, file_ids: list[UUID]) -> Changes:
    """Remove all references to the files. Return `changes` for the event."""
    changes: Changes = {}
    for remove in on_file_deleted:
        changes |= remove(member, file_ids)
    return changes


def referenced_files(file_ids: list[UUID]) -> set[UUID]:
    """Return those of the files that something refers to."""
    return {file_id for lookup in file_reference_lookups for file_id in lookup(file_ids)}


def delete_files(member: Member, file_ids: list[UUID]) -> None:
    """Mark files of the project as deleted. Their objects leave storage after the commit."""
    rows = File.objects.undeleted().filter(project=member.project, pk__in=file_ids)
    keys = [key for pair in rows.values_list("key", "thumbnail_key") for key in pair if key]
    rows.update(deleted_at=member.at)
    transaction.on_commit(partial(delete_objects, keys), robust=True)
