"""Search of files by name."""

from urllib.parse import urlencode

from django.urls import reverse

from files.models import File, FileQuerySet
from files.search.documents import FILES
from projects.models import Membership
from projects.search.engine import Found
from projects.search.filtered_search import find_narrowed, rows_found
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers
from projects.search.query_text import read_query

MOST_ROWS = 1_000
"""Hits on the page of a project's files."""


@search_providers.register("files")
def find_files(sought: SearchQuery) -> list[Hit]:
    rows = File.objects.undeleted()
    found = find_narrowed(FILES, rows, sought, "files")
    return [_hit(each) for each in found]


def files_found(rows: FileQuerySet, text: str, membership: Membership) -> FileQuerySet:
    """Return those of `rows` of the project that are hits of the text; of very many the newest."""
    projects = {membership.project_id: membership.project}
    sought = SearchQuery(read_query(text), membership.user, projects, MOST_ROWS)
    return rows_found(FILES, rows, sought, "files") if sought.query else rows


def _hit(found: Found[File]) -> Hit:
    file = found.row
    return Hit(
        kind="file",
        project_id=file.project_id,
        id=file.pk,
        title=file.name,
        excerpt="",
        url=f"{reverse('files', args=[file.project_id])}?{urlencode({'q': _as_typed(file.name)})}",
        rank=HitRank(False, found.rank, found.is_open),
        at=file.created_at,
    )


def _as_typed(name: str) -> str:
    """Return what finds this name: in quotes, so that no word in it is an operator."""
    return name if '"' in name else f'"{name}"'
