"""The health check of database, storage and channel layer. Says which is unavailable; nothing secret."""

from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from drf_spectacular.utils import extend_schema, inline_serializer
from redis.backoff import NoBackoff
from redis.retry import Retry
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from files.storage.backends import probe
from kanban.version import VERSION
from projects.errors import RETRY_SECONDS

NO_RETRY = Retry(NoBackoff(), 0)

HEALTH = inline_serializer(
    "Health",
    {
        "status": serializers.CharField(),
        "version": serializers.CharField(),
        "checks": serializers.DictField(),
    },
)


class HealthView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="health", responses={200: HEALTH, 503: HEALTH}, tags=["health"])
    def get(self, request: Request) -> Response:
        """`degraded` if only the channel layer is unavailable: the product works without it."""
        checks = {
            "database": _succeeds(_database),
            "storage": _succeeds(probe),
            "channelLayer": _succeeds(_channel_layer),
        }
        if not (checks["database"] and checks["storage"]):
            headers = {"Retry-After": str(RETRY_SECONDS)}
            return Response(_body("unavailable", checks), status=503, headers=headers)
        return Response(_body("ok" if checks["channelLayer"] else "degraded", checks))


def _body(status: str, checks: dict[str, bool]) -> dict[str, Any]:
    states = {name: "ok" if works else "away" for name, works in checks.items()}
    return {"status": status, "version": VERSION, "checks": states}


def _succeeds(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _channel_layer() -> None:
    if settings.REDIS_URL:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=NO_RETRY
        ) as client:
            client.ping()
