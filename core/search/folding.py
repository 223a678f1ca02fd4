"""One form for texts that people hold for equal: case, accents, widths, ligatures, invisible characters.

Stored text and query both pass through `fold`, so that each finds the other however it was typed.
static/js/texts/fold.js is the same for browsers; tests/support/foldings.json holds the two together.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

RESERVED = range(0xE000, 0xE010)
"""Private characters that mark the kinds of lexemes (core/search/units.py). No folded text has one."""

MOST_MARKS = 30
"""On one base, as in Unicode's stream-safe format; sorting them takes time in the square of their number."""

SPELLINGS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th"}
    | dict.fromkeys("‘’‚‛‹›ʹʻʼʽˈ′`´׳", "'")
    | dict.fromkeys("“”„‟«»〝〞〟״", '"')
    | {"⁄": "/", "∕": "/", "−": "-", "〜": "~", "ى": "ي", "ی": "ي", "ک": "ك"}
)
"""Characters that people take for others, or type instead of them."""

IGNORED = (
    *(0x34F, 0x640, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, 0x16FE4),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
    *range(0xFFF0, 0xFFF9),
    *RESERVED,
)
"""Without a shape, though no format by their category; and the Arabic stroke that only stretches."""

SHOWN_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
ACCENTS = (
    *(range(0x300, 0x370), range(0x483, 0x48A), range(0x591, 0x5C8), range(0x610, 0x61B)),
    *(range(0x64B, 0x660), range(0x670, 0x671), range(0x6D6, 0x6EE), range(0x730, 0x74B)),
    *(range(0x8CA, 0x900), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100)),
    *(range(0x2DE0, 0x2E00), range(0xA66F, 0xA67E), range(0xA69E, 0xA6A0), range(0xFB1E, 0xFB1F)),
    range(0xFE20, 0xFE30),
)
"""Marks of Latin, Greek, Cyrillic, Hebrew, Arabic, Syriac. In India, Thailand, Japan marks make letters."""

WHOLE = "ﷺﷻำຳ"
"""Kept as they are: in pieces, the blessings would be eighteen times as long, and the vowels of Thai and Lao
a mark and a letter. Other characters grow to seven at most."""

BLACK_FLAG, TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)
"""With tags behind it, the flag is that of a region, such as Scotland. Other tags are nothing."""

BREVE = "\u0306"
JOINING_JAMO = range(0x1161, 0x1200)
HALF_WIDTH_VOICING = "\uff9e\uff9f"


def fold(text: str) -> str:
    """Return the form of `text` in which it is stored for the search and looked for."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    return "".join(piece for _, piece in _pieces(text))


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the place in `text` that it came from."""
    if text.isascii() and text.isprintable():
        return _ascii_with_offsets(text)
    folded: list[str] = []
    offsets: list[int] = []
    for place, piece in _pieces(text):
        folded.append(piece)
        offsets += [place] * len(piece)
    return "".join(folded), offsets


def _ascii_with_offsets(text: str) -> tuple[str, list[int]]:
    folded = fold(text)
    places = [place for place, char in enumerate(text) if char != " " or text[place + 1 : place + 2] != " "]
    # Of a run of blanks the last one is left; those around the text are none.
    first = 1 if text[:1] == " " else 0
    return folded, places[first : first + len(folded)]


_ASCII = {code: " " for code in range(128) if not chr(code).isprintable()} | {ord("`"): "'"}


class _Kinds(dict[str, str]):
    """The part that a character has in a cluster: "base", "mark", "blank", or "" for none."""

    def __missing__(self, char: str) -> str:
        kind = self[char] = _kind(char)
        return kind


def _kind(char: str) -> str:
    code, category = ord(char), unicodedata.category(char)
    if char.isspace() or category == "Cc":
        return "blank"
    if code in TAGS:
        return "mark"
    if code in IGNORED or 0xE0000 <= code < 0xE1000:
        return ""
    if category in ("Cf", "Cs") and char not in SHOWN_FORMATS:
        return ""
    continues = category[0] == "M" or code in JOINING_JAMO or char in HALF_WIDTH_VOICING
    return "mark" if continues else "base"


_KINDS = _Kinds()


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the folded clusters with their places in `text`, and one blank between two words."""
    blank = -1
    begun = False
    for place, cluster in _clusters(text):
        if cluster == " ":
            blank = place if blank < 0 else blank
        elif piece := _fold_cluster(cluster):
            if blank >= 0 and begun:
                yield blank, " "
            yield place, piece
            blank, begun = -1, True


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each base with its marks, and " " for each blank."""
    start, cluster = 0, ""
    for place, char in enumerate(text):
        kind = _KINDS[char]
        if kind == "mark" and cluster and len(cluster) <= MOST_MARKS:
            cluster += char
        elif kind:
            if cluster:
                yield start, cluster
            start, cluster = place, char
            if kind == "blank":
                yield place, " "
                cluster = ""
    if cluster:
        yield start, cluster


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    if len(cluster) == 1 and unicodedata.category(cluster) == "Lo" and not unicodedata.decomposition(cluster):
        return cluster.translate(SPELLINGS)
    if cluster[0] != BLACK_FLAG:
        cluster = "".join(char for char in cluster if ord(char) not in TAGS)
        if not cluster:
            return ""
    plain = _without_accents(_decomposed(cluster)).casefold().lower()
    plain = _without_accents(_decomposed(plain)).translate(SPELLINGS) if plain else ""
    return unicodedata.normalize("NFC", "".join(map(_plain_character, plain)))


def _decomposed(cluster: str) -> str:
    """Return the cluster in NFKD; letters of Korean that stand alone stay alone."""
    if "\u3131" <= cluster[0] <= "\u318e":
        return cluster
    if "\uffa1" <= cluster[0] <= "\uffdc" and (wide := unicodedata.decomposition(cluster[0])):
        return chr(int(wide.removeprefix("<narrow> "), 16)) + cluster[1:]
    full = unicodedata.normalize("NFKD", cluster)
    # An accent by itself is for Unicode an accent on a blank.
    return unicodedata.normalize("NFD", cluster) if full[0] == " " or cluster[0] in WHOLE else full


def _without_accents(decomposed: str) -> str:
    """Return the text without accents. Only й is a letter of its own for everyone who writes it."""
    if decomposed.isascii():
        return decomposed
    kept = "".join(char for char in decomposed if not _is_accent(char))
    return f"й{kept[1:]}" if kept[:1] in ("и", "И") and BREVE in decomposed else kept


def _is_accent(char: str) -> bool:
    code = ord(char)
    if code == 0x640:
        return True
    return any(code in accents for accents in ACCENTS) and unicodedata.category(char)[0] == "M"


def _plain_character(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Pd":
        return "-"
    return str(unicodedata.decimal(char)) if category == "Nd" else char
