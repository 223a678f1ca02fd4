"""Where words begin in a folded text, and the lexemes that a database stores of it.

A term can begin at every boundary: at a word, at a number inside a word, at a sign, at each character of a
script without blanks, at each emoji.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from core.search.folding import TAGS
from core.search.stems import LEAST_STEMMED, stem

START, STEM = "\ue000", "\ue001"
"""Before a lexeme: it is the first one or two characters of a place; it is a stem."""

LEXEME_LENGTH = 24
SHORT_LEXEME_LENGTH = 4
"""Maximum characters of a lexeme that begins in a script without blanks, or with an emoji or punctuation."""

START_LENGTH = 2
LONGEST = 4 * LEXEME_LENGTH
MOST_BYTES = 600_000
"""Maximum size of the lexemes of one text. A tsvector of PostgreSQL holds 1 MB with its own bookkeeping."""

LETTER, DIGIT, MARK, IDEOGRAM, EMOJI, TONE, REGION, SIGN, LIGHT, BLANK = "LDMIETRSP "
"""Classes of characters. A class string has one of these for each character of a text."""

SHORTLY_STORED = (IDEOGRAM, EMOJI, REGION, LIGHT)

LIGHT_SIGNS = frozenset(",;:!?'\"`<>¡¿،؛؟۔।॥。、・･｡､։።፣")
"""Punctuation that stands around words and is no part of them; with all brackets."""

REGIONS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
MOST_REGIONS = 64
"""Half flags before a place that are counted, to tell the first half of a flag from the second."""

HAN, HANGUL = range(0x4E00, 0xA000), range(0xAC00, 0xD7A4)
"""Most of what has no blanks, so looked at first."""

WITHOUT_BLANKS = (
    *(range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1100, 0x1200), range(0x1780, 0x1800)),
    *(range(0x1950, 0x19E0), range(0x1A20, 0x1AB0), range(0x2E80, 0x2FE0), range(0x3005, 0x3008)),
    *(range(0x3031, 0x3036), range(0x3040, 0x4DC0), range(0xA960, 0xA980)),
    *(range(0xA980, 0xA9E0), range(0xA9E0, 0xAA00), range(0xAA60, 0xAAE0), range(0xD7B0, 0xD800)),
    *(range(0xF900, 0xFB00), range(0x16FE0, 0x18D90), range(0x1AFF0, 0x1B300), range(0x20000, 0x3FFFE)),
)
"""Thai, Lao, Burmese, Khmer and their relatives; Chinese, Japanese, Korean. Javanese."""

UNIT = re.compile("L[LM]*|D[DM]*|P[PM]*|[IS]M*|(?:E|RR?|T)[MT]*|M+")
CHUNK = re.compile("[^ ]+")
SIGNS = re.compile("[SPM]+")


class _Classes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        found = self[code] = _class(chr(code))
        return found


def classes(folded: str) -> str:
    """Return the class of each character."""
    return folded.translate(_CLASSES)


def _class(char: str) -> str:
    code, category = ord(char), unicodedata.category(char)
    if char == " ":
        return BLANK
    if code in HAN or code in HANGUL:
        return IDEOGRAM
    if 0x1F3FB <= code <= 0x1F3FF:
        return TONE
    if char in REGIONS:
        return REGION
    if char in LIGHT_SIGNS or category in ("Ps", "Pe", "Pi", "Pf"):
        return LIGHT
    if category[0] == "M" or code in TAGS:
        return MARK
    if category[0] in "LC" and any(code in each for each in WITHOUT_BLANKS):
        return IDEOGRAM
    return {"L": LETTER, "N": DIGIT, "P": SIGN}.get(category[0]) or (
        SIGN if category in ("Sm", "Sc", "Sk") else EMOJI
    )


_CLASSES = _Classes()


def unit_starts(folded: str) -> list[int]:
    """Return the boundaries of the text."""
    return [found.start() for found in UNIT.finditer(classes(folded))]


def is_boundary(folded: str, at: int) -> bool:
    """Return whether a unit begins at `at`: the same as `unit_starts`, by a look at what stands before."""
    if at <= 0 or at >= len(folded) or folded[at] == " " or folded[at - 1] == " ":
        return 0 <= at < len(folded) and folded[at] != " "
    kind = _CLASSES[ord(folded[at])]
    if kind in (LETTER, DIGIT, LIGHT):
        return _base(folded, at) != kind
    if kind == TONE:
        return _base(folded, at) not in (EMOJI, REGION, TONE)
    if kind == REGION:
        return _regions_before(folded, at) % 2 == 0
    return kind != MARK


def _base(folded: str, at: int) -> str:
    """Return the class of the last character before `at` that is no mark."""
    while at > 0:
        at -= 1
        if (kind := _CLASSES[ord(folded[at])]) != MARK:
            return kind
    return BLANK


def _regions_before(folded: str, at: int) -> int:
    nearest = folded[max(0, at - MOST_REGIONS) : at]
    return len(nearest) - len(nearest.rstrip(REGIONS))


def index_words(folded: str) -> set[str]:
    """Return the lexemes to store for a folded text: none has a blank, all together at most MOST_BYTES."""
    lexemes = _lexemes(folded)
    found = set(lexemes)
    if len(found) * LONGEST <= MOST_BYTES or len("".join(found).encode()) <= MOST_BYTES:
        return found
    in_order = list(dict.fromkeys(lexemes))
    sizes = accumulate(len(lexeme.encode()) for lexeme in in_order)
    return {lexeme for lexeme, size in zip(in_order, sizes, strict=True) if size <= MOST_BYTES}


def _lexemes(folded: str) -> list[str]:
    """Return the lexemes in the order of the text, some of them several times."""
    kinds = classes(folded)
    found: list[str] = []
    seen: set[str] = set()
    for chunk in CHUNK.finditer(kinds):
        end = chunk.end()
        for unit in UNIT.finditer(kinds, chunk.start(), end):
            start = unit.start()
            lexeme = lexeme_at(folded, kinds, start, end)
            if lexeme in seen and len(lexeme) < LEXEME_LENGTH:
                continue
            seen.add(lexeme)
            if len(lexeme) > START_LENGTH:
                found += START + lexeme[0], START + lexeme[:START_LENGTH], lexeme
            elif not is_light(lexeme):
                found += START + lexeme[0], START + lexeme
            if kinds[start] == LETTER and (stemmed := stem_lexeme(folded[start : unit.end()])):
                found.append(stemmed)
    return found


def lexeme_at(folded: str, kinds: str, start: int, end: int) -> str:
    """Return the lexeme of a place, in a part of the text without blanks that ends at `end`.

    Punctuation has lexemes of its own, without the word behind it: no term begins with the two together.
    """
    kind = kinds[start]
    if kind in SHORTLY_STORED:
        end = min(end, start + SHORT_LEXEME_LENGTH)
        if kind == LIGHT and (signs := SIGNS.match(kinds, start, end)):
            end = signs.end()
        return folded[start:end]
    return folded[start : min(end, start + LEXEME_LENGTH)]


def lexeme_length(kind: str) -> int:
    """Return how many characters of a place are stored, by the class of its first one."""
    return SHORT_LEXEME_LENGTH if kind in SHORTLY_STORED else LEXEME_LENGTH


def is_light(lexeme: str) -> bool:
    """Return whether this is one sign of punctuation, or the end of a sentence: nothing to look for."""
    return len(lexeme) == 1 and (lexeme == "." or classes(lexeme) == LIGHT)


CHANGED_BEGINNINGS = frozenset(("die", "lie", "tie"))


@lru_cache(maxsize=32_768)
def stem_lexeme(word: str) -> str:
    """Return the lexeme of the word's stem; "" for what has no stem."""
    stemmed = stem(word) if len(word) >= LEAST_STEMMED else ""
    return STEM + stemmed if stemmed else ""


def stem_beginning(lexeme: str) -> str:
    """Return how each word with the stem of the lexeme begins.

    English and Russian endings leave the first two letters, save for three verbs: "dying" has the stem "die".
    """
    stemmed = lexeme[len(STEM) :]
    return stemmed[: 1 if stemmed in CHANGED_BEGINNINGS else 2]
