"""Makes the index anew from the objects: in a migration, and by `manage.py rebuild_search`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import transaction

from core.registry import KeyedRegistry
from core.sql.writes import write
from projects.models import Project
from projects.search.index import BLOCK, LABEL, Document, SearchIndex, folded, lexemes
from projects.search.index_rows import StoredRow, stored_rows
from projects.search.index_writes import RemoveText, WriteTexts

BATCH = 200

Report = Callable[[int], None]
"""Called with the number of objects that are done."""


@dataclass(frozen=True)
class Indexed:
    """An index, and the function that reads the documents of some objects: none of a deleted one."""

    index: SearchIndex
    documents: Callable[[Sequence[UUID]], list[Document]]


search_indexes: KeyedRegistry[str, Indexed] = KeyedRegistry(
    f"{__name__}.search_indexes", used="the index of the search is made anew or checked: what it is made of"
)
"""One of KINDS → its index. Documents are read by named columns only, because a migration reads them too."""


def rebuild(indexed: Indexed, report: Report = lambda done: None) -> int:
    """Write the documents of all objects, the oldest first, and take out what is no more. Return how many."""
    count = 0
    for ids in _batches(_object_ids(indexed.index)):
        with transaction.atomic():
            _rewrite(indexed, ids)
        count += len(ids)
        report(count)
    return count


def differences(indexed: Indexed) -> Iterator[UUID]:
    """Yield the ids of the objects whose row is missing, superfluous or outdated."""
    index = indexed.index
    for ids in _batches(_object_ids(index)):
        stored = stored_rows(index, ids)
        wanted = {document.object_id: document for document in indexed.documents(ids)}
        yield from (pk for pk in ids if not _agree(index, wanted.get(pk), stored.get(pk)))


def _agree(index: SearchIndex, document: Document | None, row: StoredRow | None) -> bool:
    """Return whether the row is that of the document. Lexemes of deleted labels may stay."""
    if document is None or document.is_empty or row is None:
        return row is None and (document is None or document.is_empty)
    text = folded(document)
    wanted = lexemes(document, text, has_titles=index.has_titles)
    return row.text == text and wanted <= row.lexemes and not superfluous(row.lexemes - wanted)


def superfluous(words: Iterable[str]) -> list[str]:
    return [word for word in words if word[0] not in (LABEL, BLOCK)]


def _object_ids(index: SearchIndex) -> Iterable[UUID]:
    rows = index.objects._default_manager.order_by("created_at", "pk").values_list("pk", flat=True)
    return rows.iterator(chunk_size=10 * BATCH)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    each = iter(ids)
    while batch := list(islice(each, BATCH)):
        yield batch


def _rewrite(indexed: Indexed, ids: list[UUID]) -> None:
    """Write some documents. Commands of their projects wait, so that what they write is not overwritten."""
    objects = indexed.index.objects._default_manager.filter(pk__in=ids)
    projects = Project.objects.filter(pk__in=objects.order_by().values("project_id")).order_by("pk")
    list(projects.select_for_update(no_key=True).values_list("pk"))
    write_documents(indexed, ids)


def write_documents(indexed: Indexed, ids: Sequence[UUID]) -> None:
    """Make the rows of some objects agree with them."""
    documents = [document for document in indexed.documents(ids) if not document.is_empty]
    gone = set(ids) - {document.object_id for document in documents}
    if documents:
        write(WriteTexts(indexed.index, documents))
    write(*(RemoveText(indexed.index, object_id) for object_id in gone))
