import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.urls import reverse

from accounts.models import User
from boards.models import Board, Card, Checklist, ChecklistItem, Column, Comment, Label
from chat.models import Message
from files.models import File
from projects.models import Event, Invitation, Membership, Project

pytestmark = pytest.mark.django_db

WRITABLE = [Project, Membership, Column, Card, Checklist, ChecklistItem, Label]
REVOCABLE = [Invitation, File]
READ = [Board, Event]
OURS = [*WRITABLE, *REVOCABLE, Message, Comment, *READ]
OWN_APPS = ("accounts", "projects", "files", "boards", "chat", "notifications")
NOT_LISTED = {
    "BrowserSession",
    *("CardLabel", "CardAssignee", "CardFile", "CardWatcher", "MessageFile", "RefreshFamily", "RefreshToken"),
    *("Mention", "Reaction", "ReadMarker", "CommentMention"),
    *("Notification", "Choice", "Cursor"),
    *("IndexedCard", "IndexedComment", "IndexedMessage", "IndexedFile"),
}


@pytest.fixture
def staff(db):
    """An operator: staff, no superuser, a member of no project."""
    return User.objects.create_user("olga@example.com", display_name="Olga", is_staff=True)


@pytest.fixture
def operator(staff, world):
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def file(world, cast):
    return File.objects.create(
        project_id=world.id, uploader=cast["bob"].user, name="plan.pdf", key="k", size=1, content_type="a/b"
    )


def page(name, row=None):
    model = row if isinstance(row, type) else type(row)
    meta = model._meta  # type: ignore[attr-defined]
    where = f"admin:{meta.app_label}_{meta.model_name}_{name}"
    return reverse(where) if isinstance(row, type) else reverse(where, args=[row.pk])


def row_of(model, world):
    rows = model._default_manager.all()
    return rows.filter(pk=world.id).first() if model is Project else rows.filter(project=world.id).first()


def newest(world):
    return Event.objects.filter(project=world.id).latest("seq")


