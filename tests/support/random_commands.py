"""Random commands by random people. Most succeed; some are refused, as the rules demand."""

import random
from collections.abc import Callable
from typing import Any

from rest_framework.exceptions import ValidationError

from boards.models import Card, Checklist, ChecklistItem, Column, Comment, Hue, Label
from files.models import File
from projects.errors import Refusal
from projects.models import Membership
from tests.support.worlds import World, fresh_id

Dice = random.Random
Words = dict[str, Any]


def step(world: World, dice: Dice) -> None:
    """Run one random command. A refusal is fine."""
    name = dice.choice(list(MAKERS))
    try:
        data = MAKERS[name](world, dice)
        world.run(name, data, by=dice.choice(["ada", "ada", "anna", "bob", "bob", "cleo", "eve"]))
    except (IndexError, Refusal, ValidationError):
        pass


def _card(world: World, dice: Dice) -> Words:
    """A card's id and version, now and then a stale one."""
    card = dice.choice(Card.objects.filter(project_id=world.id).order_by("number"))
    return {"id": str(card.pk), "version": card.version - (dice.random() < 0.1)}


def _column_id(world: World, dice: Dice) -> str:
    return str(
        dice.choice(Column.objects.filter(project_id=world.id, deleted_at=None).order_by("position")).pk
    )


def _column(world: World, dice: Dice) -> Words:
    column = Column.objects.get(pk=_column_id(world, dice))
    return {"id": str(column.pk), "version": column.version - (dice.random() < 0.1)}


def _label(world: World, dice: Dice) -> Words:
    return {"id": str(dice.choice(Label.objects.filter(project_id=world.id).order_by("id")).pk)}


def _below(siblings: list[str], dice: Dice) -> Words:
    """A position: at the end, at the top, after or before a sibling."""
    way = dice.choice(["end", "top", "after", "before"])
    if way in ("end", "top") or not siblings:
        return {"after": None} if way == "top" else {}
    return {way: dice.choice(siblings)}


def _among_cards(column_id: str, dice: Dice) -> Words:
    return _below([str(card.pk) for card in Card.objects.open().filter(column_id=column_id)], dice)


def _among_columns(world: World, dice: Dice) -> Words:
    return _below([str(column.pk) for column in Column.objects.filter(project_id=world.id)], dice)


def _file(world: World, dice: Dice) -> str:
    """A random id, of a deleted row too."""
    return str(dice.choice(File.objects.filter(project_id=world.id).order_by("id")).pk)


def _card_and_file(world: World, dice: Dice) -> Words:
    return {"id": _card(world, dice)["id"], "fileId": _file(world, dice)}


def _some(ids: list[Any], dice: Dice) -> list[str]:
    return [str(each) for each in dice.sample(ids, dice.randint(0, len(ids)))]


def _hangers(world: World, dice: Dice) -> Words:
    labels = list(Label.objects.filter(project_id=world.id).values_list("pk", flat=True))
    people = list(
        Membership.objects.filter(project_id=world.id).order_by("id").values_list("user_id", flat=True)
    )
    return {"labelIds": _some(labels, dice), "assigneeIds": _some(people, dice)}


def _new_card(world: World, dice: Dice) -> Words:
    column_id = _column_id(world, dice)
    id_of_ours = {"id": fresh_id()} if dice.random() < 0.5 else {}
    return {
        "columnId": column_id,
        "title": f"card {dice.random()}",
        **id_of_ours,
        **_among_cards(column_id, dice),
        **(_hangers(world, dice) if dice.random() < 0.5 else {}),
    }


def _edited_card(world: World, dice: Dice) -> Words:
    fields = {
        "title": f"title {dice.random()}",
        "description": dice.choice(["", "text", None]),
        "startAt": dice.choice([None, "2031-02-01T00:00:00Z"]),
        "dueAt": dice.choice([None, "2031-01-01T00:00:00Z", "2031-03-01T00:00:00Z"]),
        "doneAt": dice.choice([None, "2030-01-01T00:00:00Z"]),
        "coverFileId": dice.choice([None, _file(world, dice)]),
        **_hangers(world, dice),
    }
    return {**_card(world, dice), **{key: fields[key] for key in fields if dice.random() < 0.5}}


def _moved_card(world: World, dice: Dice) -> Words:
    column_id = _column_id(world, dice)
    return {**_card(world, dice), "columnId": column_id, **_among_cards(column_id, dice)}


def _many(world: World, dice: Dice) -> Words:
    """A bulk change of open and archived cards, now and then with a stale version."""
    cards = list(Card.objects.undeleted().filter(project_id=world.id).order_by("number"))
    chosen = dice.sample(cards, dice.randint(1, min(4, len(cards))))
    hangers, less = _hangers(world, dice), _hangers(world, dice)
    change = {
        "columnId": _column_id(world, dice),
        "archived": dice.random() < 0.5,
        **{f"add{key[0].upper()}{key[1:]}": ids for key, ids in hangers.items()},
        **{f"remove{key[0].upper()}{key[1:]}": ids for key, ids in less.items()},
    }
    return {
        "projectId": world.id,
        "cards": [{"id": str(each.pk), "version": each.version - (dice.random() < 0.03)} for each in chosen],
        "change": {key: change[key] for key in change if dice.random() < 0.3},
    }


