"""Search for files by name."""

from urllib.parse import urlencode

from django.urls import reverse

from core.full_text import rank_matches
from files.models import File
from projects.search import Hit, SearchQuery, search_providers


@search_providers.register("files")
def find_files(query: SearchQuery) -> list[Hit]:
    rows = File.objects.undeleted().filter(project__in=query.projects)
    found = rank_matches(rows, query.words, table="files", fields=["name"], limit=query.limit)
    return [
        Hit(
            kind="file",
            project_id=file.project_id,
            id=file.pk,
            title=file.name,
            excerpt="",
            url=f"{reverse('files', args=[file.project_id])}?{urlencode({'q': file.name})}",
            rank=rank,
            at=file.created_at,
        )
        for file, rank in found
    ]
