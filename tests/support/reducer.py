"""A client's board state, updated by events alone, as the protocol promises to every client."""

import copy
from collections.abc import Callable
from typing import Any

from projects.events.log import EventWire

State = dict[str, Any]
Event = EventWire


def apply(state: State, event: Event) -> State:
    """Return the snapshot after `event`. Applying it twice or late has the same result."""
    after = copy.deepcopy(state)
    change = CHANGES.get(event["type"])
    if change is not None:
        change(after, {**event["payload"]})
    if event["type"] in HUNG:
        HUNG[event["type"]](after, event)
    after["seq"] = max(after["seq"], event["seq"])
    after["columns"].sort(key=lambda column: column["position"])
    places = {column["id"]: place for place, column in enumerate(after["columns"])}
    after["cards"].sort(key=lambda card: (places.get(card["columnId"], -1), card["position"]))
    return after


def apply_all(state: State, events: list[Event]) -> State:
    for event in events:
        state = apply(state, event)
    return state


def _put(rows: list[State], row: State, *, key: str = "id") -> None:
    """Replace the row with the same id, or append."""
    for place, old in enumerate(rows):
        if old[key] == row[key]:
            rows[place] = row
            return
    rows.append(row)


def _drop(rows: list[State], row: State, *, key: str = "id") -> None:
    rows[:] = [old for old in rows if old[key] != row[key]]


def _project(state: State, project: State) -> None:
    """Update the project; a new project key renames the key of each card."""
    state["project"] = project
    for card in state["cards"]:
        card["key"] = f"{project['key']}-{card['number']}"


def _card(state: State, card: State) -> None:
    """Put or drop a card: a board holds open cards only, without descriptions."""
    if card["archivedAt"] is None:
        shown = {key: value for key, value in card.items() if key != "description"}
        _put(state["cards"], {**shown, "key": f"{state['project']['key']}-{card['number']}"})
    else:
        _drop(state["cards"], card)


def _counted(state: State, payload: State) -> None:
    """Update a card's counts after a change to its comments, checklists or watchers."""
    new = payload["card"]
    for card in state["cards"]:
        if card["id"] == new["id"]:
            card.update({key: new[key] for key in COUNTS})


COUNTS = ("commentCount", "checklistTotal", "checklistDone")


def _converted(state: State, payload: State) -> None:
    """Apply an item's conversion: add the new card, update the counts of the old one."""
    _counted(state, payload)
    _card(state, {key: value for key, value in payload.items() if key not in ("item", "card")})


def _unconverted(state: State, payload: State) -> None:
    """Apply an undone conversion: the card that the item had become goes to the trash."""
    _counted(state, payload)
    _drop(state["cards"], payload)


def _cards(state: State, payload: State) -> None:
    for card in payload["cards"]:
        _card(state, card)


def _dropped(state: State, payload: State) -> None:
    for card in payload["cards"]:
        _drop(state["cards"], card)


def _sorted(state: State, payload: State) -> None:
    """Apply a column sort: the column and its cards' new positions."""
    _put(state["columns"], {key: value for key, value in payload.items() if key != "cards"})
    places = {card["id"]: card for card in payload["cards"]}
    for card in state["cards"]:
        place = places.get(card["id"])
        if place and place["version"] >= card["version"]:
            card["position"], card["version"] = place["position"], place["version"]


def _label_deleted(state: State, label: State) -> None:
    _drop(state["labels"], label)
    for card in state["cards"]:
        card["labelIds"] = [other for other in card["labelIds"] if other != label["id"]]


def _label_restored(state: State, event: Event) -> None:
    """Restore a label at its old place in the list, and on each card that had it."""
    label, place = {**event["payload"]}, event["changes"]["place"][1]
    _drop(state["labels"], label)
    state["labels"].insert(place, label)
    hung = zip(*(event["changes"].get(name, [[], []])[1] for name in ("cardIds", "places")), strict=True)
    places = dict(hung)
    for card in state["cards"]:
        if card["id"] in places and label["id"] not in card["labelIds"]:
            card["labelIds"].insert(places[card["id"]], label["id"])


def _file_deleted(state: State, file: State) -> None:
    for card in state["cards"]:
        card["fileIds"] = [other for other in card["fileIds"] if other != file["id"]]
        card["fileCount"] = len(card["fileIds"])
        if card["coverFileId"] == file["id"]:
            card["coverFileId"] = None


def _member_removed(state: State, member: State) -> None:
    _drop(state["members"], member, key="userId")
    for card in state["cards"]:
        card["assigneeIds"] = [other for other in card["assigneeIds"] if other != member["userId"]]


CHANGES: dict[str, Callable[[State, State], None]] = {
    "project.updated": _project,
    "member.updated": lambda state, member: _put(state["members"], member, key="userId"),
    "member.removed": _member_removed,
    "invitation.accepted": lambda state, payload: _put(state["members"], payload["member"], key="userId"),
    "column.created": lambda state, column: _put(state["columns"], column),
    "column.updated": lambda state, column: _put(state["columns"], column),
    "column.moved": lambda state, column: _put(state["columns"], column),
    "column.restored": lambda state, column: _put(state["columns"], column),
    "column.deleted": lambda state, column: _drop(state["columns"], column),
    "card.created": _card,
    "card.updated": _card,
    "card.moved": _card,
    "card.archived": _card,
    "card.restored": _card,
    "cards.created": _cards,
    "cards.updated": _cards,
    "cards.restored": _cards,
    "cards.deleted": _dropped,
    "column.sorted": _sorted,
    "card.deleted": lambda state, card: _drop(state["cards"], card),
    "comment.created": _counted,
    "comment.updated": _counted,
    "comment.deleted": _counted,
    "comment.restored": _counted,
    "checklist.created": _counted,
    "checklist.updated": _counted,
    "checklist.moved": _counted,
    "checklist.deleted": _counted,
    "checklist_item.created": _counted,
    "checklist_item.updated": _counted,
    "checklist_item.moved": _counted,
    "checklist_item.deleted": _counted,
    "checklist_item.converted": _converted,
    "checklist_item.unconverted": _unconverted,
    "label.created": lambda state, label: _put(state["labels"], label),
    "label.updated": lambda state, label: _put(state["labels"], label),
    "label.deleted": _label_deleted,
    "file.deleted": _file_deleted,
}

HUNG: dict[str, Callable[[State, Event], None]] = {"label.restored": _label_restored}
"""Event types whose reducer also reads `changes`."""
