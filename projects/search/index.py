"""The rows that a search looks through: texts in their folded form with lexemes, one table for each kind."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Field, Model

from core.search.folding import fold
from core.search.units import index_words
from projects.models import Project

TITLE, PROJECT, BLOCK, LABEL, NUMBER = "\ue008", "\ue009", "\ue00a", "\ue00b", "\ue00c"
"""Before a lexeme: it is in the title; it stands for a project, a block of ids, a label, a card's number."""

PROJECT_DIGITS = 12
"""Last digits of a project's id in its lexeme. The column `project` tells apart what they have in common."""


class WordsField(models.TextField):
    """The lexemes of a row: a tsvector in PostgreSQL, elsewhere a text of lexemes with blanks between."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class IndexedText(models.Model):
    """Row of the index for one object. A larger `id` was written later.

    `text` is the folded title, a line feed, and the folded body. Only `projects.search.index_writes` writes
    these rows, in the transaction of the command that changes the object.
    """

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    text = models.TextField()
    words = WordsField()

    class Meta:
        abstract = True


@dataclass(frozen=True)
class SearchIndex:
    """The index of one kind. `of` is the field of `model` that refers to the object.

    `has_titles` says that titles are told from the rest of the text. `at` is the field of the object by whose
    time the hits are ordered; `closed` one that is set in objects that come after the others.
    """

    model: type[IndexedText]
    of: str
    has_titles: bool = False
    at: str = "created_at"
    closed: str = ""

    @cached_property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def key(self) -> str:
        """The column with the id of the object."""
        field = self.model._meta.get_field(self.of)
        assert isinstance(field, Field)
        return str(field.column)

    @cached_property
    def objects(self) -> type[Model]:
        return self.model._meta.get_field(self.of).related_model  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Document:
    """A text to index, as people wrote it. `more` are lexemes for what stands in other tables."""

    project_id: UUID
    object_id: UUID
    title: str
    body: str
    more: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.body or self.more)


def folded(document: Document) -> str:
    return f"{fold(document.title)}\n{fold(document.body)}"


def lexemes(document: Document, text: str, *, has_titles: bool) -> set[str]:
    """Return all lexemes of a document whose folded text is `text`."""
    title, _, body = text.partition("\n")
    found = index_words(title) if title else set()
    if has_titles:
        found |= {TITLE + word for word in found}
    if body:
        found |= index_words(body)
    return {*found, *document.more, project_lexeme(document.project_id)}


def project_lexeme(project_id: UUID) -> str:
    return PROJECT + project_id.hex[-PROJECT_DIGITS:]


def label_lexeme(label_id: UUID) -> str:
    return LABEL + label_id.hex


def number_lexeme(number: int) -> str:
    return f"{NUMBER}{number}"
