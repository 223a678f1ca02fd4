"""What the events of comments say."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.sentences.board import link_to_card
from core.text_diff import line_diff
from projects.history.sentences import KINDS, Sentence, Telling, fill, sentence

EXCERPT = 160

KINDS["comments"] = gettext_lazy("Comments")


@sentence("comment.created", kind="comments")
def comment_created(told: Telling) -> Sentence:
    if told.wire.get("redacted"):
        return _of(told, _("%(who)s wrote a comment on %(card)s that is deleted now"))
    return _of(told, _("%(who)s commented on %(card)s: “%(text)s”"), text=comment_link(told.wire))


@sentence("comment.updated", kind="comments")
def comment_updated(told: Telling) -> Sentence:
    comment = comment_link(told.wire, _("a comment"))
    said = _of(told, _("%(who)s changed %(comment)s on %(card)s"), comment=comment)
    if told.wire.get("redacted") or "text" not in told.changes:
        return said
    return Sentence(said.text, [line_diff(_("Text"), *told.changes["text"])])


@sentence("comment.deleted", kind="comments")
def comment_deleted(told: Telling) -> Sentence:
    if told.own:
        return _of(told, _("%(who)s deleted their own comment on %(card)s"))
    author = told.person(told.payload["authorId"])
    return _of(told, _("%(who)s deleted a comment of %(author)s on %(card)s"), author=author)


@sentence("comment.restored", kind="comments")
def comment_restored(told: Telling) -> Sentence:
    comment = comment_link(told.wire, _("a comment"))
    return _of(told, _("%(who)s brought %(comment)s back on %(card)s"), comment=comment)


def comment_link(wire: dict[str, Any], text: str = "") -> SafeString:
    """`text`, or else how the comment begins."""
    comment = wire["payload"]
    words = text or Truncator(" ".join(comment["text"].split())).chars(EXCERPT)
    url = reverse("card", args=[wire["projectId"], comment["number"]])
    return format_html('<a href="{}#comment-{}">{}</a>', url, comment["id"], words)


def _of(told: Telling, text: str, /, **pieces: Any) -> Sentence:
    card = link_to_card(told.wire["projectId"], told.payload["card"])
    return Sentence(fill(text, who=told.who, card=card, **pieces))
