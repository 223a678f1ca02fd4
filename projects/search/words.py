"""Words that values of operators are written with, in English and Russian, folded."""

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


def meaning(words: Words, value: str) -> Hashable:
    """Return what a value means among `words`, or None."""
    return words.get(fold(value))
