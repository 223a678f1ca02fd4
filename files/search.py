"""Files, found by their names."""

from urllib.parse import urlencode

from django.urls import reverse

from core.full_text import ranked
from files.models import File
from projects.search import FINDERS, Hit, Sought


def find_files(sought: Sought) -> list[Hit]:
    rows = File.objects.kept().filter(project__in=sought.projects)
    found = ranked(rows, sought.words, table="files", fields=["name"], limit=sought.limit)
    return [
        Hit(
            kind="file",
            project_id=file.project_id,
            id=file.pk,
            title=file.name,
            excerpt="",
            url=f"{reverse('files', args=[file.project_id])}?{urlencode({'q': file.name})}",
            rank=file.rank,
            at=file.created_at,
        )
        for file in found
    ]


FINDERS["files"] = find_files
