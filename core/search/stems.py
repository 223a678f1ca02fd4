"""Stems of English and Russian words: the same on every database."""

import re
import threading
from functools import lru_cache

import Stemmer

LEAST_STEMMED = 3
"""Letters. A shorter word has no endings to take off."""

ENGLISH = re.compile("[a-z]{3,40}")
RUSSIAN = re.compile("[а-я]{3,40}")


class _Stemmers(threading.local):
    """The stemmers of one thread: they are not made to be shared."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english", 0)
        self.russian = Stemmer.Stemmer("russian", 0)


_stemmers = _Stemmers()


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return the stem of a folded word; "" for a word of neither language."""
    if ENGLISH.fullmatch(word):
        return str(_stemmers.english.stemWord(word))
    return str(_stemmers.russian.stemWord(word)) if RUSSIAN.fullmatch(word) else ""
