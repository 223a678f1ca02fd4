"""OpenAPI schema of the responses and parameters of /api/v1/files."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.wire import WireSerializer
from files.content_types.catalogue import KINDS
from projects.api import schema


class File(WireSerializer):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    location = serializers.CharField(allow_null=True)
    uploader_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()


FilePage = schema.page_of(File, "FilePage")

PROJECT = OpenApiParameter("project_id", OpenApiTypes.UUID, required=True)
KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=KINDS, description="Only those of this kind.")
CARD = OpenApiParameter("cardId", OpenApiTypes.UUID, description="Only those on this card.")
RANGE = OpenApiParameter("Range", OpenApiTypes.STR, OpenApiParameter.HEADER, description="One part of it.")
FRAME = OpenApiParameter(
    "frame", OpenApiTypes.STR, enum=["1"], description="A PDF to be shown in a frame of this site, not saved."
)

UPLOAD_FORM: dict[str, Any] = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
        "additionalProperties": False,
    }
}
CONTENT_RESPONSES: dict[Any, Any] = {
    (200, "*/*"): OpenApiTypes.BINARY,
    (206, "*/*"): OpenApiTypes.BINARY,
    302: None,
    304: None,
    416: None,
}
THUMBNAIL_RESPONSES: dict[Any, Any] = {(200, "image/webp"): OpenApiTypes.BINARY, 302: None, 304: None}
