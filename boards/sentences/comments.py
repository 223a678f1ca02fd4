"""Sentences for the events of comments."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.sentences.links import link_to_card
from core.markdown import to_line
from core.texts.diff import line_diff
from projects.events.log import EventWire
from projects.history.sentences import Sentence, SentenceContext, activity_kinds, fill, sentence

EXCERPT = 160

activity_kinds.add({"comments": gettext_lazy("Comments")}, module=__name__)


@sentence("comment.created", kind="comments")
def comment_created(event: SentenceContext) -> Sentence:
    if event.wire.get("redacted"):
        return _comment_sentence(event, _("%(who)s wrote a comment on %(card)s, now deleted"))
    return _comment_sentence(
        event, _("%(who)s commented on %(card)s: “%(text)s”"), text=comment_link(event.wire)
    )


@sentence("comment.updated", kind="comments")
def comment_updated(event: SentenceContext) -> Sentence:
    comment = comment_link(event.wire, _("a comment"))
    plain = _comment_sentence(event, _("%(who)s edited %(comment)s on %(card)s"), comment=comment)
    if event.wire.get("redacted") or "text" not in event.changes:
        return plain
    return Sentence(plain.text, [line_diff(_("Text"), *event.changes["text"])])


@sentence("comment.deleted", kind="comments")
def comment_deleted(event: SentenceContext) -> Sentence:
    if event.on_self:
        return _comment_sentence(event, _("%(who)s deleted their own comment on %(card)s"))
    author = event.person(event.payload["authorId"])
    return _comment_sentence(event, _("%(who)s deleted a comment by %(author)s on %(card)s"), author=author)


@sentence("comment.restored", kind="comments")
def comment_restored(event: SentenceContext) -> Sentence:
    comment = comment_link(event.wire, _("a comment"))
    return _comment_sentence(event, _("%(who)s restored %(comment)s on %(card)s"), comment=comment)


def comment_link(wire: EventWire, text: str = "") -> SafeString:
    """Link to the comment of an event, reading `text` or else the first EXCERPT characters of the comment."""
    comment = wire["payload"]
    words = text or to_line(comment["text"], EXCERPT)
    url = reverse("card", args=[wire["projectId"], comment["number"]])
    return format_html('<a href="{}#comment-{}" dir="auto">{}</a>', url, comment["id"], words)


def _comment_sentence(event: SentenceContext, text: str, /, **pieces: Any) -> Sentence:
    card = link_to_card(event.wire["projectId"], event.payload["card"])
    return Sentence(fill(text, who=event.who, card=card, **pieces))
