"""@all and @here: who may call everyone, whom the words call, and what they leave."""

import re
from uuid import UUID

import pytest

from accounts.models import User
from notifications.generate import catch_up
from notifications.models import Choice, Notification
from projects.dispatch.execute import execute
from projects.mentions.everyone import MAX_CALLED
from projects.mentions.uncalled import uncalled_note
from projects.models import Membership, Project
from tests.projects.test_mentions import said, shown
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import Cast, World, build

pytestmark = [pytest.mark.sqlite]
CHIP = '<span class="mention" dir="auto" translate="no">@{}</span>'


def let(world: World, who: str) -> None:
    world.do("project.update", id=world.id, mentionAll=who)


def ids(world: World, *names: str) -> set[str]:
    return {world.cast[name].id for name in names}


@pytest.mark.parametrize("word", ["@all", "@All", "@ALL", "@все", "@Все", "＠all", "你好@all"])
def test_all_calls_every_other_member(world: World, word: str) -> None:
    called, html = said(world, f"{word}: the site is down")
    assert called == ids(world, "anna", "bob", "cleo")
    assert CHIP.format(re.sub("^.*[@＠]", "", word)) in html


@pytest.mark.parametrize(
    ("setting", "allowed"),
    [("nobody", ""), ("admins", "ada anna"), ("members", "ada anna bob")],
)
def test_admins_choose_who_may_call_everyone(world: World, setting: str, allowed: str) -> None:
    let(world, setting)
    for who in ("ada", "anna", "bob"):
        called, html = said(world, "@all look", by=who)
        assert bool(called) is ("mention" in html) is (who in allowed.split()), who


def test_by_default_admins_may(world: World) -> None:
    assert world.cast["ada"].get(f"/projects/{world.id}").json()["mentionAll"] == "admins"


def test_all_calls_nobody_in_code_quotes_or_longer_words(world: World) -> None:
    for text in ("`@all`", "> @all", r"\@all", "@@all", "@allow", "@all_2", "@all-hands", "all@all"):
        assert said(world, text)[0] == set(), text


def test_people_who_left_or_are_deactivated_are_not_called(world: World) -> None:
    User.objects.filter(pk=world.cast["cleo"].id).update(is_active=False)
    assert said(world, "@all")[0] == ids(world, "anna", "bob")


def test_a_member_of_that_name_goes_before_the_word(world: World, bob: Person) -> None:
    assert bob.patch("/me", {"displayName": "All"}).is_success
    called, html = said(world, "@all")
    assert called == {bob.id}
    assert f'data-user="{bob.id}"' in html


def test_a_member_called_like_the_stored_word_makes_no_other_text_call(world: World, bob: Person) -> None:
    let(world, "nobody")
    assert bob.patch("/me", {"displayName": "@all"}).is_success
    called, html = said(world, "@@all and @all", by="anna")
    assert (called, "mention" in html) == (set(), False)


def test_nobody_is_there_without_the_project_open(world: World) -> None:
    assert said(world, "@here") == (set(), '<p dir="auto">@here</p>\n')


def test_names_beside_the_word_are_marked_too(world: World) -> None:
    called, html = said(world, "@all, first @Bob Marley, @Cleo Kyiv and @Anna Achmatova")
    assert called == ids(world, "anna", "bob", "cleo")
    assert html.count('class="mention"') == 4


def test_too_many_for_one_word_are_not_called(world: World) -> None:
    people = [User(email=f"p{n}@example.com", display_name=f"P{n}", password="!") for n in range(MAX_CALLED)]
    User.objects.bulk_create(people)
    rows = [Membership(project_id=world.id, user=person, role="member") for person in people]
    Membership.objects.bulk_create(rows[:-3])
    assert len(said(world, "@all")[0]) == MAX_CALLED
    Membership.objects.bulk_create(rows[-3:])
    called, html = said(world, "@all")
    assert (called, "mention" in html) == (set(), False)


def test_an_edit_goes_on_to_call_the_same_people(world: World) -> None:
    """It calls nobody who came later, also when the author may call everyone no longer."""
    let(world, "members")
    message = world.do("chat.message", by="bob", projectId=world.id, text="@all loook")
    let(world, "nobody")
    Membership.objects.create(project_id=world.id, user_id=world.cast["eve"].id, role="member")
    changed = world.do("chat.update", by="bob", id=message["id"], text="@all look")
    assert changed["mentionIds"] == message["mentionIds"]
    changed = world.do("chat.update", by="bob", id=message["id"], text="look")
    assert changed["mentionIds"] == []
    assert world.do("chat.update", by="bob", id=message["id"], text="@all")["mentionIds"] == []


def test_a_comment_calls_everyone_as_well(world: World) -> None:
    comment = world.do("comment.create", cardId=world.cards["one"], text="@все, @Bob Marley")
    assert set(comment["mentionIds"]) == ids(world, "anna", "bob", "cleo")
    assert len(comment["mentionIds"]) == 3


