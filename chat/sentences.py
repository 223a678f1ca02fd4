"""Sentences for the events of messages."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.serialization import ReactionWire
from core.markdown import to_line
from core.texts.cuts import cut
from core.texts.diff import line_diff
from projects.events.log import EventWire
from projects.history.sentences import Sentence, SentenceContext, activity_kinds, fill, sentence

EXCERPT = 160

activity_kinds.add({"chat": gettext_lazy("Chat")}, module=__name__)


@sentence("chat.message.created", kind="chat")
def message_created(event: SentenceContext) -> Sentence:
    if event.wire.get("redacted"):
        return Sentence(fill(_("%(who)s wrote a message, now deleted"), who=event.who))
    reply = event.payload["replyToId"]
    text = _("%(who)s replied: “%(text)s”") if reply else _("%(who)s wrote: “%(text)s”")
    return Sentence(fill(text, who=event.who, text=message_link(event.wire)))


@sentence("chat.message.updated", kind="chat")
def message_updated(event: SentenceContext) -> Sentence:
    """A changed text, or a reaction that was added or removed."""
    if "reactions" in event.changes:
        return _reaction_sentence(event)
    text = fill(
        _("%(who)s edited %(message)s"), who=event.who, message=message_link(event.wire, _("a message"))
    )
    if event.wire.get("redacted") or "text" not in event.changes:
        return Sentence(text)
    return Sentence(text, [line_diff(_("Text"), *event.changes["text"])])


@sentence("chat.message.deleted", kind="chat")
def message_deleted(event: SentenceContext) -> Sentence:
    if event.on_self:
        return Sentence(fill(_("%(who)s deleted their own message"), who=event.who))
    author = event.person(event.payload["authorId"])
    return Sentence(fill(_("%(who)s deleted a message by %(author)s"), who=event.who, author=author))


def message_link(wire: EventWire, text: str = "") -> SafeString:
    """Link to the message of an event, reading `text` or else the first EXCERPT characters of the message."""
    message = wire["payload"]
    names = ", ".join(file["name"] for file in message["files"])
    words = text or to_line(message["text"], EXCERPT) or cut(names, EXCERPT)
    url = reverse("board", args=[wire["projectId"]])
    return format_html('<a href="{}#message-{}" dir="auto">{}</a>', url, message["id"], words)


def _reaction_sentence(event: SentenceContext) -> Sentence:
    old, new = (_emoji_of(reactions, event.wire["actorId"]) for reactions in event.changes["reactions"])
    added, removed = sorted(new - old), sorted(old - new)
    text = (
        _("%(who)s reacted with %(emoji)s to %(message)s")
        if added
        else _("%(who)s removed the reaction %(emoji)s from %(message)s")
    )
    message = message_link(event.wire, _("a message"))
    return Sentence(fill(text, who=event.who, emoji=" ".join(added or removed), message=message))


def _emoji_of(reactions: list[ReactionWire], user_id: str) -> set[str]:
    return {reaction["emoji"] for reaction in reactions if user_id in reaction["userIds"]}
