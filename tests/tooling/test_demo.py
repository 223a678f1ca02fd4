import datetime as dt
import re
import stat
from collections import Counter
from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from accounts.models import User
from boards.models import Card, ChecklistItem, Column, Comment, Label
from chat.models import Message, MessageFile
from chat.read_markers import unread_counts
from files.models import File
from kanban.demo import sign_ins
from kanban.demo.clock import Clock
from kanban.demo.story import StoryPlayer, read
from kanban.management.commands.demo import PROJECTS
from projects.models import Event, Membership, Project

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AWKWARD_MOMENTS = [
    dt.datetime(2027, 3, 1, 0, 5, tzinfo=dt.UTC),  # just after midnight, a Monday
    dt.datetime(2027, 3, 7, 12, 0, tzinfo=dt.UTC),  # a Sunday
    dt.datetime(2027, 3, 3, 23, 59, tzinfo=dt.UTC),
    dt.datetime(2028, 2, 29, 7, 30, tzinfo=dt.UTC),
]


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Output of the first run. Its rows stay for all tests of this module."""
    folder = tmp_path_factory.mktemp("var")
    quick = override_settings(VAR_DIR=folder, PASSWORD_HASHERS=FAST)
    with django_db_blocker.unblock(), quick, transaction.atomic():
        yield run()
        transaction.set_rollback(True)


@pytest.fixture
def website(printed):
    return Project.objects.get(key="WEB")


def run() -> str:
    output = StringIO()
    call_command("demo", stdout=output)
    return output.getvalue()


# ── What there is to see ──────────────────────────────────────────────────────────────────────────


def test_five_people_with_english_and_russian_names(printed):
    people = list(User.objects.all())
    assert len(people) == 5
    assert 1 < sum(bool(CYRILLIC.search(user.display_name)) for user in people) < 5
    assert {user.locale for user in people} == {"en", "ru"}
    assert len({user.hue for user in people}) == 5


def test_three_projects_each_in_a_colour_of_its_own(printed):
    projects = Project.objects.all()
    assert {project.key for project in projects} == {"WEB", "APP", "START"}
    assert len({project.hue for project in projects}) == 3


def test_every_role_but_the_outsider_can_be_tried(printed):
    assert set(Membership.objects.values_list("role", flat=True)) == {"owner", "admin", "member", "viewer"}
    assert User.objects.filter(is_staff=True).count() == 1


def test_a_board_of_six_columns_with_one_limit_that_holds(website):
    columns = list(Column.objects.undeleted().filter(project=website))
    names = [column.name for column in columns]
    assert names == ["Backlog", "Ready", "In progress", "Review", "Testing", "Done"]
    assert len({column.color for column in columns}) == 6
    [(limited, limit)] = [(column, column.wip_limit) for column in columns if column.wip_limit]
    assert Card.objects.open().filter(column=limited).count() <= limit


def test_sixty_cards_in_two_languages_and_some_in_the_archive(website):
    cards = Card.objects.filter(project=website)
    assert cards.open().count() == 60
    assert cards.archived().count() >= 3
    assert [card.number for card in cards.order_by("number")] == list(range(1, cards.count() + 1))
    russian = sum(bool(CYRILLIC.search(card.title)) for card in cards)
    assert 10 < russian < 50
    assert len(set(cards.values_list("title", flat=True))) == cards.count()


def test_many_cards_are_described_labelled_assigned_and_due(website, printed):
    cards = Card.objects.open().filter(project=website)
    assert cards.exclude(description="").count() >= 25
    assert cards.filter(labels__isnull=False).distinct().count() > 50
    assert cards.filter(assignees__isnull=False).distinct().count() > 30
    assert Label.objects.filter(project=website).count() == 8


def test_pictures_lie_on_cards_and_in_messages(website):
    covered = Card.objects.open().filter(project=website, cover__in=File.objects.pictures())
    assert {card.title for card in covered} >= {"Photos of the roastery", "Home page copy"}
    sent = MessageFile.objects.filter(message__project=website).values_list("file__name", flat=True)
    assert "зерно-крупно.jpg" in sent


def test_due_dates_lie_around_today(website):
    today = dt.datetime.now(dt.UTC).date()
    cards = Card.objects.open().filter(project=website)
    due = [moment.date() for moment in cards.values_list("due_at", flat=True) if moment]
    assert min(due) < today < max(due) < today + dt.timedelta(days=21)
    assert today in due


def test_a_working_week_of_chat_in_two_languages(website):
    messages = list(Message.objects.filter(project=website).select_related("author"))
    assert len(messages) >= 80
    assert len({message.created_at.date() for message in messages}) == 5
    assert len({message.author_id for message in messages}) == 5
    assert 20 < sum(bool(CYRILLIC.search(message.text)) for message in messages) < 60


def test_people_are_called_answered_and_given_emoji(website):
    messages = Message.objects.filter(project=website)
    assert messages.filter(mentions__isnull=False).count() >= 3
    assert messages.filter(reply_to__isnull=False).count() >= 10
    assert messages.filter(reactions__isnull=False).distinct().count() >= 15


@pytest.mark.parametrize(("key", "most"), [("WEB", 10), ("APP", 2)])
def test_cards_are_talked_about_on_them_in_both_languages(printed, key, most):
    comments = list(Comment.objects.filter(project__key=key).select_related("card"))
    assert len(comments) >= most
    assert 0 < sum(bool(CYRILLIC.search(comment.text)) for comment in comments) < len(comments)
    assert all(comment.created_at > comment.card.created_at for comment in comments)
    assert all(comment.card.comment_count for comment in comments)


def test_cards_have_checklists_some_of_it_done(website):
    cards = Card.objects.open().filter(project=website, checklist_total__gt=0)
    assert cards.count() >= 5
    assert cards.filter(checklist_done__gt=0).count() >= 3
    assert ChecklistItem.objects.filter(project=website).exclude(assignee=None).count() >= 10


def test_some_work_has_begun_and_is_due_later(website):
    begun = Card.objects.open().filter(project=website, start_at__isnull=False)
    assert begun.count() >= 3
    assert begun.filter(due_at__gt=F("start_at")).count() == begun.count()


def test_a_little_is_unread_for_some_and_nothing_for_who_spoke_last(website, printed):
    counts = {
        user.email: unread_counts(user.pk, [website.pk])[website.pk]["unread"] for user in User.objects.all()
    }
    assert counts["emma@example.com"] == 0
    assert 0 < counts["olivia@example.com"] < 10


@pytest.mark.parametrize("key", ["WEB", "APP"])
def test_the_chat_and_the_cards_speak_of_cards_that_are_there(printed, key):
    project = Project.objects.get(key=key)
    texts = [*Message.objects.filter(project=project).values_list("text", flat=True)]
    texts += Comment.objects.filter(project=project).values_list("text", flat=True)
    texts += Card.objects.filter(project=project).values_list("description", flat=True)
    named = Counter(int(number) for text in texts for number in re.findall(rf"{key}-(\d+)", text))
    assert sum(named.values()) >= 2
    assert set(named) <= set(Card.objects.filter(project=project).values_list("number", flat=True))


def test_the_last_project_is_nearly_empty_and_explains_the_keyboard(printed):
    [card] = Card.objects.open().filter(project__key="START")
    for word in ("Space", "Esc", "arrows", "пробел"):
        assert word in card.description


# ── How it came to be ─────────────────────────────────────────────────────────────────────────────


def test_everything_is_a_command_marked_as_an_import_in_order_of_time(printed):
    now = dt.datetime.now(dt.UTC)
    for project in Project.objects.all():
        events = list(Event.objects.filter(project=project).order_by("seq"))
        assert {event.via for event in events} == {"import"}
        assert [event.seq for event in events] == list(range(1, project.last_seq + 1))
        assert all(earlier.at <= later.at for earlier, later in pairwise(events))
        assert events[-1].at <= now


def test_cards_have_a_history(website):
    moves = Event.objects.filter(project=website, type="card.moved")
    assert moves.count() > 80
    assert len({event.actor_id for event in moves}) >= 4
    assert (moves.latest("seq").at - moves.earliest("seq").at).days > 14


@pytest.mark.parametrize("now", AWKWARD_MOMENTS, ids=str)
@pytest.mark.parametrize("name", PROJECTS)
def test_the_story_fits_into_the_past_whenever_it_is_told(printed, name, now):
    story = read(name)
    telling = StoryPlayer(story, {}, Clock(now))
    times = [at for at, _ in telling.plan()]
    assert times == sorted(times)
    assert times[-1] <= now
    said = [telling.clock.at(when) for when, *_ in story.get("messages", [])]
    assert said == sorted(said)


# ── Signing in ────────────────────────────────────────────────────────────────────────────────────


def test_every_printed_sign_in_works(printed):
    rows = sign_ins_of(printed)
    assert len(rows) == 5
    for email, password in rows.items():
        assert authenticate(username=email, password=password) is not None


def test_passwords_are_random_and_differ(printed):
    passwords = set(sign_ins_of(printed).values())
    assert len(passwords) == 5
    assert all(len(password) >= 16 for password in passwords)


def test_the_kept_sign_ins_are_for_their_owner_alone(printed):
    assert stat.S_IMODE(sign_ins.path().stat().st_mode) == 0o600


def test_a_second_run_changes_nothing_and_prints_the_same(printed):
    before = (Event.objects.count(), list(User.objects.values_list("password", flat=True)))
    assert run() == printed
    assert (Event.objects.count(), list(User.objects.values_list("password", flat=True))) == before


def test_a_deleted_demo_project_does_not_come_back(website, printed):
    Project.objects.filter(pk=website.pk).update(deleted_at=dt.datetime.now(dt.UTC))
    run()
    assert Project.objects.alive().count() == 2


def test_a_password_that_its_owner_has_changed_is_not_printed(printed):
    emma = User.objects.get(email="emma@example.com")
    emma.set_password("something of her own")
    emma.save()
    assert "(changed since)" in next(line for line in run().splitlines() if "emma@" in line)


def test_lost_sign_ins_are_created_again(printed, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = FAST
    again = sign_ins_of(run())
    assert set(again.values()).isdisjoint(sign_ins_of(printed).values())
    for email, password in again.items():
        assert authenticate(username=email, password=password) is not None


def test_a_second_database_takes_the_kept_sign_ins(printed):
    for model in (Event, Message, Comment, Card, Project, User):
        model._default_manager.all().delete()
    assert sign_ins_of(run()) == sign_ins_of(printed)


# ── Where it refuses ──────────────────────────────────────────────────────────────────────────────


def test_production_gets_no_demo(printed, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        run()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "board.example.com"])
def test_an_address_that_others_can_reach_gets_no_demo(printed, monkeypatch, host):
    monkeypatch.setenv("HOST", host)
    with pytest.raises(CommandError, match=re.escape(host)):
        run()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1", ""])
def test_this_machine_s_own_address_gets_it(printed, monkeypatch, host):
    monkeypatch.setenv("HOST", host)
    assert "emma@example.com" in run()


def sign_ins_of(text: str) -> dict[str, str]:
    return dict(re.findall(r"(\S+@\S+)\s+(\S+)", text))
