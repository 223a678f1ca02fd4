"""FILE_TYPES: what one installation takes beyond the catalogue, and what of it it refuses.

Words with a sign, such as `-video,+step`: an ending, a kind, or `all`. The last one that speaks of a file
counts. Without one it is taken. settings.py reads them at the start.
"""

import re
from typing import NamedTuple

from files.content_types.catalogue import ATTACHED_ENDINGS, KINDS, PLAIN, PROVEN_ENDINGS, TYPES, UNKNOWN
from files.content_types.endings import PAGE_ENDINGS, PROGRAM_ENDINGS, TEXT_ENDINGS

WORD = re.compile(r"(?P<sign>[+-])\.?(?P<word>[a-z0-9][a-z0-9_+-]{0,18})")
ALL = "all"
KNOWN_ENDINGS = TEXT_ENDINGS | PROVEN_ENDINGS.keys() | ATTACHED_ENDINGS.keys()
EXTENSIONS = {each.content_type: each.extensions.split() for each in TYPES}
KIND_OF = {each.content_type: each.kind for each in TYPES}
SHARED = (PLAIN, UNKNOWN)
"""Types of many endings, none of which stands for all the others."""


class Rule(NamedTuple):
    """One word of FILE_TYPES. `takes` is its sign."""

    takes: bool
    word: str


def read_rules(words: list[str]) -> tuple[Rule, ...]:
    """Return the rules that the words of FILE_TYPES say. Raises ValueError with what is wrong with them."""
    return tuple(_read_rule(word) for word in words)


def is_taken(rules: tuple[Rule, ...], ending: str, content_type: str) -> bool:
    """Return whether a file of an ending and a type is taken. A type's other endings speak of it as well."""
    names = {ALL, ending, KIND_OF[content_type]}
    if content_type not in SHARED:
        names |= {*EXTENSIONS[content_type]}
    return next((rule.takes for rule in reversed(rules) if rule.word in names), True)


def is_added(rules: tuple[Rule, ...], ending: str) -> bool:
    """Return whether FILE_TYPES names an ending, whose content then hardly matters."""
    return Rule(takes=True, word=ending) in rules


def _read_rule(text: str) -> Rule:
    found = WORD.fullmatch(text.lower())
    if found is None:
        raise ValueError(f"takes endings and kinds with a sign, such as -video,+step, not {text!r}.")
    takes, word = found["sign"] == "+", found["word"]
    if takes and word in PROGRAM_ENDINGS | PAGE_ENDINGS:
        raise ValueError(f"can’t take {word}: programs and web pages are never accepted.")
    if not takes and word not in {ALL, *KINDS, *KNOWN_ENDINGS, *PROGRAM_ENDINGS, *PAGE_ENDINGS}:
        kinds = ", ".join(KINDS)
        raise ValueError(f"does not know {word!r}: name an ending, {ALL}, or a kind ({kinds}).")
    return Rule(takes, word)
