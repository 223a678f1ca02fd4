"""Documents of the search index for files."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from core.sql.pipeline import ToSql
from files.models import File, IndexedFile
from projects.search.index import Document, SearchIndex
from projects.search.index_writes import RemoveText
from projects.search.rebuild import Indexed, search_indexes

FILES = SearchIndex(IndexedFile, "file")


def forget_files(file_ids: Iterable[UUID]) -> list[ToSql]:
    return [RemoveText(FILES, file_id) for file_id in file_ids]


def stored_files(file_ids: Sequence[UUID]) -> list[Document]:
    rows = File.objects.undeleted().filter(pk__in=file_ids)
    return [Document(*row, "") for row in rows.values_list("project_id", "id", "name")]


INDEXED_FILES = Indexed(FILES, stored_files)
search_indexes.add({"files": INDEXED_FILES}, module=__name__)