def test_one_notification_for_each_person_and_message(cast: Cast) -> None:
    world = build(cast)
    catch_up(UUID(world.id))
    Choice.objects.create(
        membership=Membership.objects.get(project=UUID(world.id), user=cast["cleo"].user), level="all"
    )
    ada = cast["ada"].user
    assert ada is not None
    first = execute(ada, "chat.message", {"projectId": world.id, "text": "Hello"}).answer
    text = "@all @here @Bob Marley @bob marley @Bob  Marley"
    data = {"projectId": world.id, "text": text, "replyToId": first["id"]}
    message = execute(ada, "chat.message", data).answer
    for edit in (f"{text} again", "@Bob Marley", text):
        execute(ada, "chat.update", {"id": message["id"], "text": edit})
        catch_up(UUID(world.id))
    rows = Notification.objects.filter(project=UUID(world.id), about=message["id"])
    assert sorted(str(row.user_id) for row in rows) == sorted(ids(world, "anna", "bob", "cleo"))
    assert {row.kind for row in rows} == {"mentioned"}
    counts = cast["bob"].browse("/projects").text
    assert "@1</span>" in counts


# ── The setting ─────────────────────────────────────────────────────────────────────────────────────


def test_the_setting_is_changed_said_and_undone(world: World, ada: Person) -> None:
    let(world, "members")
    event = ada.get(f"/projects/{world.id}/events?limit=200").json()["results"][-1]
    assert event["changes"] == {"mentionAll": ["admins", "members"]}
    activity = ada.browse(f"/projects/{world.id}/activity").text
    assert "Who can mention everyone" in activity
    world.do("history.undo", projectId=world.id, seq=event["seq"])
    assert Project.objects.get(pk=world.id).mention_all == "admins"


def test_the_setting_is_on_the_page_of_members(world: World, ada: Person, bob: Person) -> None:
    url = f"/projects/{world.id}/members"
    form = {"action": "update", "name": "Site", "key": "SITE"}
    ada.browse(url, {**form, "mention_all": "nobody"})
    assert ada.get(f"/projects/{world.id}").json()["mentionAll"] == "nobody"
    assert re.search(r'value="nobody"\s+selected', ada.browse(url).text)
    ada.browse(url, form)
    assert ada.get(f"/projects/{world.id}").json()["mentionAll"] == "nobody"
    assert "mention_all" not in bob.browse(url).text


# ── Who is there ────────────────────────────────────────────────────────────────────────────────────


def test_here_calls_those_who_have_the_project_open(
    world: World, ada: Person, bob: Person, server: Server
) -> None:
    """By REST and by socket; the presence is read before the project is locked."""
    with bob.socket() as line, ada.socket() as own:
        line.join(world.id)
        own.join(world.id)
        answer = ada.post(f"/projects/{world.id}/messages", {"text": "@here, lunch"}).json()
        assert answer["mentionIds"] == [bob.id]
        assert CHIP.format("here") in shown(answer["id"])
        own.ack_payload("chat.message", {"projectId": world.id, "text": "@здесь обед"})
        page = ada.get(f"/projects/{world.id}/messages").json()["results"]
        assert [row["mentionIds"] for row in page if "обед" in row["text"]] == [[bob.id]]
        card = ada.post(f"/cards/{world.cards['one']}/comments", {"text": "@Here"}).json()
        assert card["mentionIds"] == [bob.id]
    changed = ada.patch(f"/messages/{answer['id']}", {"text": "@here, lunch!"}).json()
    assert changed["mentionIds"] == [bob.id]


# ── What is said where a word calls nobody ──────────────────────────────────────────────────────────


def membership(world: World, who: str) -> Membership:
    rows = Membership.objects.select_related("project")
    return rows.get(project_id=world.id, user_id=world.cast[who].id)


def test_a_word_that_calls_nobody_is_named_with_the_reason(world: World) -> None:
    note = uncalled_note("Look, @Here and @all", membership(world, "bob"))
    assert note == "@Here notifies no one: only admins can mention everyone in this project."
    assert uncalled_note("Look, @here", membership(world, "anna")) == ""
    for text in ("", "here", "`@here`", "> @all", "@allow", "@Bob Marley"):
        assert uncalled_note(text, membership(world, "bob")) == "", text
    assert uncalled_note("@here again", membership(world, "bob"), before="@here") == ""
    assert uncalled_note("@here @all", membership(world, "bob"), before="@здесь")[:4] == "@all"
    let(world, "nobody")
    assert "is turned off" in uncalled_note("@all", membership(world, "ada"))
    let(world, "members")
    assert uncalled_note("@all", membership(world, "bob")) == ""
    User.objects.filter(pk=world.cast["anna"].id).update(display_name="All")
    let(world, "nobody")
    assert uncalled_note("@all", membership(world, "bob")) == ""


def test_the_page_of_a_card_says_it_in_both_languages(world: World, bob: Person) -> None:
    for locale, words in (("en", "notifies no one: only admins"), ("ru", "могут только администраторы")):
        User.objects.filter(pk=bob.id).update(locale=locale)
        url = f"/projects/{world.id}/cards/1"
        assert words in said_after(bob, url, {"action": "comment", "comment": "@all look"})
    User.objects.filter(pk=bob.id).update(locale="en")
    version = bob.get(f"/cards/{world.cards['one']}").json()["version"]
    asked = {"action": "update", "version": version, "fields": "description", "description": "For @all"}
    assert "@all notifies no one in a description" in said_after(bob, url, asked)


def said_after(person: Person, url: str, form: dict[str, object]) -> str:
    """Return the page that follows a form, with the notice that the form has left."""
    answer = person.browse(url, form)
    assert answer.status_code == 302, answer.text
    left = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
    return person.browse(url, cookie=f"{person.cookies}; {left}").text
