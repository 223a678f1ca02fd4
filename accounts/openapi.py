"""Tells the OpenAPI generator what it cannot see by itself: the bearer scheme, the fields of `core.wire`."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.types import OpenApiTypes

from core.wire import Flag, Id, Integer, Text


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.auth.bearer.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class TextSchema(OpenApiSerializerFieldExtension):
    target_class = Text
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": "string", "maxLength": self.target.max_length}
        return shape if self.target.blank or direction == "response" else {**shape, "minLength": 1}


class IntegerSchema(OpenApiSerializerFieldExtension):
    target_class = Integer
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.target.min_value, "maximum": self.target.max_value}


class FlagSchema(OpenApiSerializerFieldExtension):
    target_class = Flag

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "boolean"}


class IdSchema(OpenApiSerializerFieldExtension):
    target_class = Id
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {**(build_basic_type(OpenApiTypes.UUID) or {})}
