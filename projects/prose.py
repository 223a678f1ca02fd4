"""Texts of people as HTML: markdown, with mentions marked and cards as live chips."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.guard import guarded
from core.ids import parse_uuid
from core.markdown import plain_html, to_html
from core.markup.running_text import Replacements
from core.render_cache import RenderCache
from projects.mentions.chips import Mention, looks_of, mention_chips
from projects.models import Project
from projects.pages.slots import find_cards

MAX_CHIPS = 50
"""Cards in one text that are shown as chips; the keys of further ones stay text."""
KEPT_BYTES = 16 * 1024 * 1024
CARD_PATH = r"^/projects/{project}/cards/(\d{{1,9}})$"
CARD_PARTS = ("comment", "checklist", "item")

Cards = dict[int, dict[str, object]]
_kept: RenderCache = RenderCache(KEPT_BYTES)


def card_numbers(texts: list[str], project: Project) -> set[int]:
    """Return the numbers of the cards that these texts name, by key or by link."""
    joined = "\n".join(texts)
    keys = _key_pattern(project).findall(joined)
    links = re.findall(rf"/projects/{project.pk}/cards/(\d{{1,9}})", joined)
    return {int(number) for number in (*keys, *links)}


def displayed_prose(
    text: str,
    project: Project,
    mentions: Sequence[Mention] = (),
    cards: Cards | None = None,
    *,
    kind: str,
    pk: object,
) -> SafeString:
    """HTML of a stored text for a page; the plain text if rendering fails.

    `kind` and `pk` name the text in the log.
    """
    return guarded_html(partial(prose_html, text, project, mentions, cards), text, kind=kind, pk=pk)


def guarded_html(render: Callable[[], str], text: str, *, kind: str, pk: object) -> SafeString:
    """Return the sanitized HTML that `render` makes of `text`, or the plain text if it fails."""
    html = guarded(render, kind=kind, pk=pk, fallback=partial(plain_html, text))
    return mark_safe(html)  # noqa: S308  # both are sanitized


def prose_html(text: str, project: Project, mentions: Sequence[Mention], cards: Cards | None = None) -> str:
    """Return safe HTML. `cards` are the cards that the text names, if they have been read already.

    The HTML is kept in the process for the next reader, as long as the cards and people in it look the same.
    """
    named = sorted(card_numbers([text], project))[:MAX_CHIPS]
    found = find_cards(project, named) if cards is None else cards
    chips = {number: _chip(found[number]) for number in named if number in found}
    key = (text, project.pk, project.key, *chips.items(), *looks_of(mentions))
    html = _kept.get(key)
    if html is None:
        html = _kept[key] = _render(text, project, mentions, chips)
    return html


def _render(text: str, project: Project, mentions: Sequence[Mention], chips: dict[int, str]) -> str:
    keys: Replacements = [(_key_pattern(project), lambda match: chips.get(int(match[1])))]
    called: Replacements = [mention_chips(mentions)] if mentions else []
    path = re.compile(CARD_PATH.format(project=project.pk))

    def linked(href: str) -> str | None:
        match = path.match(_path_of(href))
        chip = chips.get(int(match[1])) if match else None
        return chip and _to_part(chip, href)

    return to_html(text, replacements=keys, unquoted=called, replace_link=linked)


def _chip(card: dict[str, object]) -> str:
    return render_to_string("projects/_chip.html", {"card": card}).strip()


def _to_part(chip: str, href: str) -> str:
    """Lead a chip to the comment, checklist or item that the link names."""
    kind, _, pk = urlsplit(href).fragment.partition("-")
    try:
        named = str(parse_uuid(pk)) if kind in CARD_PARTS else ""
    except ValueError:
        named = ""
    if not named:
        return chip
    query = f"?comment={named}" if kind == "comment" else ""
    return chip.replace('" data-card="', f'{query}#{kind}-{named}" data-card="', 1)


def _path_of(href: str) -> str:
    """Path of an address; "" for one that is malformed, such as http://[."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""


def _key_pattern(project: Project) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(project.key)}-(\d{{1,9}})(?![\w-])")
