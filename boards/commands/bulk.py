"""Commands on many cards at once: one command, one event, one undo; all cards change or none does."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Min
from django.utils.translation import gettext as _

from boards.commands.cards import CARDS
from boards.commands.columns import get_column
from boards.commands.rewrite_cards import (
    DATES,
    RELATIONS,
    CardRewrite,
    NewValues,
    RelationName,
    check_columns,
    rewrite_cards,
)
from boards.fractional_index import keys_between
from boards.inputs.bulk import CardsChange, CardVersion, CreateCards, UpdateCards
from boards.models import Card, Column, Label
from boards.wire.cards import CardsWire, brief_cards_wire
from projects.errors import NotFound, invalid_field, version_conflict
from projects.events.log import new_event
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of

MAX_RELATED = 100
"""Highest number of labels, and of assignees, that a bulk change may leave on a card."""


@command("cards.update", input=UpdateCards, role=Role.MEMBER, locate=in_project, event="cards.updated")
def update_cards(member: Member, *, cards: list[CardVersion], change: CardsChange) -> Event:
    """Apply one change to all cards.

    Cards that enter a column are added to its end, in the order given; cards already in it keep their place.
    """
    rows = _get_cards(member, cards)
    check_change(member, change)
    return bulk_event(rewrite_cards(member, rows, _new_values(member, rows, change)))


@command(
    "cards.create",
    input=CreateCards,
    role=Role.MEMBER,
    locate=project_of(Column, "column_id"),
    event="cards.created",
)
def create_cards(member: Member, *, column_id: UUID, titles: list[str], **placement: UUID | None) -> Event:
    column = get_column(member, column_id)
    cards = [Card(project=member.project, column=column, title=title) for title in titles]
    check_columns(member, cards, {column.pk})
    for card, position in zip(cards, _new_positions(column, len(cards), **placement), strict=True):
        card.created_by, card.created_at, card.updated_at = member.user, member.at, member.at
        card.number, card.position = member.project.next_card_number(), position
    Card.objects.bulk_create(cards)
    payload: CardsWire = {"cards": brief_cards_wire(cards, member.project)}
    return new_event(payload)


def bulk_event(done: list[CardRewrite]) -> Event:
    """Event of a bulk change.

    `changes` is {cards: [old, new]}. Both lists hold, for each changed card, its id and the
    fields that differ.
    """
    changed = [(each.after["id"], each.changes) for each in done if each.changes]
    old, new = (
        [{"id": an_id, **{name: pair[at] for name, pair in changes.items()}} for an_id, changes in changed]
        for at in (0, 1)
    )
    payload: CardsWire = {"cards": [each.after for each in done]}
    return new_event(payload, changes={"cards": [old, new]} if changed else {})


def _get_cards(member: Member, requested: list[CardVersion]) -> list[Card]:
    """Return the cards in the order requested.

    Raise NotFound if one is missing, and a version conflict if one has another version than requested. The
    `current` of the conflict holds the outdated cards.
    """
    versions = {each["id"]: each["version"] for each in requested}
    rows = Card.objects.undeleted().filter(project=member.project, pk__in=versions)
    found = rows.defer("description").in_bulk()
    if len(found) < len(versions):
        raise NotFound
    outdated = [card for card in found.values() if card.version != versions[card.pk]]
    if outdated:
        raise version_conflict({"cards": brief_cards_wire(outdated, member.project)})
    return [found[pk] for pk in versions]


def check_change(member: Member, change: CardsChange) -> None:
    """Raise Invalid or NotFound if the change names a column, label or person of another project."""
    if "column_id" in change:
        get_column(member, change["column_id"])
    labels, people = change.get("add_label_ids", []), change.get("add_assignee_ids", [])
    if labels and Label.objects.filter(project=member.project, pk__in=labels).count() != len(labels):
        raise invalid_field("change", _("A label does not belong to this project."))
    if people and Membership.objects.filter(project=member.project, user__in=people).count() != len(people):
        raise invalid_field("change", _("An assignee is not a member of this project."))


def _new_values(member: Member, cards: list[Card], change: CardsChange) -> NewValues:
    new: NewValues = {card.pk: {} for card in cards}
    for card in cards:
        if "column_id" in change and card.column_id != change["column_id"]:
            new[card.pk]["column_id"] = change["column_id"]
        if "archived" in change:
            new[card.pk]["archived_at"] = (card.archived_at or member.at) if change["archived"] else None
        for name in DATES:
            if name in change:
                new[card.pk][name] = change[name]
    _set_new_relations(new, "label_ids", change.get("add_label_ids", []), change.get("remove_label_ids", []))
    _set_new_relations(
        new, "assignee_ids", change.get("add_assignee_ids", []), change.get("remove_assignee_ids", [])
    )
    if change.get("archived") is False:
        _replace_deleted_columns(member, cards, new)
    return new


def _set_new_relations(new: NewValues, name: RelationName, add: list[UUID], remove: list[UUID]) -> None:
    if not add and not remove:
        return
    model, key = RELATIONS[name]
    lists: dict[UUID, list[UUID]] = defaultdict(list)
    rows = model.objects.filter(card__in=list(new)).order_by("id")
    for card_id, an_id in rows.values_list("card_id", key):
        lists[card_id].append(an_id)
    for card_id in new:
        kept = [an_id for an_id in lists[card_id] if an_id not in remove]
        remaining = [*kept, *(an_id for an_id in add if an_id not in kept)]
        if len(remaining) > max(MAX_RELATED, len(lists[card_id])):
            raise invalid_field("change", _("At most %(count)d per card.") % {"count": MAX_RELATED})
        if remaining != lists[card_id]:
            new[card_id][name] = remaining


def _replace_deleted_columns(member: Member, cards: list[Card], new: NewValues) -> None:
    """Send cards that leave the archive to the first column if their own has been deleted."""
    undeleted = list(Column.objects.undeleted().filter(project=member.project).values_list("pk", flat=True))
    for card in cards:
        if new[card.pk].get("column_id", card.column_id) not in undeleted and undeleted:
            new[card.pk]["column_id"] = undeleted[0]


def _new_positions(column: Column, count: int, **placement: UUID | None) -> list[str]:
    siblings = Card.objects.open().filter(column=column)
    first = CARDS.place(column.pk, **placement)
    below = siblings.filter(position__gt=first).aggregate(first=Min("position"))["first"]
    return [first, *keys_between(first, below, count - 1)]
