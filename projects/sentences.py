"""What the events of this app say: projects, their people, their invitations."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.history.sentences import KINDS, Change, Sentence, Telling, fill, sentence, strong
from projects.permissions import Role

KINDS.update({"project": gettext_lazy("The project"), "people": gettext_lazy("People")})
FIELDS = {"name": gettext_lazy("Name"), "key": gettext_lazy("Key")}


@sentence("project.created", kind="project")
def project_created(told: Telling) -> Sentence:
    return Sentence(fill(_("%(who)s started the project %(name)s"), who=told.who, name=_name(told)))


@sentence("project.updated", kind="project")
def project_updated(told: Telling) -> Sentence:
    changes = [Change(label, *told.changes[key]) for key, label in FIELDS.items() if key in told.changes]
    return Sentence(
        fill(_("%(who)s changed the project %(name)s"), who=told.who, name=_name(told)), [*changes]
    )


@sentence("project.deleted", kind="project")
def project_deleted(told: Telling) -> Sentence:
    return Sentence(fill(_("%(who)s deleted the project %(name)s"), who=told.who, name=_name(told)))


@sentence("member.updated", kind="people")
def member_updated(told: Telling) -> Sentence:
    """A new role, or a person's new name, which is told without changes."""
    role = strong(_role(told.payload["role"]))
    name = told.person(told.payload["userId"])
    if "role" in told.changes:
        text = fill(
            _("%(who)s changed the role of %(person)s to %(role)s"), who=told.who, person=name, role=role
        )
        old, new = told.changes["role"]
        return Sentence(text, [Change(_("Role"), _role(old), _role(new))])
    if told.own:
        name = strong(told.payload["displayName"])
        return Sentence(fill(_("%(name)s is the new name of a member"), name=name))
    text = fill(
        _("%(who)s left the role of %(person)s as it is: %(role)s"), who=told.who, person=name, role=role
    )
    return Sentence(text)


@sentence("member.removed", kind="people")
def member_removed(told: Telling) -> Sentence:
    if told.own:
        return Sentence(fill(_("%(who)s left the project"), who=told.who))
    person = told.person(told.payload["userId"])
    return Sentence(fill(_("%(who)s removed %(person)s from the project"), who=told.who, person=person))


@sentence("invitation.created", kind="people")
def invitation_created(told: Telling) -> Sentence:
    return _invitation(told, _("%(who)s invited someone as %(role)s"))


@sentence("invitation.revoked", kind="people")
def invitation_revoked(told: Telling) -> Sentence:
    return _invitation(told, _("%(who)s withdrew an invitation as %(role)s"))


@sentence("invitation.accepted", kind="people")
def invitation_accepted(told: Telling) -> Sentence:
    return _invitation(told, _("%(who)s joined the project as %(role)s"))


def _invitation(told: Telling, text: str) -> Sentence:
    return Sentence(fill(text, who=told.who, role=strong(_role(told.payload["role"]))))


def _name(told: Telling) -> SafeString:
    return strong(told.payload["name"])


def _role(value: str) -> str:
    return str(Role(value).label)
