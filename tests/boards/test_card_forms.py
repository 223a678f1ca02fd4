"""The card page without scripts: forms for checklists, comments, dates and the description."""

from typing import Any

import pytest

from boards.models import Card, Checklist, ChecklistItem, Comment
from tests.support.people import Person
from tests.support.worlds import World

MAY, JUNE = "2031-05-01T00:00", "2031-06-01T00:00"


def page_of(world: World, name: str) -> str:
    return f"/projects/{world.id}/cards/{card_of(world, name).number}"


def card_of(world: World, name: str) -> Card:
    return Card.objects.get(pk=world.cards[name])


def send(who: Person, world: World, card: str, **form: str) -> Any:
    return who.browse(page_of(world, card), form)


def items(world: World) -> list[tuple[str, bool]]:
    rows = ChecklistItem.objects.filter(checklist__pk=world.checklists["steps"]).order_by("position")
    return [(row.text, row.done) for row in rows]


# ── Checklists ────────────────────────────────────────────────────────────────────────────────────


def test_a_form_makes_a_checklist_and_fills_it(world: World, bob: Person) -> None:
    answer = send(bob, world, "one", action="checklist", name="Before dusk")
    made = Checklist.objects.get(card__pk=world.cards["one"])
    assert (answer.status_code, answer.headers["location"].endswith(f"#checklist-{made.pk}")) == (302, True)
    send(bob, world, "one", action="item", checklist=str(made.pk), item="Fill it")
    assert made.items.get().text == "Fill it"
    shown = bob.browse(page_of(world, "one")).text
    assert "Before dusk" in shown
    assert "0/1" in shown


def test_forms_tick_change_move_and_delete_items(world: World, bob: Person) -> None:
    second = world.items["second"]
    act = {"action": "item-act", "item_id": second}
    send(bob, world, "four", **act, do="tick")
    assert items(world) == [("first", True), ("second", True)]
    send(bob, world, "four", **act, do="up")
    assert items(world) == [("second", True), ("first", True)]
    send(bob, world, "four", **act, do="down")
    send(bob, world, "four", **act, do="untick")
    send(bob, world, "four", **act, text="Second", assignee=bob.id, due_at=MAY)
    row = ChecklistItem.objects.get(pk=second)
    assert (row.text, row.done, str(row.assignee_id), str(row.due_at)[:10]) == (
        "Second",
        False,
        bob.id,
        "2031-05-01",
    )
    send(bob, world, "four", **act, do="delete")
    assert items(world) == [("first", True)]


def test_a_form_turns_an_item_into_a_card(world: World, bob: Person) -> None:
    send(bob, world, "four", action="item-act", item_id=world.items["second"], do="card")
    assert Card.objects.filter(project__pk=world.id, title="second").exists()
    assert items(world) == [("first", True)]


def test_forms_rename_move_and_delete_a_checklist(world: World, bob: Person) -> None:
    act = {"action": "checklist-act", "checklist": world.checklists["later"]}
    send(bob, world, "four", **act, name="Sooner")
    send(bob, world, "four", **act, do="up")
    names = Checklist.objects.filter(card__pk=world.cards["four"]).order_by("position")
    assert [row.name for row in names] == ["Sooner", "steps"]
    send(bob, world, "four", **act, do="delete")
    assert [row.name for row in names.all()] == ["steps"]


@pytest.mark.parametrize("which", ["", "no-id", "01a209ad-d76c-710a-89c8-2316f60d13d7"])
def test_an_item_that_is_not_there_is_said_so(world: World, bob: Person, which: str) -> None:
    for do in ("tick", "up", "delete", "card", ""):
        answer = send(bob, world, "four", action="item-act", item_id=which, do=do, text="x")
        assert answer.status_code == 400


# ── Comments ──────────────────────────────────────────────────────────────────────────────────────


