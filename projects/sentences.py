"""Sentences of this app's events: projects, members, invitations."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.history.sentences import (
    Change,
    Sentence,
    SentenceContext,
    activity_kinds,
    fill,
    sentence,
    strong,
)
from projects.permissions import MentionAll, Role

activity_kinds.add(
    {"project": gettext_lazy("The project"), "people": gettext_lazy("People")},
    module=__name__,
)
FIELDS = {"name": gettext_lazy("Name"), "key": gettext_lazy("Key")}


@sentence("project.created", kind="project")
def project_created(event: SentenceContext) -> Sentence:
    return Sentence(fill(_("%(who)s created the project %(name)s"), who=event.who, name=_name(event)))


@sentence("project.updated", kind="project")
def project_updated(event: SentenceContext) -> Sentence:
    changes = [Change(label, *event.changes[key]) for key, label in FIELDS.items() if key in event.changes]
    if "removesLocation" in event.changes:
        old, new = (_("is removed") if value else _("is kept") for value in event.changes["removesLocation"])
        changes.append(Change(_("Location in pictures"), old, new))
    if "mentionAll" in event.changes:
        old, new = (str(MentionAll(value).label) for value in event.changes["mentionAll"])
        changes.append(Change(_("Who can mention everyone"), old, new))
    return Sentence(
        fill(_("%(who)s changed the project %(name)s"), who=event.who, name=_name(event)), [*changes]
    )


@sentence("project.deleted", kind="project")
def project_deleted(event: SentenceContext) -> Sentence:
    text = fill(_("%(who)s deleted the project %(name)s"), who=event.who, name=_name(event))
    return Sentence(text, [*_revoked(event)])


@sentence("member.updated", kind="people")
def member_updated(event: SentenceContext) -> Sentence:
    """Describe a new role, revoked invitations, or a member's new name: that event has no changes."""
    role = strong(_role(event.payload["role"]))
    name = event.person(event.payload["userId"])
    if "role" in event.changes:
        text = fill(
            _("%(who)s changed the role of %(person)s to %(role)s"), who=event.who, person=name, role=role
        )
        old, new = event.changes["role"]
        return Sentence(text, [Change(_("Role"), _role(old), _role(new)), *_revoked(event)])
    if "invitations" in event.changes:
        text = fill(_("%(who)s revoked the invitations of %(person)s"), who=event.who, person=name)
        return Sentence(text, [*_revoked(event)])
    if event.on_self:
        name = strong(event.payload["displayName"])
        return Sentence(fill(_("A member is now called %(name)s"), name=name))
    text = fill(_("%(who)s kept the role of %(person)s: %(role)s"), who=event.who, person=name, role=role)
    return Sentence(text)


@sentence("member.removed", kind="people")
def member_removed(event: SentenceContext) -> Sentence:
    person = event.person(event.payload["userId"])
    text = fill(_("%(who)s removed %(person)s from the project"), who=event.who, person=person)
    if event.on_self:
        text = fill(_("%(who)s left the project"), who=event.who)
    return Sentence(text, [*_revoked(event)])


@sentence("invitation.created", kind="people")
def invitation_created(event: SentenceContext) -> Sentence:
    return _invitation(event, _("%(who)s invited someone as %(role)s"))


@sentence("invitation.revoked", kind="people")
def invitation_revoked(event: SentenceContext) -> Sentence:
    return _invitation(event, _("%(who)s revoked an invitation for the role %(role)s"))


@sentence("invitation.accepted", kind="people")
def invitation_accepted(event: SentenceContext) -> Sentence:
    return _invitation(event, _("%(who)s joined the project as %(role)s"))


def _invitation(event: SentenceContext, text: str) -> Sentence:
    return Sentence(fill(text, who=event.who, role=strong(_role(event.payload["role"]))))


def _revoked(event: SentenceContext) -> Iterator[Change]:
    """Yield the roles of the invitations that were revoked together with the right to make them."""
    old, _new = event.changes.get("invitations", ([], []))
    if old:
        roles = ", ".join(_role(invitation["role"]) for invitation in old)
        yield Change(_("Pending invitations"), roles, "")


def _name(event: SentenceContext) -> SafeString:
    return strong(event.payload["name"])


def _role(value: str) -> str:
    return str(Role(value).label)
