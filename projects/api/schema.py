"""Serializers that describe answers in OpenAPI. `serialization` makes the answers; a test compares both."""

from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from core.wire import WireSerializer
from projects.permissions import MEMBER_ROLES, MentionAll

LIMIT = OpenApiParameter("limit", OpenApiTypes.INT, description="1–200; 50 when absent.")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="From `next` or `previous`.")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="Sent again with the same key, the command is done once and answered the same.",
)
ROLES = [role.value for role in MEMBER_ROLES]


@cache
def body_without(serializer: type[WireSerializer], *names: str) -> Any:
    """Return `serializer` without the fields `names`: ids that the path has already."""
    fields = {name: field for name, field in serializer().get_fields().items() if name not in names}
    return inline_serializer(f"{serializer.__name__}Body", fields)


def page_of(serializer: type[serializers.Serializer], name: str) -> Any:
    return inline_serializer(
        name,
        {
            "results": serializer(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )


class Project(WireSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    key = serializers.CharField()
    removes_location = serializers.BooleanField()
    mention_all = serializers.ChoiceField(MentionAll.values)
    created_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class Member(WireSerializer):
    user_id = serializers.UUIDField()
    display_name = serializers.CharField()
    role = serializers.ChoiceField(ROLES)
    joined_at = serializers.DateTimeField()


class Invitation(WireSerializer):
    id = serializers.UUIDField()
    role = serializers.ChoiceField(ROLES)
    expires_at = serializers.DateTimeField()
    token = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)
    email = serializers.EmailField(allow_null=True)


class Event(WireSerializer):
    type = serializers.CharField()
    project_id = serializers.UUIDField()
    seq = serializers.IntegerField()
    event_id = serializers.UUIDField()
    actor_id = serializers.UUIDField()
    at = serializers.DateTimeField()
    payload = serializers.DictField()
    changes = serializers.DictField()
    via = serializers.CharField(required=False)
    redacted = serializers.BooleanField(required=False)


class AuditedEvent(Event):
    actor_email = serializers.EmailField()
    address = serializers.IPAddressField(allow_null=True)


ProjectPage = page_of(Project, "ProjectPage")
MemberPage = page_of(Member, "MemberPage")
InvitationPage = page_of(Invitation, "InvitationPage")
EventPage = page_of(Event, "EventPage")
AuditPage = page_of(AuditedEvent, "AuditPage")
