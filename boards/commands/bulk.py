"""Many cards at once: one command, one event, one undo. All of it or nothing."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils.translation import gettext as _

from boards.commands.cards import CARDS
from boards.commands.columns import standing_column
from boards.commands.rewrite_cards import HANGERS, Rewritten, Wanted, check_columns, rewrite
from boards.fractional_index import keys_between
from boards.inputs.bulk import CreateCards, UpdateCards
from boards.models import Card, Column, Label
from boards.wire.board import listed_faces
from projects.errors import NotFound, invalid_field, stale
from projects.events.log import happened
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of

HANGING = 100
"""So many labels, and so many people, a single change of a card may name."""


@command("cards.update", input=UpdateCards, role=Role.MEMBER, locate=in_project, event="cards.updated")
def update_cards(member: Member, *, cards: list[dict[str, Any]], change: dict[str, Any]) -> Event:
    """Who comes into a column comes to its end, in the order given; who is there stays where it is."""
    rows = _cards(member, cards)
    check_change(member, change)
    return told(rewrite(member, rows, _wanted(member, rows, change)))


@command(
    "cards.create",
    input=CreateCards,
    role=Role.MEMBER,
    locate=project_of(Column, "column_id"),
    event="cards.created",
)
def create_cards(member: Member, *, column_id: UUID, titles: list[str], **where: UUID | None) -> Event:
    column = standing_column(member, column_id)
    cards = [Card(project=member.project, column=column, title=title) for title in titles]
    check_columns(member, cards, {column.pk})
    for card, position in zip(cards, _places(column, len(cards), **where), strict=True):
        card.created_by, card.created_at, card.updated_at = member.user, member.at, member.at
        card.number, card.position = member.project.next_card_number(), position
    Card.objects.bulk_create(cards)
    return happened({"cards": listed_faces(cards, member.project)})


def told(done: list[Rewritten]) -> Event:
    """`changes` is {cards: [[…], […]]}: of each card that changed its id with the old, and with the new."""
    changed = [(each.after["id"], each.changes) for each in done if each.changes]
    old, new = (
        [{"id": an_id, **{name: pair[at] for name, pair in changes.items()}} for an_id, changes in changed]
        for at in (0, 1)
    )
    return happened(
        {"cards": [each.after for each in done]}, changes={"cards": [old, new]} if changed else {}
    )


def _cards(member: Member, asked: list[dict[str, Any]]) -> list[Card]:
    """In the order asked. `current` of the refusal holds those that are stale."""
    versions = {each["id"]: each["version"] for each in asked}
    rows = Card.objects.undeleted().filter(project=member.project, pk__in=versions)
    found = rows.defer("description").in_bulk()
    if len(found) < len(versions):
        raise NotFound
    old = [card for card in found.values() if card.version != versions[card.pk]]
    if old:
        raise stale({"cards": listed_faces(old, member.project)})
    return [found[pk] for pk in versions]


def check_change(member: Member, change: dict[str, Any]) -> None:
    if "column_id" in change:
        standing_column(member, change["column_id"])
    labels, people = change.get("add_label_ids", []), change.get("add_assignee_ids", [])
    if labels and Label.objects.filter(project=member.project, pk__in=labels).count() != len(labels):
        raise invalid_field("change", _("A label is not of this project."))
    if people and Membership.objects.filter(project=member.project, user__in=people).count() != len(people):
        raise invalid_field("change", _("A person is not in this project."))


def _wanted(member: Member, cards: list[Card], change: dict[str, Any]) -> Wanted:
    wanted: Wanted = {card.pk: {} for card in cards}
    for card in cards:
        if "column_id" in change and card.column_id != change["column_id"]:
            wanted[card.pk]["column_id"] = change["column_id"]
        if "archived" in change:
            wanted[card.pk]["archived_at"] = (card.archived_at or member.at) if change["archived"] else None
    for name, verb in (("label_ids", "label"), ("assignee_ids", "assignee")):
        add, remove = change.get(f"add_{verb}_ids", []), change.get(f"remove_{verb}_ids", [])
        if add or remove:
            _want_hanging(wanted, name, add, set(remove))
    if change.get("archived") is False:
        _want_columns_that_stand(member, cards, wanted)
    return wanted


def _want_hanging(wanted: Wanted, name: str, add: list[UUID], remove: set[UUID]) -> None:
    model, key = HANGERS[name]
    lists: dict[UUID, list[UUID]] = defaultdict(list)
    rows = model.objects.filter(card__in=list(wanted)).order_by("id")
    for card_id, an_id in rows.values_list("card_id", key):
        lists[card_id].append(an_id)
    for card_id in wanted:
        kept = [an_id for an_id in lists[card_id] if an_id not in remove]
        hanging = [*kept, *(an_id for an_id in add if an_id not in kept)]
        if len(hanging) > max(HANGING, len(lists[card_id])):
            raise invalid_field("change", _("At most %(count)d of them a card.") % {"count": HANGING})
        if hanging != lists[card_id]:
            wanted[card_id][name] = hanging


def _want_columns_that_stand(member: Member, cards: list[Card], wanted: Wanted) -> None:
    """Back from the archive, a card whose column is gone comes into the first one."""
    standing = list(Column.objects.standing().filter(project=member.project).values_list("pk", flat=True))
    for card in cards:
        if wanted[card.pk].get("column_id", card.column_id) not in standing and standing:
            wanted[card.pk]["column_id"] = standing[0]


def _places(column: Column, count: int, **where: UUID | None) -> list[str]:
    siblings = Card.objects.open().filter(column=column)
    first = CARDS.place(column.pk, **where)
    below = siblings.filter(position__gt=first).aggregate(first=Min("position"))["first"]
    return [first, *keys_between(first, below, count - 1)]