def test_forms_say_change_and_take_back(world: World, bob: Person) -> None:
    answer = send(bob, world, "one", action="comment", comment="Which\r\noil?")
    said = Comment.objects.get(card__pk=world.cards["one"])
    assert said.text == "Which\noil?"
    assert answer.headers["location"].endswith(f"#comment-{said.pk}")
    named = {"comment_id": str(said.pk)}
    send(bob, world, "one", action="comment-update", **named, text="Which one?")
    assert Comment.objects.get(pk=said.pk).text == "Which one?"
    send(bob, world, "one", action="comment-delete", **named)
    assert not Comment.objects.undeleted().filter(pk=said.pk).exists()


def test_what_was_said_is_not_lost_where_it_is_refused(world: World, bob: Person) -> None:
    answer = send(bob, world, "one", action="comment", comment="x" * 4001)
    assert answer.status_code == 400
    assert "x" * 4001 in answer.text


def test_every_form_shows_what_was_refused(world: World, bob: Person) -> None:
    """A form is shown again with what was typed, the one that was sent and no other."""
    long, steps, item = "y" * 600, world.checklists["steps"], world.items["second"]
    forms = (
        {"action": "checklist", "name": long},
        {"action": "checklist-act", "checklist": steps, "name": long},
        {"action": "item", "checklist": steps, "item": long},
        {"action": "item-act", "item_id": item, "text": long},
        {"action": "label", "name": long, "color": "red"},
        {"action": "label", "label": world.labels["bug"], "name": long, "color": "red"},
        {"action": "update", "version": "9", "fields": "title", "title": long},
    )
    for form in forms:
        answer = send(bob, world, "four", **form)
        assert (answer.status_code, answer.text.count(long)) == (400, 1), form
    late = {"action": "update", "version": "9", "fields": "start_at due_at"}
    late |= {"start_at": JUNE[:10], "due_at": MAY[:10]}
    shown = send(bob, world, "four", **late, due_at_time="07:30").text
    assert f'value="{JUNE[:10]}"' in shown
    assert f'data-utc="{MAY[:10]}T07:30Z"' in shown


def test_an_expired_form_gives_back_what_was_typed_unless_another_site_sent_it(
    world: World, bob: Person
) -> None:
    form = {"action": "comment", "comment": "Which\noil?", "password": "a secret thing"}
    for site, is_back in (("same-origin", True), ("cross-site", False)):
        answer = bob.browse(page_of(world, "one"), form, **{"x-csrftoken": "x", "sec-fetch-site": site})
        assert (answer.status_code, "Which\noil?" in answer.text) == (403, is_back)
        assert "secret" not in answer.text


def test_only_its_author_sees_a_way_to_change_a_comment(world: World, cleo: Person, bob: Person) -> None:
    change = 'data-form="comment-update"'
    assert change in bob.browse(page_of(world, "four")).text
    assert change not in cleo.browse(page_of(world, "four")).text


def test_a_page_shows_the_newest_comments_and_more_when_asked(world: World, bob: Person) -> None:
    for number in range(32):
        world.do("comment.create", cardId=world.cards["one"], text=f"word {number}!")
    first = Comment.objects.filter(card__pk=world.cards["one"]).order_by("created_at").first()
    assert first is not None
    page = page_of(world, "one")
    assert "word 0!" not in bob.browse(page).text
    assert "word 0!" in bob.browse(f"{page}?comments=60").text
    assert "word 0!" in bob.browse(f"{page}?comment={first.pk}").text
    for odd in ("comments=-1", "comments=x", "comments=99999999", "comment=x", "comments=%00"):
        assert bob.browse(f"{page}?{odd}").status_code == 200


# ── Dates, labels, watching ───────────────────────────────────────────────────────────────────────


def test_forms_set_dates_and_say_what_is_wrong_with_them(world: World, bob: Person) -> None:
    dates = {"action": "update", "fields": "start_at due_at", "version": "1"}
    answer = send(bob, world, "two", **dates, start_at=JUNE, due_at=MAY)
    assert answer.status_code == 400
    assert "The due date is before the start date." in answer.text
    send(bob, world, "two", **dates, start_at=MAY, due_at=JUNE)
    card = card_of(world, "two")
    assert (str(card.start_at)[:10], str(card.due_at)[:10]) == ("2031-05-01", "2031-06-01")
    days = {"start_at": "2031-05-02", "due_at": "2031-05-03", "due_at_time": "09:30"}
    send(bob, world, "two", action="update", fields="start_at due_at", version="2", **days)
    card = card_of(world, "two")
    assert (str(card.start), str(card.due)) == ("2031-05-02", "2031-05-03 09:30:00+00:00")
    send(bob, world, "two", action="update", fields="done", version="3", done="1")
    assert card_of(world, "two").done_at is not None
    send(bob, world, "two", action="update", fields="done", version="4", done="0")
    assert card_of(world, "two").done_at is None


