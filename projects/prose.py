"""Texts of people as HTML: markdown, with mentions marked and cards as live chips."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.html import format_html

from core.markdown import Replacements, to_html
from projects.mentions import Mention
from projects.models import Project
from projects.pages.slots import find_cards

CARD_PATH = r"^/projects/{project}/cards/(\d{{1,9}})$"

Cards = dict[int, dict[str, object]]


def card_numbers(texts: list[str], project: Project) -> set[int]:
    """Return the numbers of the cards that these texts name, by key or by link."""
    joined = "\n".join(texts)
    keys = _key_pattern(project).findall(joined)
    links = re.findall(rf"/projects/{project.pk}/cards/(\d{{1,9}})", joined)
    return {int(number) for number in (*keys, *links)}


def prose_html(text: str, project: Project, mentions: Sequence[Mention], cards: Cards | None = None) -> str:
    """Return safe HTML. `cards` are the cards that the text names, if they have been read already."""
    found = find_cards(project, card_numbers([text], project)) if cards is None else cards

    def chip(number: str) -> str | None:
        card = found.get(int(number))
        return render_to_string("projects/_chip.html", {"card": card}).strip() if card else None

    replacements: Replacements = [(_key_pattern(project), lambda match: chip(match[1]))]
    if mentions:
        replacements.append(_mention_replacement(mentions))
    path = re.compile(CARD_PATH.format(project=project.pk))

    def linked(href: str) -> str | None:
        match = path.match(urlsplit(href).path)
        return chip(match[1]) if match else None

    return to_html(text, replacements=replacements, replace_link=linked)


def _key_pattern(project: Project) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(project.key)}-(\d{{1,9}})(?![\w-])")


def _mention_replacement(mentions: Sequence[Mention]) -> Any:
    by_name = {mention.name.casefold(): mention for mention in mentions}
    names = "|".join(sorted(map(re.escape, by_name), key=len, reverse=True))

    def mark(match: re.Match[str]) -> str | None:
        mention = by_name.get(match[1].casefold())
        if mention is None:
            return None
        return format_html(
            '<span class="mention" data-user="{}" data-hue="{}">@{}</span>',
            mention.user_id,
            mention.user.hue,
            match[1],
        )

    return re.compile(rf"@({names})(?!\w)", re.IGNORECASE), mark