def _lines(world: World, dice: Dice) -> Words:
    column_id = _column_id(world, dice)
    titles = [f"line {dice.random()}" for _ in range(dice.randint(1, 3))]
    return {"columnId": column_id, "titles": titles, **_among_cards(column_id, dice)}


def _edited_column(world: World, dice: Dice) -> Words:
    fields = {
        "name": f"column {dice.random()}",
        "wipLimit": dice.choice([None, 1, 3]),
        "color": dice.choice(Hue.values),
    }
    return {**_column(world, dice), **{key: fields[key] for key in fields if dice.random() < 0.5}}


def _comment(world: World, dice: Dice) -> Words:
    """A random id, of a deleted row too."""
    return {"id": str(dice.choice(Comment.objects.filter(project_id=world.id).order_by("id")).pk)}


def _checklist(world: World, dice: Dice) -> Words:
    return {"id": str(dice.choice(Checklist.objects.filter(project_id=world.id).order_by("id")).pk)}


def _moved_checklist(world: World, dice: Dice) -> Words:
    checklist = _checklist(world, dice)
    siblings = Checklist.objects.filter(card__checklists=checklist["id"])
    return {**checklist, **_below([str(each.pk) for each in siblings], dice)}


def _item(world: World, dice: Dice) -> Words:
    return {"id": str(dice.choice(ChecklistItem.objects.filter(project_id=world.id).order_by("id")).pk)}


def _new_item(world: World, dice: Dice) -> Words:
    return {"checklistId": _checklist(world, dice)["id"], "text": f"{dice.random()}"}


def _edited_item(world: World, dice: Dice) -> Words:
    return {**_item(world, dice), "done": dice.random() < 0.5, "text": f"{dice.random()}"}


def _moved_item(world: World, dice: Dice) -> Words:
    checklist_id = _checklist(world, dice)["id"]
    items = ChecklistItem.objects.filter(checklist=checklist_id)
    return {**_item(world, dice), "checklistId": checklist_id, **_below([str(row.pk) for row in items], dice)}


def _converted_item(world: World, dice: Dice) -> Words:
    column = {"columnId": _column_id(world, dice)} if dice.random() < 0.5 else {}
    return {**_item(world, dice), **column}


def _person(world: World, dice: Dice) -> Words:
    return {
        "projectId": world.id,
        "userId": world.cast[dice.choice(["ada", "anna", "bob", "cleo", "eve"])].id,
    }


def _role(dice: Dice) -> str:
    return dice.choice(["viewer", "member", "admin", "owner"])


def _accepted(world: World, dice: Dice) -> Words:
    """Create an invitation; the actor accepts it at once."""
    return {"token": world.do("invitation.create", projectId=world.id, role=_role(dice))["token"]}


def _named(world: World, dice: Dice) -> Words:
    return {"projectId": world.id, "name": f"name {dice.random()}"}


MAKERS: dict[str, Callable[[World, Dice], Words]] = {
    "project.update": lambda world, dice: {**_named(world, dice), "key": dice.choice(["WEB", "NEW"])},
    "member.update": lambda world, dice: {**_person(world, dice), "role": _role(dice)},
    "member.remove": _person,
    "invitation.accept": _accepted,
    "column.create": lambda world, dice: {**_named(world, dice), **_among_columns(world, dice)},
    "column.update": _edited_column,
    "column.move": lambda world, dice: {**_column(world, dice), **_among_columns(world, dice)},
    "column.delete": _column,
    "column.sort": lambda world, dice: {
        "id": _column_id(world, dice),
        "by": dice.choice(["dueAt", "number"]),
    },
    "cards.create": _lines,
    "cards.update": _many,
    "card.create": _new_card,
    "card.update": _edited_card,
    "card.move": _moved_card,
    "card.archive": _card,
    "card.restore": _card,
    "card.delete": _card,
    "card.attach": _card_and_file,
    "card.detach": _card_and_file,
    "card.watch": lambda world, dice: {"id": _card(world, dice)["id"]},
    "card.unwatch": lambda world, dice: {"id": _card(world, dice)["id"]},
    "comment.create": lambda world, dice: {"cardId": _card(world, dice)["id"], "text": f"{dice.random()}"},
    "comment.update": lambda world, dice: {**_comment(world, dice), "text": f"{dice.random()}"},
    "comment.delete": _comment,
    "checklist.create": lambda world, dice: {"cardId": _card(world, dice)["id"], "name": f"{dice.random()}"},
    "checklist.update": lambda world, dice: {**_checklist(world, dice), "name": f"{dice.random()}"},
    "checklist.move": _moved_checklist,
    "checklist.delete": _checklist,
    "checklist_item.create": _new_item,
    "checklist_item.update": _edited_item,
    "checklist_item.move": _moved_item,
    "checklist_item.delete": _item,
    "checklist_item.convert": _converted_item,
    "file.delete": lambda world, dice: {"id": _file(world, dice)},
    "label.create": lambda world, dice: {**_named(world, dice), "color": dice.choice(Hue.values)},
    "label.update": lambda world, dice: {**_label(world, dice), "name": f"label {dice.random()}"},
    "label.delete": _label,
    "chat.message": lambda world, dice: {
        "projectId": world.id,
        "text": "hello",
        "fileIds": dice.choice([[], [_file(world, dice)]]),
    },
}
