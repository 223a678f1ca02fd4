"""Search for projects by name and key, and for people by name: those who share a project with the person."""

from uuid import UUID

from django.urls import reverse

from core.search.matcher import Quality, rank
from core.search.query import Query
from projects.models import Membership, Project
from projects.search.named import MOST_NAMES, folded_name
from projects.search.operators import narrowed
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers


@search_providers.register("projects")
def find_projects(sought: SearchQuery) -> list[Hit]:
    rows = narrowed(Project.objects.filter(pk__in=sought.project_ids), sought, "projects")
    hits = [hit for project in rows or [] if (hit := _project_hit(project, sought.query))]
    return sorted(hits, key=lambda hit: (hit.rank, hit.at), reverse=True)[: sought.limit]


def _project_hit(project: Project, query: Query) -> Hit | None:
    key = folded_name(project.key)
    by_key = {
        term: Quality.WORD if term.text == key else Quality.BEGINNING
        for term in query.terms
        if key.startswith(term.text)
    }
    found = rank(query, folded_name(project.name), "", elsewhere=by_key)
    return (
        None
        if found is None
        else Hit(
            kind="project",
            project_id=project.pk,
            id=project.pk,
            title=project.name,
            excerpt="",
            url=reverse("board", args=[project.pk]),
            rank=HitRank(False, found, True),
            at=project.created_at,
        )
    )


@search_providers.register("people")
def find_people(sought: SearchQuery) -> list[Hit]:
    """Search the members of the projects; each is found once, in the first of them."""
    rows = narrowed(Membership.objects.filter(project__in=sought.project_ids), sought, "people")
    members = [] if rows is None else rows.select_related("user").order_by("joined_at", "id")[:MOST_NAMES]
    first: dict[UUID, Membership] = {}
    for member in members:
        first.setdefault(member.user_id, member)
    hits = [hit for member in first.values() if (hit := _person_hit(member, sought.query))]
    return sorted(hits, key=lambda hit: (hit.rank, hit.at), reverse=True)[: sought.limit]


def _person_hit(member: Membership, query: Query) -> Hit | None:
    found = rank(query, folded_name(member.user.display_name), "")
    return (
        None
        if found is None
        else Hit(
            kind="person",
            project_id=member.project_id,
            id=member.user_id,
            title=member.user.display_name,
            excerpt="",
            url=f"{reverse('members', args=[member.project_id])}#member-{member.user_id}",
            rank=HitRank(False, found, True),
            at=member.joined_at,
        )
    )
