"""REST endpoints of pages that get no WebSocket: the events since a `seq`, and every command by its name.

They answer what the socket would, so that a page need not know which of the two it has.
"""

import logging
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.client_ip import client_address
from core.token_bucket import TokenBuckets
from core.wire import Text, WireSerializer
from projects.api import schema
from projects.api.pagination import read_integer
from projects.api.viewsets import CommandViewSet, idempotency_key, path_id, request_origin
from projects.dispatch.execute import execute
from projects.errors import invalid_field
from projects.models import HIGHEST_SEQ
from projects.realtime.frames import take_echoed
from projects.realtime.replay import Replay, ReplayRange, read_member_states, read_replays, replayable
from projects.registry import Command, commands, in_project

log = logging.getLogger("kanban.sockets")

WARNINGS = TokenBuckets()
WARNINGS_PER_SECOND = 1 / 60
"""One warning a minute for each person and address."""

ADVICE = (
    "A page polls because no WebSocket gets through to /ws. If this happens to everyone, the proxy in front "
    "must pass the headers Upgrade and Connection on (docs/operations.md, WebSockets)."
)


class CommandInput(WireSerializer):
    """A command as on a socket: its `type` and `payload`. `projectId` may be left out."""

    type = Text(max_length=100)
    payload = serializers.DictField()


Changes = inline_serializer(
    "Changes",
    {
        "seq": serializers.IntegerField(),
        "role": serializers.ChoiceField(schema.ROLES),
        "events": schema.Event(many=True),
        "resync": serializers.BooleanField(required=False),
    },
)
CommandAck = inline_serializer(
    "CommandAck",
    {
        "eventId": serializers.UUIDField(),
        "seq": serializers.IntegerField(),
        "payload": serializers.DictField(),
    },
)


@extend_schema(tags=["projects"])
class LiveViewSet(CommandViewSet):
    @extend_schema(
        operation_id="listChanges",
        parameters=[
            OpenApiParameter("since", OpenApiTypes.INT, description="The last `seq` that you have."),
            OpenApiParameter("fragments", OpenApiTypes.BOOL, description="For pages of the site: with HTML."),
        ],
        responses=Changes,
    )
    def changes(self, request: Request, pk: str) -> Response:
        """The events after `since`, as `join_room` answers them: for polling where no WebSocket gets through.

        If nothing is new it makes one query.
        """
        project_id = path_id(pk)
        self._warn(request)
        since = None
        if "since" in request.query_params:
            since = read_integer(request, "since", default=0, low=0, high=HIGHEST_SEQ)
        html = request.query_params.get("fragments") in ("1", "true")
        return Response(self._replay(project_id, since=since, html=html).payload)

    @extend_schema(
        operation_id="sendCommand",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=CommandInput,
        responses=CommandAck,
    )
    def command(self, request: Request, pk: str) -> Response:
        """Run any command by its name. The answer is the ack that a socket would get."""
        project_id = path_id(pk)
        given = CommandInput(data=self._body({}))
        given.is_valid(raise_exception=True)
        command = _public_command(given.validated_data["type"])
        payload: dict[str, object] = dict(self._body({})["payload"])
        echoed = take_echoed(payload, command.echoed)
        if command.locate is in_project:
            payload.setdefault("projectId", str(project_id))
        outcome = execute(
            self.actor,
            command.name,
            payload,
            event_id=idempotency_key(request),
            origin=request_origin(request),
        )
        answer = {key: outcome.answer[key] for key in command.acked or outcome.answer}
        event = outcome.event
        return Response({"eventId": event["eventId"], "seq": event["seq"], "payload": {**answer, **echoed}})

    def _replay(self, project_id: UUID, *, since: int | None, html: bool) -> Replay:
        [state] = read_member_states([(self.actor.pk, project_id)])
        if isinstance(state, Exception):
            raise state
        events: bytes | None = b"[]"
        if since is not None and since != state.head:
            events = None
            if replayable(since, head=state.head):
                [events] = read_replays(
                    [ReplayRange(project_id, since, state.head, get_language() or "", html)]
                )
        return Replay(state.head, state.role, events)

    def _warn(self, request: Request) -> None:
        """Tell the operator, once a minute for each browser, that pages poll. Programs may."""
        if request.auth is not None:
            return
        facts = {"user": str(self.actor.pk), "address": client_address(request)}
        if WARNINGS.take(tuple(facts.values()), rate=WARNINGS_PER_SECOND, burst=1) is None:
            log.warning("no WebSocket", extra={"facts": {**facts, "advice": ADVICE}})


def _public_command(name: str) -> Command:
    command = commands.get(name)
    if command is None or command.internal or command.makes_project:
        raise invalid_field("type", _("Unknown type."))
    return command
