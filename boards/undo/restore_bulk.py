"""What only an undo does to many cards at once: all of them are set back, or none. No door opens these."""

from typing import Any

from boards.commands.bulk import check_change, told
from boards.commands.rewrite_cards import HANGERS, Rewritten, Wanted, rewrite
from boards.inputs.bulk import CardsPutBack, TheCards
from boards.models import Card
from projects.errors import NotFound
from projects.events.log import happened
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project

Values = list[dict[str, Any]]


@command(
    "cards.put_back",
    input=CardsPutBack,
    role=Role.MEMBER,
    locate=in_project,
    event="cards.updated",
    internal=True,
)
def put_cards_back(member: Member, *, cards: Values) -> Event:
    """Each to its place, into the archive or out of it, with what hung on it."""
    return told(_rewritten(member, cards))


@command(
    "cards.delete",
    input=TheCards,
    role=Role.MEMBER,
    locate=in_project,
    event="cards.deleted",
    internal=True,
)
def delete_cards(member: Member, *, cards: Values) -> Event:
    """Into the trash. The event carries the cards as they were."""
    done = _rewritten(member, [{**each, "deleted_at": member.at} for each in cards])
    event = told(done)
    return happened({"cards": [each.before for each in done]}, changes=event.changes)


@command(
    "cards.restore",
    input=TheCards,
    role=Role.MEMBER,
    locate=in_project,
    event="cards.restored",
    internal=True,
)
def restore_cards(member: Member, *, cards: Values) -> Event:
    return told(_rewritten(member, [{**each, "deleted_at": None} for each in cards]))


def _rewritten(member: Member, cards: Values) -> list[Rewritten]:
    """In the order given."""
    wanted: Wanted = {each["id"]: {name: each[name] for name in each if name != "id"} for each in cards}
    found = Card.objects.filter(project=member.project).defer("description").in_bulk(list(wanted))
    if len(found) < len(wanted):
        raise NotFound
    hanging = {name: {pk for each in wanted.values() for pk in each.get(name, [])} for name in HANGERS}
    check_change(
        member, {"add_label_ids": [*hanging["label_ids"]], "add_assignee_ids": [*hanging["assignee_ids"]]}
    )
    return rewrite(member, [found[pk] for pk in wanted], wanted)
