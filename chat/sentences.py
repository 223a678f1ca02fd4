"""What the events of this app say."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text_diff import line_diff
from projects.history.sentences import KINDS, Sentence, Telling, fill, sentence

EXCERPT = 160

KINDS["chat"] = gettext_lazy("Chat")


@sentence("chat.message.created", kind="chat")
def message_created(told: Telling) -> Sentence:
    if told.wire.get("redacted"):
        return Sentence(fill(_("%(who)s wrote a message that is deleted now"), who=told.who))
    reply = told.payload["replyToId"]
    text = _("%(who)s replied: “%(text)s”") if reply else _("%(who)s wrote: “%(text)s”")
    return Sentence(fill(text, who=told.who, text=message_link(told.wire)))


@sentence("chat.message.updated", kind="chat")
def message_updated(told: Telling) -> Sentence:
    """Other words, or an emoji that came or went."""
    if "reactions" in told.changes:
        return _reaction(told)
    text = fill(
        _("%(who)s changed %(message)s"), who=told.who, message=message_link(told.wire, _("a message"))
    )
    if told.wire.get("redacted") or "text" not in told.changes:
        return Sentence(text)
    return Sentence(text, [line_diff(_("Text"), *told.changes["text"])])


@sentence("chat.message.deleted", kind="chat")
def message_deleted(told: Telling) -> Sentence:
    if told.own:
        return Sentence(fill(_("%(who)s deleted an own message"), who=told.who))
    author = told.person(told.payload["authorId"])
    return Sentence(fill(_("%(who)s deleted a message of %(author)s"), who=told.who, author=author))


def message_link(wire: dict[str, Any], text: str = "") -> SafeString:
    """`text`, or else how the message begins."""
    said = wire["payload"]
    names = ", ".join(file["name"] for file in said["files"])
    words = text or Truncator(" ".join(said["text"].split()) or names).chars(EXCERPT)
    url = reverse("board", args=[wire["projectId"]])
    return format_html('<a href="{}#message-{}">{}</a>', url, said["id"], words)


def _reaction(told: Telling) -> Sentence:
    old, new = (_emoji_of(reactions, told.wire["actorId"]) for reactions in told.changes["reactions"])
    came, went = sorted(new - old), sorted(old - new)
    text = (
        _("%(who)s put %(emoji)s under %(message)s") if came else _("%(who)s took %(emoji)s off %(message)s")
    )
    message = message_link(told.wire, _("a message"))
    return Sentence(fill(text, who=told.who, emoji=" ".join(came or went), message=message))


def _emoji_of(reactions: list[dict[str, Any]], user_id: str) -> set[str]:
    return {reaction["emoji"] for reaction in reactions if user_id in reaction["userIds"]}
