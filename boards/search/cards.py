"""Search of cards by title, description, checklists, labels, number and key."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from boards.models import Card
from boards.search.beside import BesideCards, typed_number
from boards.search.documents import CARDS
from boards.search.excerpts import card_excerpts
from core.search.matcher import Quality, Rank
from projects.models import Project
from projects.search.filtered_search import find_narrowed, rows_found
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers
from projects.search.query_text import read_query

MOST_ROWS = 2_000
"""Hits among the cards of one project, in its filter and its archive."""

BEST = Rank(by_words=True, in_title=True, quality=Quality.WORD)


@search_providers.register("cards")
def find_cards(sought: SearchQuery) -> list[Hit]:
    """Search open and archived cards. The card whose key or number was typed comes first."""
    rows = Card.objects.undeleted()
    keyed = _with_key(sought)
    found = find_narrowed(CARDS, rows, sought, "cards", beside=BesideCards(sought.query, sought.projects))
    ranks = {card: HitRank(True, BEST, card.archived_at is None) for card in keyed}
    for each in found:
        ranks.setdefault(each.row, HitRank(False, each.rank, each.is_open))
    excerpts = card_excerpts(list(ranks), sought.query)
    return [_hit(card, sought, rank, excerpts[card.pk]) for card, rank in ranks.items()]


def cards_found(rows: QuerySet[Card], text: str, project: Project, person: User) -> QuerySet[Card]:
    """Return those of `rows` of the project that are hits of the text; of very many the newest."""
    sought = SearchQuery(read_query(text), person, {project.pk: project}, MOST_ROWS)
    beside = BesideCards(sought.query, sought.projects)
    return rows_found(CARDS, rows, sought, "cards", beside=beside) if sought.query else rows


def _with_key(sought: SearchQuery) -> list[Card]:
    """Return the cards whose key or number is all that was typed: one at most for each project."""
    typed = typed_number(sought.query.terms[0]) if len(sought.query.terms) == 1 else None
    if typed is None or sought.query.operators:
        return []
    key, number = typed
    projects = [pk for pk, project in sought.projects.items() if key in ("", project.key.lower())]
    cards = Card.objects.undeleted().filter(project__in=projects, number=number)
    return list(cards.order_by("-updated_at")[: sought.limit]) if projects else []


def _hit(card: Card, sought: SearchQuery, rank: HitRank, excerpt: str) -> Hit:
    key = sought.projects[card.project_id].key
    return Hit(
        kind="card",
        project_id=card.project_id,
        id=card.pk,
        title=f"{key}-{card.number} {card.title}",
        excerpt=excerpt,
        url=reverse("card", args=[card.project_id, card.number]),
        rank=rank,
        at=card.updated_at,
    )