def messages_in(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# ── Who comes in, and what there is ───────────────────────────────────────────────────────────────


def test_every_table_but_the_inner_ones_is_listed():
    models = {model for app in OWN_APPS for model in apps.get_app_config(app).get_models()}
    listed = {model for model in models if admin.site.is_registered(model)}
    assert {model.__name__ for model in models - listed} == NOT_LISTED
    assert listed == {*OURS, User}


@pytest.mark.parametrize("model", OURS)
def test_nobody_but_the_staff_comes_in(world, cast, model):
    client = Client()
    assert client.get(page("changelist", model)).status_code == 302
    client.force_login(cast["ada"].user)
    answer = client.get(page("changelist", model), follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("model", OURS)
def test_an_operator_lists_searches_and_opens_every_table(operator, world, file, model):
    assert operator.get(reverse("admin:index")).status_code == 200
    assert operator.get(page("changelist", model)).status_code == 200
    assert operator.get(page("changelist", model), {"q": "Website 1"}).status_code == 200
    assert operator.get(page("change", row_of(model, world))).status_code == 200


@pytest.mark.parametrize("model", OURS)
def test_nothing_is_added(operator, model):
    assert operator.get(page("add", model)).status_code == 403


@pytest.mark.parametrize("model", [*READ, *REVOCABLE])
def test_what_has_no_command_is_only_read(operator, world, file, model):
    row = row_of(model, world)
    assert operator.post(page("change", row), {"name": "x", "text": "x"}).status_code == 403
    if model in READ:
        assert operator.post(page("delete", row), {"post": "yes"}).status_code == 403
        assert "delete_selected" not in operator.get(page("changelist", model)).content.decode()


# ── What is written is a command ──────────────────────────────────────────────────────────────────


def test_a_project_is_renamed_by_a_command_of_the_operator(operator, staff, world):
    answer = operator.post(
        page("change", Project.objects.get(pk=world.id)), {"name": "Site", "key": "SITE"} | inline()
    )
    assert answer.status_code == 302
    event = newest(world)
    assert (event.type, event.actor, event.via) == ("project.updated", staff, "admin")
    assert event.address == "127.0.0.1"
    assert event.changes["name"] == ["Website", "Site"]


def test_a_form_without_a_change_is_no_command(operator, world):
    project = Project.objects.get(pk=world.id)
    operator.post(page("change", project), {"name": project.name, "key": project.key} | inline())
    assert newest(world).seq == project.last_seq


def test_a_card_is_changed_with_the_version_that_was_read(operator, world):
    card = Card.objects.get(pk=world.cards["one"])
    answer = operator.post(page("change", card), form_of(card, title="One, again"))
    assert answer.status_code == 302
    assert newest(world).changes == {"title": ["one", "One, again"]}
    card.refresh_from_db()
    assert card.version == 2


def test_a_stale_card_is_refused_and_stays_as_it_is(operator, world):
    card = Card.objects.get(pk=world.cards["one"])
    form = form_of(card, title="Late")
    world.do("card.update", id=world.cards["one"], version=card.version, title="Earlier")
    answer = operator.post(page("change", card), form)
    assert "Someone else changed this first." in messages_in(answer)
    card.refresh_from_db()
    assert card.title == "Earlier"


def test_what_the_command_refuses_is_said_by_field(operator, world):
    project = Project.objects.get(pk=world.id)
    answer = operator.post(page("change", project), {"name": "Site", "key": "no"} | inline())
    assert "key:" in messages_in(answer)
    project.refresh_from_db()
    assert project.name == "Website"


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [("Pacific/Kiritimati", "0001-01-01", "00:00:00"), ("Pacific/Pago_Pago", "9999-12-31", "23:59:59")],
)
def test_a_time_that_no_other_zone_has_is_refused_like_any_far_one(operator, staff, world, zone, day, clock):
    User.objects.filter(pk=staff.pk).update(time_zone=zone)
    card = Card.objects.get(pk=world.cards["one"])
    answer = operator.post(page("change", card), form_of(card, due_at_0=day, due_at_1=clock))
    assert answer.status_code == 302
    assert "dueAt:" in messages_in(answer)
    card.refresh_from_db()
    assert card.version == 1


def test_a_column_and_a_label_are_changed(operator, world):
    column = Column.objects.get(pk=world.columns["todo"])
    form = {"name": "Next", "color": "teal", "wip_limit": "7", "version": column.version}
    assert operator.post(page("change", column), form).status_code == 302
    assert newest(world).payload["wipLimit"] == 7
    label = Label.objects.get(pk=world.labels["bug"])
    assert operator.post(page("change", label), {"name": "Defect", "color": "red"}).status_code == 302
    assert newest(world).type == "label.updated"


def test_a_column_with_cards_is_not_deleted(operator, world):
    column = Column.objects.get(pk=world.columns["todo"])
    answer = operator.post(page("delete", column), {"post": "yes"})
    assert "Move or archive the cards" in messages_in(answer)
    assert Column.objects.undeleted().filter(pk=column.pk).exists()


def test_a_member_gets_another_role_and_the_last_owner_keeps_his(operator, world, cast):
    bob = Membership.objects.get(project=world.id, user=cast["bob"].user)
    assert operator.post(page("change", bob), {"role": "admin"}).status_code == 302
    assert newest(world).changes == {"role": ["member", "admin"]}
    ada = Membership.objects.get(project=world.id, user=cast["ada"].user)
    assert "needs an owner" in messages_in(operator.post(page("change", ada), {"role": "member"}))
    assert "needs an owner" in messages_in(operator.post(page("delete", ada), {"post": "yes"}))
    assert operator.post(page("delete", bob), {"post": "yes"}).status_code == 302
    assert newest(world).type == "member.removed"


def test_an_invitation_is_revoked_and_its_row_stays(operator, world):
    invitation = Invitation.objects.get(pk=world.invitation["id"])
    operator.post(page("delete", invitation), {"post": "yes"})
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assert newest(world).type == "invitation.revoked"
    assert operator.post(page("delete", invitation), {"post": "yes"}).status_code == 403


def test_a_message_is_taken_away_and_its_words_leave_the_log_too(operator, world):
    message = Message.objects.get(pk=world.message)
    assert operator.post(page("change", message), {"text": "Other words"}).status_code == 403
    operator.post(page("delete", message), {"post": "yes"}, follow=True)
    assert newest(world).type == "chat.message.deleted"
    assert not LogEntry.objects.filter(object_repr__contains="Привет").exists()
    event = Event.objects.get(project=world.id, type="chat.message.created")
    told_now = operator.get(page("change", event)).content.decode()
    assert "Привет!" not in told_now
    assert "photo.png" not in told_now


def test_a_comment_is_taken_away_and_its_words_leave_the_log_too(operator, world):
    comment = Comment.objects.get(pk=world.comment)
    assert operator.post(page("change", comment), {"text": "Other words"}).status_code == 403
    operator.post(page("delete", comment), {"post": "yes"}, follow=True)
    assert (newest(world).type, newest(world).via) == ("comment.deleted", "admin")
    assert not LogEntry.objects.filter(object_repr__contains="Friday").exists()
    event = Event.objects.get(project=world.id, type="comment.created")
    assert "Friday" not in operator.get(page("change", event)).content.decode()


def test_a_checklist_and_its_items_are_changed_and_deleted(operator, world):
    checklist = Checklist.objects.get(pk=world.checklists["steps"])
    item = ChecklistItem.objects.get(pk=world.items["second"])
    nothing = {f"items-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    operator.post(page("change", checklist), {"name": "Plan", **nothing})
    assert (newest(world).type, newest(world).changes) == ("checklist.updated", {"name": ["steps", "Plan"]})
    operator.post(page("change", item), {"text": "2", "done": "on", "due_at_0": "", "due_at_1": ""})
    assert newest(world).changes == {"text": ["second", "2"], "done": [False, True]}
    operator.post(page("delete", item), {"post": "yes"})
    assert newest(world).type == "checklist_item.deleted"
    operator.post(page("delete", checklist), {"post": "yes"})
    assert (newest(world).type, newest(world).via) == ("checklist.deleted", "admin")


# ── Who owns a project, and what it keeps ─────────────────────────────────────────────────────────


def hand_over(operator, world, member):
    where = reverse("admin:projects_project_hand_over", args=[world.id])
    return operator.post(where, {"member": str(getattr(member, "pk", member))})


def member_of(world, person):
    return Membership.objects.get(project=world.id, user=person.user)


def test_a_project_is_handed_over_to_a_member_when_its_owner_is_gone(operator, staff, world, cast):
    User.objects.filter(pk=cast["ada"].user.pk).update(is_active=False)
    project = Project.objects.get(pk=world.id)
    page_of_project = operator.get(page("change", project)).content.decode()
    where = reverse("admin:projects_project_hand_over", args=[world.id])
    assert where in page_of_project
    shown = operator.get(where)
    assert "(inactive)" in shown.content.decode()
    assert {row.user.display_name for row in shown.context["form"].fields["member"].queryset} == {
        cast[name].user.display_name for name in ("anna", "bob", "cleo")
    }
    answer = hand_over(operator, world, member_of(world, cast["bob"]))
    assert answer.status_code == 302
    assert member_of(world, cast["bob"]).role == "owner"
    assert member_of(world, cast["ada"]).role == "admin"
    rows = Event.objects.filter(project=world.id).order_by("-seq")[:2]
    assert [(row.type, row.actor, row.via, row.changes) for row in rows] == [
        ("member.updated", staff, "admin", {"role": ["owner", "admin"]}),
        ("member.updated", staff, "admin", {"role": ["member", "owner"]}),
    ]
    assert LogEntry.objects.get(user=staff).get_change_message() == "Changed owner."


def test_a_project_handed_over_twice_is_handed_over_once(operator, world, cast):
    bob = member_of(world, cast["bob"])
    hand_over(operator, world, bob)
    head = newest(world).seq
    hand_over(operator, world, bob)
    assert newest(world).seq == head


def test_a_project_is_handed_over_to_nobody_else(operator, world, cast):
    User.objects.filter(pk=cast["cleo"].user.pk).update(is_active=False)
    head = newest(world).seq
    for member in (member_of(world, cast["cleo"]), cast["eve"].user, "", "x", "\x00"):
        answer = hand_over(operator, world, member)
        assert answer.status_code == 200
        assert answer.context["form"].errors["member"]
    assert newest(world).seq == head


def test_a_deleted_project_is_not_handed_over(operator, world, cast):
    Project.objects.filter(pk=world.id).update(deleted_at="2030-01-01T00:00Z")
    assert hand_over(operator, world, member_of(world, cast["bob"])).status_code == 403
    missing = reverse("admin:projects_project_hand_over", args=["nothing"])
    assert operator.get(missing).status_code == 404


def test_the_list_says_how_much_each_project_keeps(operator, world, cast, file):
    File.objects.filter(pk=file.pk).update(size=3 * 1024 * 1024)
    other = Project.objects.create(name="Other", key="OTH", created_by=cast["bob"].user)
    common = {"uploader": cast["bob"].user, "content_type": "a/b"}
    File.objects.create(project=other, name="a", key="a", size=2 * 1024 * 1024, **common)
    File.objects.create(project=other, name="b", key="b", size=1024, deleted_at="2030-01-01T00:00Z", **common)
    answer = operator.get(page("changelist", Project))
    kept = {project.pk: project.stored for project in answer.context["cl"].result_list}
    assert kept[other.pk] == 2 * 1024 * 1024
    members = {project.pk: project.people for project in answer.context["cl"].result_list}
    assert members == {other.pk: 0, Project.objects.get(pk=world.id).pk: 4}
    total = sum(kept.values())
    assert answer.context["stored"] == total
    assert f"Files of all projects: {filesizeformat(total)}" in answer.content.decode()
    assert "2.0\xa0MB" in operator.get(page("change", other)).content.decode()


def test_more_projects_need_no_more_queries(operator, world, cast, django_assert_max_num_queries):
    for number in range(20):
        Project.objects.create(name=f"P{number}", key=f"P{number}", created_by=cast["bob"].user)
    with django_assert_max_num_queries(9):
        operator.get(page("changelist", Project), {"o": "5"})


# ── Several at once ───────────────────────────────────────────────────────────────────────────────


def choose(action, *rows):
    return {"action": action, "_selected_action": [str(row) for row in rows]}


def test_cards_are_archived_and_restored_together(operator, world):
    both = [world.cards["two"], world.cards["three"]]
    answer = operator.post(page("changelist", Card), choose("archive", *both))
    assert "2 cards updated." in messages_in(answer)
    assert Card.objects.archived().filter(pk__in=both).count() == 2
    assert [event["type"] for event in world.events()[-2:]] == ["card.archived"] * 2
    operator.post(page("changelist", Card), choose("restore", *both))
    assert Card.objects.open().filter(pk__in=both).count() == 2


def test_one_refusal_undoes_the_whole_selection(operator, world):
    world.do("card.delete", id=world.cards["one"], version=1)
    head = world.seq
    both = [world.cards["two"], world.cards["one"]]
    answer = operator.post(page("changelist", Card), choose("archive", *both))
    assert "one: Not found, or you don’t have access." in messages_in(answer)
    assert world.seq == head
    assert Card.objects.open().filter(pk=world.cards["two"]).exists()


def test_projects_are_deleted_after_a_question(operator, world):
    asked = operator.post(page("changelist", Project), choose("delete_selected", world.id))
    assert asked.status_code == 200
    assert Project.objects.alive().filter(pk=world.id).exists()
    operator.post(page("changelist", Project), {**choose("delete_selected", world.id), "post": "yes"})
    assert not Project.objects.alive().filter(pk=world.id).exists()
    assert newest(world).type == "project.deleted"


def test_what_is_deleted_can_still_be_read_but_not_changed(operator, world):
    Project.objects.filter(pk=world.id).update(deleted_at="2030-01-01T00:00Z")
    project = Project.objects.get(pk=world.id)
    assert operator.get(page("change", project)).status_code == 200
    assert operator.post(page("change", project), {"name": "Back"} | inline()).status_code == 403


# ── The log ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("card.deleted", {"card.deleted"}),
        ("bob@example.com", {"chat.message.created", "comment.created"}),
        ("Marley", {"chat.message.created", "comment.created"}),
        ("Website 1", {"project.created"}),
        ("nothing of the kind", set()),
    ],
)
def test_the_log_is_searched_by_type_person_project_and_number(operator, world, words, expected):
    found = operator.get(page("changelist", Event), {"q": words}).context["cl"].queryset
    assert {event.type for event in found} == expected


