"""Refusals for every command: input that fails in the project of `worlds.build`, with the error code."""

from typing import Any

from tests.support.payloads import (
    NOWHERE,
    RANDOM,
    Refusal,
    card,
    column,
    filed,
    invite,
    lines,
    many,
    move,
    new_card,
    new_column,
    person,
    say,
    undo,
)
from tests.support.refusals_on_cards import ON_CARDS
from tests.support.worlds import World, fresh_id


def stale(world: World, /, *names: str) -> dict[str, Any]:
    """Payload of a bulk change whose first card has a stale version."""
    data = many(world, *names, archived=True)
    data["cards"][0]["version"] += 1
    return data


REFUSALS: dict[str, list[Refusal]] = {
    "project.create": [
        Refusal("no name", "invalid", lambda w: {}),
        Refusal("a key too long", "invalid", lambda w: {"name": "x", "key": "TOOLONG"}),
        Refusal("a key that starts with a digit", "invalid", lambda w: {"name": "x", "key": "2AB"}),
        Refusal("a taken id", "duplicate", lambda w: {"name": "x", "id": w.id}),
    ],
    "project.update": [
        Refusal("no name", "invalid", lambda w: {"id": w.id, "name": " "}),
        Refusal("a null name", "invalid", lambda w: {"id": w.id, "name": None}),
        Refusal("no flag", "invalid", lambda w: {"id": w.id, "removesLocation": "yes"}),
        Refusal("no choice", "invalid", lambda w: {"id": w.id, "mentionAll": "viewers"}),
        Refusal("as a member", "forbidden", lambda w: {"id": w.id, "name": "x"}, by="bob"),
        Refusal("as an outsider", "not_found", lambda w: {"id": w.id, "name": "x"}, by="eve"),
        Refusal("nowhere", "not_found", lambda w: {"id": NOWHERE, "name": "x"}),
    ],
    "project.delete": [
        Refusal("as an admin", "forbidden", lambda w: {"id": w.id}, by="anna"),
        Refusal("as someone who left", "not_found", lambda w: {"id": w.id}, by="dan"),
    ],
    "history.undo": [
        Refusal("no event", "invalid", lambda w: {"projectId": w.id}),
        Refusal("one that is still to come", "not_found", lambda w: {"projectId": w.id, "seq": 10_000}),
        Refusal("the founding", "cannot_undo", lambda w: {"projectId": w.id, "seq": 1}),
        Refusal("that someone left", "cannot_undo", lambda w: undo(w, "member.removed")),
        Refusal("a label in use", "cannot_undo", lambda w: undo(w, "label.created")),
        Refusal("a card changed since", "cannot_undo", lambda w: undo(w, "card.created", title="filed")),
        Refusal("a card in the trash", "cannot_undo", lambda w: undo(w, "card.created", title="deleted")),
        Refusal("someone else's message", "forbidden", lambda w: undo(w, "chat.message.created")),
        Refusal("someone else's comment", "forbidden", lambda w: undo(w, "comment.created")),
        Refusal("what someone else watches", "forbidden", lambda w: undo(w, "card.watched")),
        Refusal("a checklist with items", "cannot_undo", lambda w: undo(w, "checklist.created")),
        Refusal("an invitation, as a member", "forbidden", lambda w: undo(w, "invitation.created"), by="bob"),
        Refusal("as a viewer", "forbidden", lambda w: undo(w, "card.archived"), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: undo(w, "card.archived"), by="eve"),
        Refusal("as someone who left", "not_found", lambda w: undo(w, "card.archived"), by="dan"),
        Refusal("nowhere", "not_found", lambda w: {"projectId": NOWHERE, "seq": 2}),
    ],
    "member.update": [
        Refusal("the last owner steps down", "last_owner", lambda w: person(w, "ada", role="admin")),
        Refusal("an admin makes an owner", "forbidden", lambda w: person(w, "bob", role="owner"), by="anna"),
        Refusal(
            "an admin demotes an owner", "forbidden", lambda w: person(w, "ada", role="viewer"), by="anna"
        ),
        Refusal("an unknown role", "invalid", lambda w: person(w, "bob", role="boss")),
        Refusal("a role that is never given", "invalid", lambda w: person(w, "bob", role="operator")),
        Refusal("an outsider", "not_found", lambda w: person(w, "eve", role="viewer")),
    ],
    "member.remove": [
        Refusal("the last owner leaves", "last_owner", lambda w: person(w, "ada")),
        Refusal("a member removes a viewer", "forbidden", lambda w: person(w, "cleo"), by="bob"),
        Refusal("an admin removes an owner", "forbidden", lambda w: person(w, "ada"), by="anna"),
        Refusal("who has left", "not_found", lambda w: person(w, "dan")),
        Refusal("who has left leaves again", "not_found", lambda w: person(w, "dan"), by="dan"),
    ],
    "invitation.create": [
        Refusal("no role", "invalid", lambda w: {"projectId": w.id}),
        Refusal("no address", "invalid", lambda w: invite(w, role="viewer", email="zoe")),
        Refusal("oneself", "invalid", lambda w: invite(w, role="viewer", email="ada@example.com")),
        Refusal("a member", "forbidden", lambda w: invite(w, role="viewer"), by="bob"),
        Refusal(
            "an owner's, by an admin", "forbidden", lambda w: {"projectId": w.id, "role": "owner"}, by="anna"
        ),
    ],
    "invitation.revoke": [
        Refusal("unknown", "not_found", lambda w: {"projectId": w.id, "id": NOWHERE}),
        Refusal("a member", "forbidden", lambda w: {"projectId": w.id, "id": w.invitation["id"]}, by="bob"),
        Refusal("another project", "not_found", lambda w: {"projectId": NOWHERE, "id": w.invitation["id"]}),
    ],
    "invitation.accept": [
        Refusal("unknown", "not_found", lambda w: {"token": "x" * 43}, by="eve"),
        Refusal("who is a member", "duplicate", lambda w: {"token": w.invitation["token"]}, by="bob"),
        Refusal("a token too long", "invalid", lambda w: {"token": "x" * 201}, by="eve"),
    ],
    "column.create": [
        Refusal("no name", "invalid", lambda w: {"projectId": w.id}),
        Refusal("an unknown colour", "invalid", lambda w: new_column(w, color="#fff")),
        Refusal("a limit of nothing", "invalid", lambda w: new_column(w, wipLimit=0)),
        Refusal("before null", "invalid", lambda w: new_column(w, before=None)),
        Refusal("below nothing", "invalid", lambda w: new_column(w, after=NOWHERE)),
        Refusal("a taken id", "duplicate", lambda w: new_column(w, id=w.columns["todo"])),
        Refusal("as a viewer", "forbidden", new_column, by="cleo"),
        Refusal("as an outsider", "not_found", new_column, by="eve"),
    ],
    "column.update": [
        Refusal("no version", "invalid", lambda w: {"id": w.columns["todo"], "name": "x"}),
        Refusal("stale", "version_conflict", lambda w: column(w, "done", version=1, name="x")),
        Refusal("from the future", "version_conflict", lambda w: column(w, "done", version=3, name="x")),
        Refusal("a null name", "invalid", lambda w: column(w, "todo", name=None)),
        Refusal("another place", "invalid", lambda w: column(w, "todo", position="a0")),
    ],
    "column.move": [
        Refusal("stale", "version_conflict", lambda w: column(w, "done", version=1)),
        Refusal("relative to itself", "invalid", lambda w: column(w, "todo", after=w.columns["todo"])),
        Refusal("before itself", "invalid", lambda w: column(w, "todo", before=w.columns["todo"])),
        Refusal("before null", "invalid", lambda w: column(w, "todo", before=None)),
        Refusal(
            "both neighbours",
            "invalid",
            lambda w: column(w, "todo", after=w.columns["doing"], before=w.columns["done"]),
        ),
        Refusal("as a viewer", "forbidden", lambda w: column(w, "todo"), by="cleo"),
    ],
    "column.delete": [
        Refusal("with cards", "not_empty", lambda w: {"id": w.columns["todo"]}),
        Refusal("stale", "version_conflict", lambda w: column(w, "done", version=1)),
        Refusal("unknown", "not_found", lambda w: {"id": NOWHERE}),
    ],
    "column.sort": [
        Refusal("by nothing", "invalid", lambda w: {"id": w.columns["todo"]}),
        Refusal("by its colour", "invalid", lambda w: {"id": w.columns["todo"], "by": "color"}),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE, "by": "number"}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.columns["doing"], "by": "dueAt"}, by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: {"id": w.columns["doing"], "by": "dueAt"}, by="eve"),
    ],
    "cards.create": [
        Refusal("no titles", "invalid", lambda w: {"columnId": w.columns["todo"]}),
        Refusal("an empty line", "invalid", lambda w: lines(w, "todo", "one", " ")),
        Refusal("1,000 lines", "invalid", lambda w: lines(w, "todo", *["x"] * 1000)),
        Refusal("more than there is room", "wip_limit_reached", lambda w: lines(w, "done", "x")),
        Refusal("a column that is none", "not_found", lambda w: {"columnId": NOWHERE, "titles": ["x"]}),
        Refusal(
            "below a card of another column",
            "invalid",
            lambda w: {**lines(w, "todo", "x"), "after": w.cards["four"]},
        ),
        Refusal("as a viewer", "forbidden", lambda w: lines(w, "todo", "x"), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: lines(w, "todo", "x"), by="eve"),
    ],
    "cards.update": [
        Refusal("no cards", "invalid", lambda w: many(w, archived=True)),
        Refusal("no change", "invalid", lambda w: many(w, "one")),
        Refusal("one of them twice", "invalid", lambda w: many(w, "one", "one", archived=True)),
        Refusal("201 of them", "invalid", lambda w: many(w, *["one"] * 201, archived=True)),
        Refusal("another title", "invalid", lambda w: many(w, "one", title="x")),
        Refusal("one that is stale", "version_conflict", lambda w: stale(w, "two", "one")),
        Refusal("one in the trash", "not_found", lambda w: many(w, "one", "deleted", archived=True)),
        Refusal("of nowhere", "not_found", lambda w: {**many(w, "one", archived=True), "projectId": NOWHERE}),
        Refusal("to no column", "not_found", lambda w: many(w, "one", columnId=NOWHERE)),
        Refusal(
            "to a full column",
            "wip_limit_reached",
            lambda w: many(w, "one", "two", columnId=w.columns["done"]),
        ),
        Refusal("a label of nowhere", "invalid", lambda w: many(w, "one", addLabelIds=[NOWHERE])),
        Refusal("given to who left", "invalid", lambda w: many(w, "one", addAssigneeIds=[w.cast["dan"].id])),
        Refusal("as a viewer", "forbidden", lambda w: many(w, "one", archived=True), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: many(w, "one", archived=True), by="eve"),
    ],
    "card.create": [
        Refusal("no title", "invalid", lambda w: {"columnId": w.columns["todo"]}),
        Refusal("no column", "invalid", lambda w: {"title": "new"}),
        Refusal("a column that is none", "not_found", lambda w: new_card(w, columnId=NOWHERE)),
        Refusal("a full column", "wip_limit_reached", lambda w: new_card(w, "done")),
        Refusal("a taken id", "duplicate", lambda w: new_card(w, id=w.cards["one"])),
        Refusal("an id that is no UUIDv7", "invalid", lambda w: new_card(w, id=RANDOM)),
        Refusal("a label of nowhere", "invalid", lambda w: new_card(w, labelIds=[NOWHERE])),
        Refusal("given to an outsider", "invalid", lambda w: new_card(w, assigneeIds=[w.cast["eve"].id])),
        Refusal("below a card of another column", "invalid", lambda w: new_card(w, after=w.cards["four"])),
        Refusal("as a viewer", "forbidden", new_card, by="cleo"),
        Refusal("as an outsider", "not_found", new_card, by="eve"),
    ],
    "card.update": [
        Refusal("no version", "invalid", lambda w: {"id": w.cards["one"], "title": "x"}),
        Refusal("stale", "version_conflict", lambda w: card(w, "archived", version=1, title="x")),
        Refusal("a null title", "invalid", lambda w: card(w, "one", title=None)),
        Refusal("another column", "invalid", lambda w: card(w, "one", columnId=w.columns["done"])),
        Refusal("in the trash", "not_found", lambda w: card(w, "deleted", version=2, title="x")),
        Refusal("a date that is none", "invalid", lambda w: card(w, "one", dueAt="tomorrow")),
        Refusal(
            "due before its start", "invalid", lambda w: card(w, "one", startAt="2030-01-02T03:04:05.679Z")
        ),
        Refusal(
            "both, and the wrong way round",
            "invalid",
            lambda w: card(w, "two", startAt="2030-01-02T00:00:00Z", dueAt="2030-01-01T00:00:00Z"),
        ),
        Refusal("done, in a word", "invalid", lambda w: card(w, "one", doneAt=True)),
        Refusal("a cover of nowhere", "invalid", lambda w: card(w, "one", coverFileId=NOWHERE)),
        Refusal("another card's cover", "invalid", lambda w: card(w, "one", coverFileId=w.files["photo"])),
        Refusal("given to who left", "invalid", lambda w: card(w, "one", assigneeIds=[w.cast["dan"].id])),
        Refusal("as a viewer", "forbidden", lambda w: card(w, "one", title="x"), by="cleo"),
    ],
    "card.move": [
        Refusal("stale", "version_conflict", lambda w: move(w, "archived", "todo", version=1)),
        Refusal("to a full column", "wip_limit_reached", lambda w: move(w, "one", "done")),
        Refusal("relative to itself", "invalid", lambda w: move(w, "one", "todo", after=w.cards["one"])),
        Refusal("above itself", "invalid", lambda w: move(w, "one", "todo", before=w.cards["one"])),
        Refusal("above null", "invalid", lambda w: move(w, "one", "todo", before=None)),
        Refusal(
            "between two",
            "invalid",
            lambda w: move(w, "one", "todo", after=w.cards["two"], before=w.cards["three"]),
        ),
        Refusal(
            "below a card of another column",
            "invalid",
            lambda w: move(w, "one", "todo", after=w.cards["four"]),
        ),
        Refusal(
            "below an archived card", "invalid", lambda w: move(w, "one", "doing", after=w.cards["archived"])
        ),
        Refusal("to no column", "not_found", lambda w: card(w, "one", columnId=NOWHERE)),
        Refusal("without a column", "invalid", lambda w: card(w, "one")),
        Refusal("in the trash", "not_found", lambda w: move(w, "deleted", "todo", version=2)),
    ],
    "card.archive": [
        Refusal("no version", "invalid", lambda w: {"id": w.cards["one"]}),
        Refusal("stale", "version_conflict", lambda w: card(w, "archived", version=1)),
        Refusal("in the trash", "not_found", lambda w: card(w, "deleted", version=2)),
    ],
    "card.restore": [
        Refusal("stale", "version_conflict", lambda w: card(w, "archived", version=1)),
        Refusal("unknown", "not_found", lambda w: {"id": NOWHERE, "version": 1}),
        Refusal("as a viewer", "forbidden", lambda w: card(w, "archived", version=2), by="cleo"),
    ],
    "card.delete": [
        Refusal("no version", "invalid", lambda w: {"id": w.cards["one"]}),
        Refusal("stale", "version_conflict", lambda w: card(w, "archived", version=1)),
        Refusal("again", "not_found", lambda w: card(w, "deleted", version=2)),
    ],
    "card.attach": [
        Refusal("no file", "invalid", lambda w: {"id": w.cards["one"]}),
        Refusal("a file of nowhere", "invalid", lambda w: {"id": w.cards["one"], "fileId": NOWHERE}),
        Refusal("a file that is no id", "invalid", lambda w: {"id": w.cards["one"], "fileId": "photo"}),
        Refusal("in the trash", "not_found", lambda w: filed(w, "deleted", "loose")),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE, "fileId": w.files["loose"]}),
        Refusal("as a viewer", "forbidden", lambda w: filed(w, "one", "loose"), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: filed(w, "one", "loose"), by="eve"),
    ],
    "card.detach": [
        Refusal("no file", "invalid", lambda w: {"id": w.cards["filed"]}),
        Refusal("a file of nowhere", "invalid", lambda w: {"id": w.cards["filed"], "fileId": NOWHERE}),
        Refusal("in the trash", "not_found", lambda w: filed(w, "deleted", "loose")),
        Refusal("as a viewer", "forbidden", lambda w: filed(w, "filed", "photo"), by="cleo"),
        Refusal("as someone who left", "not_found", lambda w: filed(w, "filed", "photo"), by="dan"),
    ],
    **ON_CARDS,
    "label.create": [
        Refusal("no colour", "invalid", lambda w: {"projectId": w.id, "name": "x"}),
        Refusal(
            "a taken id",
            "duplicate",
            lambda w: {"projectId": w.id, "name": "x", "color": "red", "id": w.labels["bug"]},
        ),
        Refusal(
            "as a viewer",
            "forbidden",
            lambda w: {"projectId": w.id, "name": "x", "color": "red"},
            by="cleo",
        ),
    ],
    "label.update": [
        Refusal("an unknown colour", "invalid", lambda w: {"id": w.labels["bug"], "color": "beige"}),
        Refusal("unknown", "not_found", lambda w: {"id": NOWHERE, "name": "x"}),
    ],
    "label.delete": [
        Refusal("unknown", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as someone who left", "not_found", lambda w: {"id": w.labels["bug"]}, by="dan"),
    ],
    "file.delete": [
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.files["loose"]}, by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: {"id": w.files["loose"]}, by="eve"),
        Refusal("as someone who left", "not_found", lambda w: {"id": w.files["loose"]}, by="dan"),
    ],
    "chat.message": [
        Refusal("no text", "invalid", lambda w: {"projectId": w.id, "text": " \n "}),
        Refusal("no text and no files", "invalid", lambda w: say(w, text="", fileIds=[])),
        Refusal("too many files", "invalid", lambda w: say(w, fileIds=[fresh_id() for _ in range(11)])),
        Refusal(
            "a known and an unknown file", "invalid", lambda w: say(w, fileIds=[w.files["loose"], NOWHERE])
        ),
        Refusal("to nothing", "invalid", lambda w: say(w, replyToId=NOWHERE)),
        Refusal(
            "with a file of nowhere",
            "invalid",
            lambda w: {"projectId": w.id, "text": "x", "fileIds": [NOWHERE]},
        ),
        Refusal("as a viewer", "forbidden", say, by="cleo"),
    ],
    "chat.update": [
        Refusal("someone else's", "forbidden", lambda w: {"id": w.message, "text": "x"}),
        Refusal("no text at all", "invalid", lambda w: {"id": w.message}, by="bob"),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE, "text": "x"}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.message, "text": "x"}, by="cleo"),
    ],
    "chat.delete": [
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.message}, by="cleo"),
        Refusal("as someone who left", "not_found", lambda w: {"id": w.message}, by="dan"),
    ],
    "chat.react": [
        Refusal("with a word", "invalid", lambda w: {"id": w.message, "emoji": "yes"}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.message, "emoji": "🎉"}, by="cleo"),
    ],
    "chat.unreact": [
        Refusal("with nothing", "invalid", lambda w: {"id": w.message}),
        Refusal("as an outsider", "not_found", lambda w: {"id": w.message, "emoji": "🎉"}, by="eve"),
    ],
}
