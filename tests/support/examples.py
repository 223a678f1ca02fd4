"""Examples for every command: input that succeeds in the project of `worlds.build`."""

from dataclasses import dataclass

from tests.support.payloads import (
    Data,
    card,
    checklist,
    column,
    comment,
    everything,
    filed,
    item,
    lines,
    many,
    move,
    new_card,
    new_checklist,
    new_column,
    new_item,
    person,
    say,
    undo,
)
from tests.support.worlds import fresh_id


@dataclass(frozen=True)
class Example:
    what: str
    data: Data
    by: str = "ada"


EXAMPLES: dict[str, list[Example]] = {
    "project.create": [
        Example("with a name only", lambda w: {"name": "Новый сайт"}),
        Example("with a key", lambda w: {"name": "Новый сайт", "key": "NEW2", "id": fresh_id()}, by="eve"),
    ],
    "project.update": [
        Example("name and key", lambda w: {"id": w.id, "name": "Site", "key": "SITE"}),
        Example("nothing", lambda w: {"id": w.id}, by="anna"),
        Example("keep locations", lambda w: {"id": w.id, "removesLocation": False}, by="anna"),
        Example("who may mention everyone", lambda w: {"id": w.id, "mentionAll": "members"}, by="anna"),
    ],
    "project.delete": [Example("for good", lambda w: {"id": w.id})],
    "history.undo": [
        Example("a card put into the archive", lambda w: undo(w, "card.archived"), by="bob"),
        Example("a card put into the trash", lambda w: undo(w, "card.deleted"), by="anna"),
        Example("a new card", lambda w: undo(w, "card.created", title="three"), by="bob"),
        Example("a cover", lambda w: undo(w, "card.updated"), by="bob"),
        Example("a limit", lambda w: undo(w, "column.updated")),
        Example("a new column", lambda w: undo(w, "column.created")),
        Example("an invitation", lambda w: undo(w, "invitation.created"), by="anna"),
        Example("one's own message", lambda w: undo(w, "chat.message.created"), by="bob"),
        Example("one's own comment", lambda w: undo(w, "comment.created"), by="bob"),
        Example("what a viewer watches", lambda w: undo(w, "card.watched"), by="cleo"),
        Example("a ticked item", lambda w: undo(w, "checklist_item.updated"), by="bob"),
        Example("a new item", lambda w: undo(w, "checklist_item.created", text="third"), by="anna"),
    ],
    "member.update": [
        Example("a viewer becomes a member", lambda w: person(w, "cleo", role="member"), by="anna"),
        Example("a second owner", lambda w: person(w, "bob", role="owner")),
    ],
    "member.remove": [
        Example("someone with cards", lambda w: person(w, "bob"), by="anna"),
        Example("oneself", lambda w: person(w, "cleo"), by="cleo"),
    ],
    "invitation.create": [
        Example("for everyone", lambda w: {"projectId": w.id, "role": "viewer"}, by="anna"),
        Example("for one", lambda w: {"projectId": w.id, "role": "owner", "email": "Zoe@Example.com"}),
    ],
    "invitation.revoke": [
        Example("open", lambda w: {"projectId": w.id, "id": w.invitation["id"]}, by="anna"),
    ],
    "invitation.accept": [Example("by an outsider", lambda w: {"token": w.invitation["token"]}, by="eve")],
    "column.create": [
        Example("at the end", lambda w: {"projectId": w.id, "name": "Later"}, by="bob"),
        Example(
            "in between",
            lambda w: new_column(w, id=fresh_id(), wipLimit=3, color="pink", before=w.columns["doing"]),
        ),
    ],
    "column.update": [
        Example(
            "all of it",
            lambda w: column(w, "todo", name="Backlog", wipLimit=5, color="violet"),
            by="bob",
        ),
        Example("no limit any more", lambda w: column(w, "done", version=2, wipLimit=None)),
    ],
    "column.move": [
        Example("to the end", lambda w: column(w, "todo"), by="bob"),
        Example("to the front", lambda w: column(w, "spare", after=None)),
        Example("before another", lambda w: column(w, "spare", before=w.columns["doing"])),
    ],
    "column.delete": [
        Example("an empty one", lambda w: {"id": w.columns["spare"]}, by="bob"),
        Example("by its version", lambda w: column(w, "spare")),
    ],
    "column.sort": [
        Example("by due date", lambda w: {"id": w.columns["doing"], "by": "dueAt"}, by="bob"),
        Example("by number, as it is", lambda w: {"id": w.columns["todo"], "by": "number"}),
        Example("an empty one", lambda w: {"id": w.columns["spare"], "by": "dueAt"}),
    ],
    "cards.create": [
        Example("lines", lambda w: lines(w, "todo", "first", "  second "), by="bob"),
        Example("at the top", lambda w: {**lines(w, "todo", "first", "second"), "after": None}),
        Example("one, in between", lambda w: {**lines(w, "todo", "only"), "before": w.cards["two"]}),
    ],
    "cards.update": [
        Example(
            "to another column",
            lambda w: many(w, "three", "one", "four", columnId=w.columns["doing"]),
            by="bob",
        ),
        Example("into the archive", lambda w: many(w, "one", "filed", "archived", archived=True)),
        Example("out of the archive", lambda w: many(w, "archived", "one", archived=False)),
        Example(
            "labels and people",
            lambda w: many(
                w,
                *("one", "two"),
                addLabelIds=[w.labels["idea"]],
                removeLabelIds=[w.labels["bug"]],
                addAssigneeIds=[w.cast["cleo"].id],
                removeAssigneeIds=[w.cast["bob"].id],
            ),
        ),
        Example(
            "everything",
            lambda w: many(
                w,
                "one",
                "archived",
                columnId=w.columns["spare"],
                addLabelIds=[w.labels["bug"]],
                archived=False,
            ),
        ),
        Example("nothing new", lambda w: many(w, "one", columnId=w.columns["todo"])),
    ],
    "card.create": [
        Example("title only", new_card, by="bob"),
        Example("everything", lambda w: new_card(w, id=fresh_id(), after=w.cards["one"], **everything(w))),
    ],
    "card.update": [
        Example("the title", lambda w: card(w, "two", title="второй"), by="bob"),
        Example(
            "all of it",
            lambda w: card(
                w,
                "one",
                title="1",
                description="# 1",
                labelIds=[w.labels["idea"]],
                assigneeIds=[],
                dueAt=None,
            ),
        ),
        Example(
            "started, due and done",
            lambda w: card(
                w,
                "two",
                startAt="2031-05-06T07:08:09.123456+03:00",
                dueAt="2031-05-06T04:08:09.123Z",
                doneAt="2026-01-01T00:00:00Z",
            ),
        ),
        Example("not due, nor done", lambda w: card(w, "one", dueAt=None, doneAt=None, startAt=None)),
        Example("no cover any more", lambda w: card(w, "filed", version=3, coverFileId=None), by="bob"),
        Example("the same cover", lambda w: card(w, "filed", version=3, coverFileId=w.files["photo"])),
        Example("nothing", lambda w: card(w, "one")),
        Example("while it is archived", lambda w: card(w, "archived", version=2, title="old")),
    ],
    "card.move": [
        Example("to the end of another column", lambda w: move(w, "one", "doing"), by="bob"),
        Example("to the top", lambda w: move(w, "three", "todo", after=None)),
        Example("below another", lambda w: move(w, "four", "todo", after=w.cards["one"])),
        Example("above another", lambda w: move(w, "three", "todo", before=w.cards["two"])),
        Example("where it is", lambda w: move(w, "two", "todo", after=w.cards["one"])),
        Example("while it is archived", lambda w: move(w, "archived", "todo", version=2)),
        Example("in its own full column", lambda w: move(w, "full", "done", after=None)),
    ],
    "card.archive": [
        Example("an open one", lambda w: card(w, "one"), by="bob"),
        Example("again", lambda w: card(w, "archived", version=2)),
    ],
    "card.restore": [
        Example("from the archive", lambda w: card(w, "archived", version=2), by="bob"),
        Example("from the trash", lambda w: card(w, "deleted", version=2)),
        Example("from the trash, by the version it had", lambda w: card(w, "deleted", version=1)),
        Example("an open one", lambda w: card(w, "one")),
    ],
    "card.delete": [
        Example("an open one", lambda w: card(w, "one"), by="bob"),
        Example("an archived one", lambda w: card(w, "archived", version=2)),
    ],
    "card.attach": [
        Example("one more", lambda w: filed(w, "filed", "loose"), by="bob"),
        Example("a picture of another card", lambda w: filed(w, "one", "photo")),
        Example("what is there", lambda w: filed(w, "filed", "photo")),
        Example("to an archived card", lambda w: filed(w, "archived", "loose")),
    ],
    "card.detach": [
        Example("the cover", lambda w: filed(w, "filed", "photo"), by="bob"),
        Example("what is not there", lambda w: filed(w, "filed", "loose")),
    ],
    "card.watch": [
        Example("by one who works", lambda w: {"id": w.cards["one"]}, by="bob"),
        Example("by one who reads", lambda w: {"id": w.cards["archived"]}, by="cleo"),
        Example("again", lambda w: {"id": w.cards["four"]}, by="cleo"),
    ],
    "card.unwatch": [
        Example("what one watches", lambda w: {"id": w.cards["four"]}, by="cleo"),
        Example("what one does not", lambda w: {"id": w.cards["four"]}, by="bob"),
    ],
    "comment.create": [
        Example("plain", lambda w: comment(w, "one"), by="bob"),
        Example("with an id and a mention", lambda w: comment(w, "four", id=fresh_id(), text="@Bob Marley?")),
        Example("on an archived card", lambda w: comment(w, "archived")),
    ],
    "comment.update": [
        Example("other words", lambda w: {"id": w.comment, "text": "On Monday, @Cleo Kyiv"}, by="bob"),
        Example("the same words", lambda w: {"id": w.comment, "text": "Done by Friday?"}, by="bob"),
    ],
    "comment.delete": [
        Example("one's own", lambda w: {"id": w.comment}, by="bob"),
        Example("anyone's", lambda w: {"id": w.comment}, by="anna"),
    ],
    "checklist.create": [
        Example("at the end", lambda w: new_checklist(w, "four"), by="bob"),
        Example(
            "in between",
            lambda w: new_checklist(w, "four", id=fresh_id(), after=w.checklists["steps"]),
        ),
        Example("the first, on an archived card", lambda w: new_checklist(w, "archived")),
    ],
    "checklist.update": [
        Example("another name", lambda w: checklist(w, "steps", name="Шаги"), by="bob"),
        Example("nothing", lambda w: checklist(w, "steps")),
    ],
    "checklist.move": [
        Example("to the end", lambda w: checklist(w, "steps"), by="bob"),
        Example("to the top", lambda w: checklist(w, "later", after=None)),
        Example("above another", lambda w: checklist(w, "later", before=w.checklists["steps"])),
        Example("where it is", lambda w: checklist(w, "later", after=w.checklists["steps"])),
    ],
    "checklist.delete": [Example("with items, one done", lambda w: checklist(w, "steps"), by="bob")],
    "checklist_item.create": [
        Example("text only", lambda w: new_item(w, "steps"), by="bob"),
        Example(
            "everything",
            lambda w: new_item(
                w,
                "steps",
                id=fresh_id(),
                done=True,
                assigneeId=w.cast["cleo"].id,
                dueAt="2031-05-06T07:08:09.123456+03:00",
                after=None,
            ),
        ),
    ],
    "checklist_item.update": [
        Example("done", lambda w: item(w, "second", done=True), by="bob"),
        Example(
            "all of it",
            lambda w: item(
                w, "first", text="1", done=False, assigneeId=None, dueAt="2031-05-06T07:08:09.123Z"
            ),
        ),
        Example("somebody else's", lambda w: item(w, "first", assigneeId=w.cast["anna"].id)),
        Example("nothing", lambda w: item(w, "first")),
    ],
    "checklist_item.move": [
        Example("to the top", lambda w: item(w, "second", after=None), by="bob"),
        Example("to the end of another", lambda w: item(w, "first", checklistId=w.checklists["later"])),
        Example(
            "above one of another",
            lambda w: item(w, "first", checklistId=w.checklists["later"], before=w.items["third"]),
        ),
        Example("where it is", lambda w: item(w, "second", after=w.items["first"])),
    ],
    "checklist_item.delete": [
        Example("a done one", lambda w: item(w, "first"), by="bob"),
        Example("the last of its list", lambda w: item(w, "third")),
    ],
    "checklist_item.convert": [
        Example("below its card", lambda w: item(w, "second"), by="bob"),
        Example("somebody's, to another column", lambda w: item(w, "first", columnId=w.columns["todo"])),
        Example(
            "above a card",
            lambda w: item(w, "third", columnId=w.columns["todo"], before=w.cards["two"]),
        ),
    ],
    "label.create": [
        Example("plain", lambda w: {"projectId": w.id, "name": "later", "color": "gray"}, by="bob"),
        Example(
            "with an id",
            lambda w: {"projectId": w.id, "name": "later", "color": "gray", "id": fresh_id()},
        ),
    ],
    "label.update": [
        Example("all of it", lambda w: {"id": w.labels["bug"], "name": "Bug!", "color": "orange"}, by="bob"),
        Example("nothing", lambda w: {"id": w.labels["bug"]}),
    ],
    "label.delete": [Example("one in use", lambda w: {"id": w.labels["bug"]}, by="bob")],
    "file.delete": [
        Example("one's own, from card and message", lambda w: {"id": w.files["photo"]}, by="bob"),
        Example("anyone's", lambda w: {"id": w.files["loose"]}, by="anna"),
    ],
    "chat.message": [
        Example("plain", lambda w: {"projectId": w.id, "text": "hello\nyou"}, by="bob"),
        Example("with files", lambda w: say(w, fileIds=[w.files["loose"], w.files["photo"]])),
        Example(
            "nothing but a file",
            lambda w: {"projectId": w.id, "text": "", "fileIds": [w.files["notes"]]},
        ),
        Example("a reply", lambda w: {"projectId": w.id, "text": "да", "replyToId": w.message}),
    ],
    "chat.update": [
        Example("other words", lambda w: {"id": w.message, "text": "Hello @Ada Lovelace"}, by="bob"),
        Example("no words, but files", lambda w: {"id": w.message, "text": ""}, by="bob"),
    ],
    "chat.delete": [
        Example("one's own", lambda w: {"id": w.message}, by="bob"),
        Example("anyone's", lambda w: {"id": w.message}, by="anna"),
    ],
    "chat.react": [Example("a cheer", lambda w: {"id": w.message, "emoji": "🎉"}, by="bob")],
    "chat.unreact": [Example("what was not there", lambda w: {"id": w.message, "emoji": "🎉"})],
}