def test_the_log_is_filtered_by_type_transport_and_project(operator, world):
    operator.post(page("changelist", Card), choose("archive", world.cards["two"]))

    def found(**query):
        return list(operator.get(page("changelist", Event), query).context["cl"].queryset)

    assert {event.type for event in found(type="label.created")} == {"label.created"}
    assert [event.type for event in found(door="admin")] == ["card.archived"]
    assert len(found(project__id__exact=world.id)) == world.seq


def test_an_event_shows_what_happened_as_readable_json(operator, world):
    event = Event.objects.get(project=world.id, type="chat.message.created")
    shown = operator.get(page("change", event)).content.decode()
    assert "&quot;text&quot;: &quot;Привет!&quot;" in shown


def test_a_longer_log_needs_no_more_queries(operator, world, django_assert_max_num_queries):
    for number in range(30):
        world.card("doing", f"Card {number}")
    with django_assert_max_num_queries(8):
        operator.get(page("changelist", Event))


def inline():
    return {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}


def form_of(card, **changes):
    due = {"due_at_0": card.due_at.strftime("%Y-%m-%d"), "due_at_1": card.due_at.strftime("%H:%M:%S")}
    fields = {"title": card.title, "description": card.description, "version": card.version}
    return {**fields, **due, **changes}


@pytest.mark.parametrize("active", [True, False])
def test_a_person_is_renamed_and_deactivated_at_once(world, cast, active):
    """The hooks of a new name run in the name of the person, who may be inactive."""
    anna = cast["anna"].user
    User.objects.filter(pk=anna.pk).update(is_active=active)
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.com", "a password of hers"))
    fields = {"email": anna.email, "display_name": "Anna A.", "theme": "system"}
    answer = client.post(reverse("admin:accounts_user_change", args=[anna.pk]), fields)
    assert answer.status_code == 302
    renamed = User.objects.get(pk=anna.pk)
    assert (renamed.display_name, renamed.is_active) == ("Anna A.", False)
    if active:
        assert newest(world).payload["displayName"] == "Anna A."
