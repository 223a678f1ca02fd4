"""Matches of a search term outside of a card's text: its labels, its number, its key."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from boards.models import Card, CardLabel, Label
from core.search.folding import fold
from core.search.matcher import Quality, match
from core.search.query import Query, Term
from projects.models import Project
from projects.search.engine import Elsewhere
from projects.search.index import label_lexeme, number_lexeme

NUMBER = re.compile(r"(?:#|([a-z][a-z0-9]{1,5})-)?([0-9]{1,9})")

MOST_LABELS = 100
"""Labels that one word is looked up by. A person in many projects has many of the same name."""


def typed_number(term: Term) -> tuple[str, int] | None:
    """Return the key, "" for none, and the number of `WEB-42`, `#42` and `42`; None for every other term."""
    found = NUMBER.fullmatch(term.text)
    return (found[1] or "", int(found[2])) if found and int(found[2]) < 2**31 else None


class BesideCards:
    """See `Beside`. Names of labels are matched here, so that renaming one changes no index."""

    def __init__(self, query: Query, projects: Mapping[UUID, Project]) -> None:
        self.projects = projects
        self.numbers = {term: typed for term in query.terms if (typed := typed_number(term))}
        self.labels: dict[Term, dict[UUID, Quality]] = _labels_of(query.terms, projects)

    def lexemes(self, term: Term) -> tuple[str, ...]:
        number = [number_lexeme(self.numbers[term][1])] if term in self.numbers else []
        labels = sorted(self.labels[term], key=lambda pk: -self.labels[term][pk])[:MOST_LABELS]
        return (*number, *map(label_lexeme, labels))

    def of(self, object_ids: Sequence[UUID]) -> Mapping[UUID, Elsewhere]:
        found: dict[UUID, dict[Term, Quality]] = defaultdict(dict)
        self._note_labels(object_ids, found)
        self._note_numbers(object_ids, found)
        return found

    def _note_labels(self, card_ids: Sequence[UUID], found: dict[UUID, dict[Term, Quality]]) -> None:
        label_ids = {label_id for labels in self.labels.values() for label_id in labels}
        if not label_ids:
            return
        rows = CardLabel.objects.filter(card__in=card_ids, label__in=label_ids).order_by()
        for card_id, label_id in rows.values_list("card_id", "label_id"):
            for term, labels in self.labels.items():
                quality = max(labels.get(label_id, Quality.NONE), found[card_id].get(term, Quality.NONE))
                found[card_id][term] = quality

    def _note_numbers(self, card_ids: Sequence[UUID], found: dict[UUID, dict[Term, Quality]]) -> None:
        if not self.numbers:
            return
        rows = Card.objects.filter(pk__in=card_ids).order_by().values_list("pk", "number", "project_id")
        for card_id, number, project_id in rows:
            for term, (key, typed) in self.numbers.items():
                if number == typed and key in ("", self.projects[project_id].key.lower()):
                    found[card_id][term] = Quality.WORD


def _labels_of(terms: Sequence[Term], projects: Mapping[UUID, Project]) -> dict[Term, dict[UUID, Quality]]:
    """Return for each term the labels that it finds. Projects have many labels of the same name."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    rows = Label.objects.filter(project__in=projects).order_by().values_list("pk", "name") if terms else []
    for label_id, name in rows:
        ids[name].append(label_id)
    names = [(fold(name), label_ids) for name, label_ids in ids.items()]
    found: dict[Term, dict[UUID, Quality]] = {}
    for term in terms:
        matched = [(match(term, name), label_ids) for name, label_ids in names]
        found[term] = {pk: quality for quality, pks in matched if quality for pk in pks}
    return found
