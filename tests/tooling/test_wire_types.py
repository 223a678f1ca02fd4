"""Compares the TypedDicts of the wire with the OpenAPI description."""

import types
from collections.abc import Mapping
from typing import Any, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from drf_spectacular.generators import SchemaGenerator

from accounts.api.serializers import PersonWire, SignedInWire
from accounts.auth.tokens import TokenPair
from boards.wire import board, card_summary, cards, checklists, comments, description_versions
from chat.serialization import MessageWire, ReactionWire
from files.serialization import FileWire
from projects.api.viewsets import AuditedEvent
from projects.errors import ErrorBody
from projects.events.log import EventWire
from projects.search.providers import HitWire
from projects.serialization import InvitationWire, MemberWire, ProjectWire

WIRE_TYPES: dict[str, type] = {
    "AuditedEvent": AuditedEvent,
    "Board": board.BoardWire,
    "BoardSnapshot": board.WatchedSnapshot,
    "Card": cards.CardWire,
    "Cards": cards.CardsWire,
    "Checklist": checklists.ChecklistWire,
    "ChecklistItem": checklists.ChecklistItemWire,
    "Column": board.ColumnWire,
    "Comment": comments.CommentWire,
    "ConvertedCard": checklists.ConvertedCardWire,
    "Counts": card_summary.CardCounts,
    "Description": description_versions.DescriptionWire,
    "Event": EventWire,
    "File": FileWire,
    "Hit": HitWire,
    "Invitation": InvitationWire,
    "Label": board.LabelWire,
    "Member": MemberWire,
    "Message": MessageWire,
    "OpenCard": cards.BriefCardWire,
    "OwnCard": cards.WatchedCardWire,
    "Pair": TokenPair,
    "Person": PersonWire,
    "PlacedCard": cards.PlacedCardWire,
    "Project": ProjectWire,
    "Reaction": ReactionWire,
    "Refusal": ErrorBody,
    "SignedIn": SignedInWire,
    "SortedColumn": board.SortedColumnWire,
    "ToldChecklist": checklists.ChecklistOnCard,
    "ToldComment": comments.CommentOnCard,
    "ToldItem": checklists.ChecklistItemOnCard,
}
UNTYPED = {"Changes", "CommandAck", "Health", "SearchResults", "Unread"}
"""Objects that are built in a view and are no entities."""

BEYOND_REST = {
    "Event": {"html"},  # only in frames to pages
    "AuditedEvent": {"html"},
    "Refusal": {"used", "quota"},  # only in refused uploads: docs/protocol.md
}
SIMPLE = {str: "string", int: "integer", bool: "boolean"}

SCHEMAS: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]


# ── Both as {key: (type, nullable, required)} ─────────────────────────────────────────────────────


def declared(wire: type) -> dict[str, tuple[str, bool, bool]]:
    """Read a TypedDict."""
    hints = get_type_hints(wire)
    return {key: (*type_of(hint), key in wire.__required_keys__) for key, hint in hints.items()}  # type: ignore[attr-defined]


def type_of(hint: Any) -> tuple[str, bool]:
    """Return the JSON type of a hint ("string", "array of Card"), and whether it may be null."""
    if get_origin(hint) in (Required, NotRequired):
        return type_of(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        [kind] = [each for each in get_args(hint) if each is not type(None)]
        return type_of(kind)[0], len(get_args(hint)) > 1
    if get_origin(hint) is list:
        return f"array of {type_of(get_args(hint)[0])[0]}", False
    if is_typeddict(hint):
        return next(name for name, wire in WIRE_TYPES.items() if wire is hint), False
    return ("object" if get_origin(hint) in (dict, Mapping) else SIMPLE[hint]), False


def described(name: str) -> dict[str, tuple[str, bool, bool]]:
    """Read a component of the OpenAPI description."""
    component = SCHEMAS[name]
    required = component.get("required", [])
    return {key: (*type_in(schema), key in required) for key, schema in component["properties"].items()}


def type_in(schema: dict[str, Any]) -> tuple[str, bool]:
    if "oneOf" in schema:
        values = [
            each for each in schema["oneOf"] if "NullEnum" not in str(each) and each.get("type") != "null"
        ]
        return type_in(values[0])[0], len(values) < len(schema["oneOf"])
    if "$ref" in schema or "allOf" in schema:
        name = (schema.get("$ref") or schema["allOf"][0]["$ref"]).rpartition("/")[2]
        return (type_in(SCHEMAS[name])[0] if "enum" in SCHEMAS[name] else name), False
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    [kind] = [each for each in kinds if each != "null"]
    return (f"array of {type_in(schema['items'])[0]}" if kind == "array" else kind), "null" in kinds


# ── The tests ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", WIRE_TYPES)
def test_a_type_of_the_wire_is_as_described(name: str) -> None:
    there = declared(WIRE_TYPES[name])
    beyond = BEYOND_REST.get(name, set())
    assert beyond <= there.keys()
    assert {key: shape for key, shape in there.items() if key not in beyond} == described(name)


def test_every_described_entity_has_a_type() -> None:
    objects = {name for name, schema in SCHEMAS.items() if schema.get("type") == "object"}
    entities = {name for name in objects if not name.endswith(("Request", "Page", "Body"))}
    assert entities == WIRE_TYPES.keys() | UNTYPED
