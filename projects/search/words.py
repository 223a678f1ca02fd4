"""Words that values of operators are written with, in English and Russian, folded."""

import re
from collections.abc import Hashable, Mapping

from core.search.folding import fold

Words = Mapping[str, Hashable]
"""Each word → what it means. The first English and the first Russian one of a meaning are suggested."""

KINDS: Words = {
    **dict.fromkeys(("cards", "card", "карточки", "карточка", "карточках"), "cards"),
    **dict.fromkeys(("comments", "comment", "комментарии", "комментарий", "комментариях"), "comments"),
    **dict.fromkeys(("messages", "message", "chat", "сообщения", "сообщение", "чат", "чате"), "messages"),
    **dict.fromkeys(("files", "file", "файлы", "файл", "файлах"), "files"),
    **dict.fromkeys(("projects", "project", "проекты", "проект", "проектах"), "projects"),
    **dict.fromkeys(("people", "person", "members", "люди", "участники"), "people"),
}
ME: Words = dict.fromkeys(("me", "myself", "я", "меня", "мне"), "me")
NOBODY: Words = dict.fromkeys(("nobody", "none", "no", "никто", "никому", "нет"), "none")
NONE: Words = dict.fromkeys(("none", "no", "нет", "без"), "none")
OVERDUE: Words = dict.fromkeys(("overdue", "late", "просрочено", "просрочена"), "overdue")

ANYTHING: Words = {**ME, **NOBODY, **NONE}
"""Values that are no names."""

NO_QUOTES = str.maketrans("", "", '"“”„«»')
"""Takes out what cannot stand in the value of an operator."""

ENDING = re.compile(r"[\s,;<>]|^-")


def spellings(words: Words) -> dict[Hashable, tuple[str, str]]:
    """Return {meaning: its English and its Russian word}."""
    pairs: dict[Hashable, tuple[str, str]] = {}
    for meaning in dict.fromkeys(words.values()):
        own = [word for word, means in words.items() if means == meaning]
        pairs[meaning] = (
            next(word for word in own if word.isascii()),
            next(word for word in own if not word.isascii()),
        )
    return pairs


def written_word(word: str) -> str:
    """Return a value as it is typed: in quotes if a blank or a sign would end it."""
    plain = word.translate(NO_QUOTES)
    return f'"{plain}"' if plain != word or ENDING.search(word) else word


def written_name(name: str) -> str:
    """Return a name as it is typed: in quotes also if it is a word of the search, such as `files` or `me`."""
    is_word = meaning(KINDS, name) or meaning(ANYTHING, name)
    return f'"{name.translate(NO_QUOTES)}"' if is_word else written_word(name)


def meaning(words: Words, value: str) -> Hashable:
    """Return what a value means among `words`, or None."""
    return words.get(fold(value))
