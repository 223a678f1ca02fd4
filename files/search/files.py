"""Search of files by name."""

from urllib.parse import urlencode

from django.urls import reverse

from files.models import File
from files.search.documents import FILES
from projects.search.finding import Found, find
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers


@search_providers.register("files")
def find_files(sought: SearchQuery) -> list[Hit]:
    rows = File.objects.undeleted()
    found = find(FILES, rows, sought.query, project_ids=sought.project_ids, limit=sought.limit)
    return [_hit(each) for each in found]


def _hit(found: Found[File]) -> Hit:
    file = found.row
    return Hit(
        kind="file",
        project_id=file.project_id,
        id=file.pk,
        title=file.name,
        excerpt="",
        url=f"{reverse('files', args=[file.project_id])}?{urlencode({'q': file.name})}",
        rank=HitRank(False, found.rank, found.is_open),
        at=file.created_at,
    )