def test_forms_watch_and_let_go(world: World, cleo: Person) -> None:
    send(cleo, world, "one", action="watch")
    assert 'value="unwatch"' in cleo.browse(page_of(world, "one")).text
    send(cleo, world, "one", action="unwatch")
    assert 'value="watch"' in cleo.browse(page_of(world, "one")).text


def test_forms_make_change_and_delete_labels(world: World, bob: Person) -> None:
    send(bob, world, "one", action="label", name="Urgent", color="pink")
    made = next(label for label in world.snapshot()["labels"] if label["name"] == "Urgent")
    send(bob, world, "one", action="label", label=made["id"], name="Soon", color="blue")
    assert {"Soon"} <= {label["name"] for label in world.snapshot()["labels"]}
    send(bob, world, "one", action="label", label=made["id"], do="delete")
    assert "Soon" not in {label["name"] for label in world.snapshot()["labels"]}


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_stale_description_is_shown_beside_the_one_that_stands(world: World, bob: Person) -> None:
    world.do("card.update", id=world.cards["one"], version=1, description="What ada wrote")
    form = {"action": "update", "fields": "title description", "version": "1", "title": "one"}
    answer = send(bob, world, "one", **form, description="What bob wrote")
    assert answer.status_code == 400
    assert "What ada wrote" in answer.text
    assert "What bob wrote" in answer.text
    assert card_of(world, "one").description == "What ada wrote"
    send(bob, world, "one", **{**form, "version": "2"}, description="What ada wrote, and bob")
    assert card_of(world, "one").description == "What ada wrote, and bob"


def test_a_preview_keeps_nothing(world: World, bob: Person) -> None:
    words = {"title": "one", "description": "Some **bold** words"}
    answer = send(bob, world, "one", action="preview", **words)
    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.text
    assert "Some **bold** words" in answer.text
    shown = bob.browse(f"/projects/{world.id}/preview", {"text": "*x* <script>alert(1)</script>"}).text
    assert "<em>x</em>" in shown
    assert "<script>" not in shown
    assert card_of(world, "one").version == 1


def test_versions_of_a_description_tell_who_wrote_what(world: World, bob: Person) -> None:
    world.do("card.update", by="bob", id=world.cards["one"], version=1, description="As agreed.\nTwice.")
    world.do("card.update", id=world.cards["one"], version=2, title="uno")
    shown = bob.browse(f"{page_of(world, 'one')}/descriptions").text
    assert shown.count('class="version"') == 2
    assert "Twice." in shown
    assert "As *agreed*." in shown
    part = bob.browse(f"{page_of(world, 'one')}/descriptions?part").text
    assert part.startswith("<ol")
    assert bob.browse(f"{page_of(world, 'one')}/descriptions?before=x").status_code == 404
    first = bob.browse(f"{page_of(world, 'one')}/descriptions?before={world.seq - 1}&part").text
    assert first.count('class="version"') == 1


def test_an_earlier_description_is_restored_by_its_form(world: World, bob: Person) -> None:
    world.do("card.update", id=world.cards["one"], version=1, description="Other")
    form = {"action": "update", "fields": "description", "version": "2", "description": "As *agreed*."}
    assert send(bob, world, "one", **form).status_code == 302
    assert card_of(world, "one").description == "As *agreed*."


def test_who_only_reads_sees_no_form_but_the_one_to_watch(world: World, cleo: Person) -> None:
    sheet = cleo.browse(f"{page_of(world, 'four')}/dialog").text
    for name in ("comment-create", "checklist-create", "item-act", "comment-delete", "card-done"):
        assert f'data-form="{name}"' not in sheet
    assert 'data-form="card-watch"' in sheet
    assert "Done by Friday?" in sheet
