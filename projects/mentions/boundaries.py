"""Decides whether a name in a text stands alone: what is before its @, and what follows it."""

import re
import unicodedata

from core.markup.running_text import MASK

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31f0-\u31ff"
    "\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff]"
)
"""Scripts that put no blank between words, or particles behind them: Chinese, Japanese, Korean, Thai, Lao,
Burmese, Khmer."""

HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
PARTICLES = re.compile(
    "(?:님|씨|은|는|이나|이랑|이에요|이요|이|가|을|를|의|에게서|에게|에서|에|께서|께|과|와|도|만|로|으로|아|야|한테|까지|부터"
    "|처럼|보다|랑|나|요|예요|입니다|인가요){1,3}+(?![\uac00-\ud7a3])"
)
"""Korean endings of a name, such as 지민이가. Other syllables make another name of it."""

SERVER = re.compile(r":[\w-]{1,63}+\.\w")
LONGEST_ENDING = 12
MARKS_BEFORE = 8


def may_begin(text: str, at: int, *, after_mention: bool = False) -> bool:
    r"""Return whether a mention may begin with the @ at `at`: not in `user@host`, `@@Eve`, `\@Eve`, `a/@b`.

    `after_mention` says that another one has just ended: @Ann/@Bob names both.
    """
    while at and unicodedata.category(text[at - 1])[0] == "M":
        at -= 1
    if text[at - 1 : at] == MASK and at > 1:
        return not _is_word(text[at - 2])  # user\_@host
    before = text[at - 1 : at]
    if before == "/":
        return after_mention
    if before in ("@", "＠", "﹫", "\\"):
        return not before
    return not _is_word(before) or UNSPACED.match(before) is not None


def goes_on(text: str, end: int) -> bool:
    """Return whether what follows a name at `end` makes another name, or an address, of it."""
    following, then = text[end : end + 1], text[end + 1 : end + 2]
    if not following:
        return False
    if following in "'’":
        return then.isupper()  # O'Brien; but Eve's, and Ayşe'ye in Turkish
    if following in f"-‐‑./\\{MASK}":
        return _is_word(then) and not UNSPACED.match(then)
    if following == ":":
        return SERVER.match(text, end) is not None
    if following in "@＠﹫" or unicodedata.category(following)[0] == "M":
        return True
    if not _is_word(following):
        return False
    return not UNSPACED.match(following) or _is_longer_in_korean(text, end)


def _is_longer_in_korean(text: str, end: int) -> bool:
    """Return whether a Korean name goes on. Behind a name in other letters, any syllable may follow."""
    if "\u1160" <= text[end] <= "\u11ff":
        return True  # within a syllable that is written in parts
    if not (HANGUL.match(text, end) and HANGUL.match(text, end - 1)):
        return False
    ending = unicodedata.normalize("NFC", text[end : end + 3 * LONGEST_ENDING])
    return PARTICLES.match(ending) is None


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
