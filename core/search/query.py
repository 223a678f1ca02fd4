"""A search as a person types it: words, "phrases", -words and operators such as author:ada.

Nothing that is typed is an error: what only looks like an operator is a word as it stands. An operator
without a value is still being typed and says nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from core.search.folding import fold
from core.search.operators import NAMES, STATES, WITH_COMPARISON
from core.search.units import BLANK, DIGIT, EMOJI, IDEOGRAM, LETTER, LIGHT, MARK, REGION, TONE, classes

MAX_LENGTH = 200
MAX_TERMS = 12

OPENING = '"“”„«»'
CLOSING = '"“”«»'
OPERATOR = re.compile(r"([^\W\d_]{1,20})[:：]")
COMPARISON = re.compile("<=|>=|[<>≤≥]")
COMPARISONS = {"≤": "<=", "≥": ">="}


@dataclass(frozen=True)
class Operator:
    """A condition, by its English name. Its value is as typed; that of `is` is one of STATES.

    In quotes, the value is a name and no word of the search, such as `files` or `me`.
    """

    name: str
    value: str
    is_negated: bool = False
    comparison: str = ""
    is_quoted: bool = False
    raw: str = field(default="", compare=False)


@dataclass(frozen=True)
class Term:
    """A folded text that is looked for. A phrase ends where a word ends, others may go on.

    `refused` is the operator that it would be if its value meant something.
    """

    text: str
    is_phrase: bool = False
    is_negated: bool = False
    raw: str = field(default="", compare=False)
    refused: Operator | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Query:
    """A parsed search. Every term must be there, but for negated ones, which must not.

    `is_unfinished` says that an operator without a value was left out.
    """

    terms: tuple[Term, ...] = ()
    operators: tuple[Operator, ...] = ()
    is_unfinished: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms or self.operators)

    @property
    def is_untyped(self) -> bool:
        """Return whether there is nothing but operators without values: as if nothing were typed."""
        return self.is_unfinished and not self

    @cached_property
    def positive(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_negated)

    @cached_property
    def negative(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_negated)


def parse(text: str, *, accepts: Callable[[Operator], bool] = lambda _operator: True) -> Query:
    """Return the query of a text of any kind. An operator that is not accepted is a word as it stands."""
    terms: dict[Term, None] = {}
    operators: dict[Operator, None] = {}
    is_unfinished = False
    for token in _tokens(text[:MAX_LENGTH]):
        operator = _operator(token)
        if operator and not operator.value:
            is_unfinished = True
        elif operator and _has_meaning(operator) and accepts(operator):
            operators[operator] = None
        elif (term := _term(token, operator)) and len(terms) < MAX_TERMS:
            terms[term] = None
    if terms and not operators and all(term.is_negated for term in terms):
        # Nothing to leave out of: -5, -v and --help are looked for as they stand.
        terms = dict.fromkeys(_as_typed(term) for term in terms)
    return Query(tuple(terms), tuple(operators), is_unfinished)


def is_open(raw: str) -> bool:
    """Return whether a word as typed begins a quotation without an end, to which all that follows belongs."""
    return any(token.quoting == "open" for token in _tokens(raw))


@dataclass(frozen=True)
class _Token:
    raw: str
    sign: str
    """"-" before what must not be there."""
    name: str
    """Name before a colon, if it is that of an operator."""
    text: str
    quoting: str = ""
    """"" for a word, "open" for a quotation without an end, "closed" for one with."""


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        yield token
        at += len(token.raw)


def _token(text: str, start: int) -> _Token:
    at = start
    sign = "-" if text[at] == "-" and _can_be_negated(text, at + 1) else ""
    at += len(sign)
    name = ""
    found = OPERATOR.match(text, at)
    if found and fold(found[1]) in NAMES:
        name, at = NAMES[fold(found[1])], found.end()
    if at < len(text) and text[at] in OPENING:
        end = next((place for place in range(at + 1, len(text)) if text[place] in CLOSING), len(text))
        quoting = "closed" if end < len(text) else "open"
        return _Token(text[start : end + 1], sign, name, text[at + 1 : end], quoting)
    end = next((place for place in range(at, len(text)) if text[place].isspace()), len(text))
    return _Token(text[start:end], sign, name, text[at:end])


def _can_be_negated(text: str, at: int) -> bool:
    """Return whether a word, a name or a phrase begins here. -5, -v and --help are no words to leave out."""
    char = text[at : at + 1]
    if not char or char in OPENING:
        return bool(char)
    kinds = classes(fold(text[at + (char in "@#") : at + 4]))
    return (
        kinds[:1] in (IDEOGRAM, EMOJI) or kinds[:2] in ("LL", "LM") or (char in "@#" and kinds[:1] == DIGIT)
    )


def _operator(token: _Token) -> Operator | None:
    if not token.name:
        return None
    value, comparison = token.text, ""
    if token.name in WITH_COMPARISON and (found := COMPARISON.match(value)):
        value, comparison = value[found.end() :], COMPARISONS.get(found[0], found[0])
    value = " ".join(value.split()) if token.quoting else value.rstrip(",;")
    if token.name == "is":
        value = STATES.get(fold(value), value)
    return Operator(token.name, value, bool(token.sign), comparison, bool(token.quoting), token.raw)


def _has_meaning(operator: Operator) -> bool:
    return operator.name != "is" or operator.value in STATES.values()


def _term(token: _Token, refused: Operator | None) -> Term | None:
    # A name that turned out to be none belongs to the word.
    text = token.raw[len(token.sign) :] if token.name else token.text
    folded = strip_punctuation(fold(text))
    if not folded:
        return None
    is_phrase = token.quoting == "closed" and not token.name
    return Term(folded, is_phrase, bool(token.sign), token.raw, refused)


def _as_typed(term: Term) -> Term:
    if term.is_phrase:
        return Term(term.text, is_phrase=True, raw=term.raw)
    return Term(strip_punctuation(fold(term.raw)), raw=term.raw, refused=term.refused)


def strip_punctuation(folded: str) -> str:
    """Return a term without the punctuation around it; "" for a lone sign of punctuation, dash or dot.

    Signs stay: those of C++, #42, @ann, .env, $5, and those of a term of signs only.
    """
    kinds = classes(folded)
    if not set(kinds) & {LETTER, DIGIT, IDEOGRAM, EMOJI, REGION, TONE, MARK}:
        return "" if folded in ("-", ".") or (len(folded) == 1 and kinds == LIGHT) else folded
    start, end = len(folded) - len(folded.removeprefix("...")), len(folded)
    while start < end and kinds[start] in (LIGHT, BLANK) and kinds[start + 1 : start + 2] != MARK:
        start += 1
    while end > start and (kinds[end - 1] in (LIGHT, BLANK) or folded[end - 1] == "."):
        end -= 1
    return folded[start:end]
