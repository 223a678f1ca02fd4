"""Refusals of commands on a card's watchers, comments and checklists."""

from tests.support.payloads import NOWHERE, Refusal, checklist, comment, item, new_checklist, new_item

ON_CARDS: dict[str, list[Refusal]] = {
    "card.watch": [
        Refusal("in the trash", "not_found", lambda w: {"id": w.cards["deleted"]}),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("for somebody else", "invalid", lambda w: {"id": w.cards["one"], "userId": w.cast["bob"].id}),
        Refusal("as an outsider", "not_found", lambda w: {"id": w.cards["one"]}, by="eve"),
    ],
    "card.unwatch": [
        Refusal("in the trash", "not_found", lambda w: {"id": w.cards["deleted"]}),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as someone who left", "not_found", lambda w: {"id": w.cards["one"]}, by="dan"),
    ],
    "comment.create": [
        Refusal("no text", "invalid", lambda w: comment(w, "one", text=" \n ")),
        Refusal("a card of nowhere", "not_found", lambda w: {"cardId": NOWHERE, "text": "hello"}),
        Refusal("on a card in the trash", "not_found", lambda w: comment(w, "deleted")),
        Refusal("a taken id", "duplicate", lambda w: comment(w, "one", id=w.comment)),
        Refusal("as a viewer", "forbidden", lambda w: comment(w, "one"), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: comment(w, "one"), by="eve"),
    ],
    "comment.update": [
        Refusal("someone else's", "forbidden", lambda w: {"id": w.comment, "text": "x"}),
        Refusal("no text", "invalid", lambda w: {"id": w.comment, "text": ""}, by="bob"),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE, "text": "x"}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.comment, "text": "x"}, by="cleo"),
    ],
    "comment.delete": [
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as a viewer", "forbidden", lambda w: {"id": w.comment}, by="cleo"),
        Refusal("as someone who left", "not_found", lambda w: {"id": w.comment}, by="dan"),
    ],
    "checklist.create": [
        Refusal("no name", "invalid", lambda w: {"cardId": w.cards["four"]}),
        Refusal("a name too long", "invalid", lambda w: new_checklist(w, "four", name="x" * 61)),
        Refusal("a taken id", "duplicate", lambda w: new_checklist(w, "one", id=w.checklists["steps"])),
        Refusal(
            "below one of another card",
            "invalid",
            lambda w: new_checklist(w, "one", after=w.checklists["steps"]),
        ),
        Refusal("on a card in the trash", "not_found", lambda w: new_checklist(w, "deleted")),
        Refusal("on a card of nowhere", "not_found", lambda w: new_checklist(w, "one", cardId=NOWHERE)),
        Refusal("as a viewer", "forbidden", lambda w: new_checklist(w, "four"), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: new_checklist(w, "four"), by="eve"),
    ],
    "checklist.update": [
        Refusal("a null name", "invalid", lambda w: checklist(w, "steps", name=None)),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE, "name": "x"}),
        Refusal("as a viewer", "forbidden", lambda w: checklist(w, "steps", name="x"), by="cleo"),
    ],
    "checklist.move": [
        Refusal("below itself", "invalid", lambda w: checklist(w, "steps", after=w.checklists["steps"])),
        Refusal("above null", "invalid", lambda w: checklist(w, "steps", before=None)),
        Refusal("as a viewer", "forbidden", lambda w: checklist(w, "steps"), by="cleo"),
    ],
    "checklist.delete": [
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as a viewer", "forbidden", lambda w: checklist(w, "steps"), by="cleo"),
        Refusal("as someone who left", "not_found", lambda w: checklist(w, "steps"), by="dan"),
    ],
    "checklist_item.create": [
        Refusal("no text", "invalid", lambda w: new_item(w, "steps", text=" \n ")),
        Refusal("a text too long", "invalid", lambda w: new_item(w, "steps", text="x" * 501)),
        Refusal("for an outsider", "invalid", lambda w: new_item(w, "steps", assigneeId=w.cast["eve"].id)),
        Refusal("a date that is none", "invalid", lambda w: new_item(w, "steps", dueAt="tomorrow")),
        Refusal("a taken id", "duplicate", lambda w: new_item(w, "later", id=w.items["first"])),
        Refusal(
            "below an item of another list", "invalid", lambda w: new_item(w, "later", after=w.items["first"])
        ),
        Refusal("on a list of nowhere", "not_found", lambda w: new_item(w, "steps", checklistId=NOWHERE)),
        Refusal("as a viewer", "forbidden", lambda w: new_item(w, "steps"), by="cleo"),
        Refusal("as an outsider", "not_found", lambda w: new_item(w, "steps"), by="eve"),
    ],
    "checklist_item.update": [
        Refusal("done, in a word", "invalid", lambda w: item(w, "first", done="yes")),
        Refusal("done by nothing", "invalid", lambda w: item(w, "first", done=None)),
        Refusal("for who left", "invalid", lambda w: item(w, "first", assigneeId=w.cast["dan"].id)),
        Refusal("in another list", "invalid", lambda w: item(w, "first", checklistId=w.checklists["later"])),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE, "done": True}),
        Refusal("as a viewer", "forbidden", lambda w: item(w, "first", done=True), by="cleo"),
    ],
    "checklist_item.move": [
        Refusal("below itself", "invalid", lambda w: item(w, "first", after=w.items["first"])),
        Refusal("above null", "invalid", lambda w: item(w, "first", before=None)),
        Refusal("below one of another list", "invalid", lambda w: item(w, "first", after=w.items["third"])),
        Refusal("to a list of nowhere", "invalid", lambda w: item(w, "first", checklistId=NOWHERE)),
        Refusal("as a viewer", "forbidden", lambda w: item(w, "first"), by="cleo"),
    ],
    "checklist_item.delete": [
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as a viewer", "forbidden", lambda w: item(w, "first"), by="cleo"),
        Refusal("as someone who left", "not_found", lambda w: item(w, "first"), by="dan"),
    ],
    "checklist_item.convert": [
        Refusal(
            "in a full column", "wip_limit_reached", lambda w: item(w, "first", columnId=w.columns["done"])
        ),
        Refusal("in no column", "not_found", lambda w: item(w, "first", columnId=NOWHERE)),
        Refusal(
            "below a card of another column", "invalid", lambda w: item(w, "first", after=w.cards["one"])
        ),
        Refusal("of nowhere", "not_found", lambda w: {"id": NOWHERE}),
        Refusal("as a viewer", "forbidden", lambda w: item(w, "first"), by="cleo"),
    ],
}
