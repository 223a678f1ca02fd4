"""Internal commands that set many cards back at once: all of them or none. Only an undo runs them."""

from uuid import UUID

from boards.commands.bulk import bulk_event, check_change
from boards.commands.rewrite_cards import CardRewrite, CardValues, NewValues, rewrite_cards
from boards.models import Card
from boards.undo.inputs import CardsById, PutBackCards
from projects.errors import NotFound
from projects.events.log import new_event
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project


class CardWithValues(CardValues):
    """A card by its id, and its new values: what `CardState` and `CardId` read."""

    id: UUID


@command(
    "cards.put_back",
    input=PutBackCards,
    role=Role.MEMBER,
    locate=in_project,
    event="cards.updated",
    internal=True,
)
def put_cards_back(member: Member, *, cards: list[CardWithValues]) -> Event:
    """Set column, position, `archived_at`, labels and assignees of each card."""
    return bulk_event(_rewrite(member, cards))


@command(
    "cards.delete",
    input=CardsById,
    role=Role.MEMBER,
    locate=in_project,
    event="cards.deleted",
    internal=True,
)
def delete_cards(member: Member, *, cards: list[CardWithValues]) -> Event:
    """Move the cards to the trash. The payload holds them as they were before."""
    done = _rewrite(member, [{**each, "deleted_at": member.at} for each in cards])
    event = bulk_event(done)
    return new_event({"cards": [each.before for each in done]}, changes=event.changes)


@command(
    "cards.restore",
    input=CardsById,
    role=Role.MEMBER,
    locate=in_project,
    event="cards.restored",
    internal=True,
)
def restore_cards(member: Member, *, cards: list[CardWithValues]) -> Event:
    return bulk_event(_rewrite(member, [{**each, "deleted_at": None} for each in cards]))


def _rewrite(member: Member, cards: list[CardWithValues]) -> list[CardRewrite]:
    """Rewrite the cards, in the order given. Raise NotFound if one of them does not exist."""
    new: NewValues = {each["id"]: each for each in cards}
    found = Card.objects.filter(project=member.project).defer("description").in_bulk(list(new))
    if len(found) < len(new):
        raise NotFound
    labels = {pk for each in cards for pk in each.get("label_ids", [])}
    people = {pk for each in cards for pk in each.get("assignee_ids", [])}
    check_change(member, {"add_label_ids": [*labels], "add_assignee_ids": [*people]})
    return rewrite_cards(member, [found[pk] for pk in new], new)
