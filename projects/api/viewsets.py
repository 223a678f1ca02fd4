"""REST endpoints of this app. A write is a command; a read is limited to the user's projects."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.auth.recent_sign_in import is_recent
from accounts.models import User
from core.client_ip import client_address
from core.ids import parse_uuid
from core.wire import JsonObject
from projects.api import schema
from projects.api.pagination import WireCursorPagination, read_integer, read_limit
from projects.dispatch.execute import Origin, execute
from projects.errors import Forbidden, Invalid, NotFound
from projects.events.log import EventWire, redacted_wire
from projects.inputs import CreateInvitation, CreateProject, UpdateMember, UpdateProject
from projects.models import HIGHEST_SEQ, Event, Invitation, Membership, Project
from projects.permissions import Role
from projects.serialization import invitation_answer, member_wire, project_wire

Row = TypeVar("Row", bound=Model)


def request_origin(request: Request) -> Origin:
    """Return where a request comes from. A request with a token counts as of a recent sign-in."""
    recent = request.auth is not None or is_recent(request._request)
    return Origin(address=client_address(request) or None, recent=recent)


class CommandViewSet(ViewSet):
    """Base class of viewsets whose writes are commands."""

    lookup_value_regex = "[^/]+"

    def run(self, name: str, *, status: int = 200, query: tuple[str, ...] = (), **ids: object) -> Response:
        """Run a command with the request's body, the ids of its path, and its Idempotency-Key.

        `query` names whole numbers that are taken from the URL's query.
        """
        data = {**self._body(ids), **self._numbers(query), **{key: str(value) for key, value in ids.items()}}
        outcome = execute(
            self.actor,
            name,
            data,
            event_id=idempotency_key(self.request),
            origin=request_origin(self.request),
        )
        return Response(outcome.answer, status=status)

    @property
    def actor(self) -> User:
        return self.request.user  # type: ignore[return-value]

    def project(self, pk: str, *, role: Role = Role.VIEWER) -> Project:
        """Return the path's project for a member of at least `role`. Raises NotFound or Forbidden."""
        rows = Membership.objects.select_related("project").filter(project__deleted_at=None)
        membership = rows.filter(project_id=path_id(pk), user=self.actor).first()
        if membership is None:
            raise NotFound
        if not Role(membership.role).may(role):
            raise Forbidden
        return membership.project

    def page(
        self,
        rows: QuerySet[Row],
        *ordering: str,
        show: Callable[[list[Row]], Sequence[Mapping[str, object]]],
    ) -> Response:
        """Answer with one page of `rows`; `show` turns a list of them into their form on the wire."""
        pages = WireCursorPagination(*ordering)
        shown = show(pages.paginate_queryset(rows, self.request, self))
        return Response(
            {"results": shown, "next": pages.get_next_link(), "previous": pages.get_previous_link()}
        )

    def _body(self, ids: Mapping[str, object]) -> JsonObject:
        """Return the request's body. Raises Invalid if it repeats an id of the path."""
        body = self.request.data
        if not isinstance(body, Mapping):
            raise Invalid(_("This must be an object."))
        repeated = [key for key in body if key in ids or (ids and key == "projectId")]
        if repeated:
            raise Invalid(fields={key: [_("Unknown field.")] for key in repeated})
        return body

    def _numbers(self, names: tuple[str, ...]) -> dict[str, int]:
        given = [name for name in names if name in self.request.query_params]
        return {name: read_integer(self.request, name, default=0, low=0, high=HIGHEST_SEQ) for name in given}


def path_id(text: str) -> UUID:
    """Return the id in a path. Raises NotFound if it is not a UUID."""
    try:
        return parse_uuid(text)
    except ValueError:
        raise NotFound from None


def idempotency_key(request: Request) -> UUID | None:
    """Return the request's Idempotency-Key. Raises Invalid if it is not a UUID."""
    text = request.headers.get("Idempotency-Key")
    if text is None:
        return None
    try:
        return parse_uuid(text)
    except ValueError:
        raise Invalid(_("Idempotency-Key must be a UUID.")) from None


@extend_schema(tags=["projects"])
class ProjectViewSet(CommandViewSet):
    """The user's projects, and the log of each."""

    @extend_schema(
        operation_id="listProjects", parameters=[schema.LIMIT, schema.CURSOR], responses=schema.ProjectPage
    )
    def list(self, request: Request) -> Response:
        return self.page(
            Project.objects.visible_to(self.actor),
            "-created_at",
            "-id",
            show=lambda rows: [project_wire(row) for row in rows],
        )

    @extend_schema(
        operation_id="createProject",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=CreateProject,
        responses={201: schema.Project},
    )
    def create(self, request: Request) -> Response:
        return self.run("project.create", status=201)

    @extend_schema(operation_id="getProject", responses=schema.Project)
    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(project_wire(self.project(pk)))

    @extend_schema(
        operation_id="updateProject",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=schema.body_without(UpdateProject, "id", "projectId"),
        responses=schema.Project,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("project.update", id=path_id(pk))

    @extend_schema(
        operation_id="deleteProject", parameters=[schema.IDEMPOTENCY_KEY], responses=schema.Project
    )
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("project.delete", id=path_id(pk))

    @extend_schema(
        operation_id="listEvents",
        parameters=[OpenApiParameter("since", OpenApiTypes.INT), schema.LIMIT],
        responses=schema.EventPage,
    )
    @action(detail=True, url_path="events")
    def events(self, request: Request, pk: str) -> Response:
        """The events after `since`, oldest first."""
        project = self.project(pk)
        since = read_integer(request, "since", default=0, low=0, high=HIGHEST_SEQ)
        limit = read_limit(request)
        rows = list(Event.objects.filter(project=project, seq__gt=since).order_by("seq")[: limit + 1])
        later = self._events_from(request, rows[limit - 1].seq) if len(rows) > limit else None
        earlier = self._events_from(request, max(0, since - limit)) if since else None
        return Response({"results": redacted_wire(rows[:limit]), "next": later, "previous": earlier})

    @staticmethod
    def _events_from(request: Request, since: int) -> str:
        query = request.query_params.copy()
        query["since"] = str(since)
        return request.build_absolute_uri(f"?{query.urlencode()}")

    @extend_schema(
        operation_id="listAudit", parameters=[schema.LIMIT, schema.CURSOR], responses=schema.AuditPage
    )
    @action(detail=True, url_path="audit")
    def audit(self, request: Request, pk: str) -> Response:
        """The log with each actor's e-mail and IP address, newest first; for admins and owners."""
        project = self.project(pk, role=Role.ADMIN)
        rows = Event.objects.filter(project=project).select_related("actor")
        return self.page(rows, "-seq", show=_audit_wire)


class AuditedEvent(EventWire, TypedDict):
    """An event with what only admins and owners see."""

    actorEmail: str
    address: str | None


def _audit_wire(rows: list[Event]) -> list[AuditedEvent]:
    return [
        {**wire, "actorEmail": row.actor.email, "address": row.address}
        for row, wire in zip(rows, redacted_wire(rows), strict=True)
    ]


@extend_schema(tags=["people"])
class MemberViewSet(CommandViewSet):
    @extend_schema(
        operation_id="listMembers", parameters=[schema.LIMIT, schema.CURSOR], responses=schema.MemberPage
    )
    def list(self, request: Request, project_pk: str) -> Response:
        rows = Membership.objects.filter(project=self.project(project_pk)).select_related("user")
        return self.page(rows, "joined_at", "id", show=lambda page: [member_wire(row) for row in page])

    @extend_schema(
        operation_id="updateMember",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=schema.body_without(UpdateMember, "projectId", "userId"),
        responses=schema.Member,
    )
    def partial_update(self, request: Request, project_pk: str, pk: str) -> Response:
        return self.run("member.update", projectId=path_id(project_pk), userId=path_id(pk))

    @extend_schema(operation_id="removeMember", parameters=[schema.IDEMPOTENCY_KEY], responses=schema.Member)
    def destroy(self, request: Request, project_pk: str, pk: str) -> Response:
        """Remove a member. Members can remove themselves: they leave."""
        return self.run("member.remove", projectId=path_id(project_pk), userId=path_id(pk))


@extend_schema(tags=["people"])
class InvitationViewSet(CommandViewSet):
    @extend_schema(
        operation_id="listInvitations",
        parameters=[schema.LIMIT, schema.CURSOR],
        responses=schema.InvitationPage,
    )
    def list(self, request: Request, project_pk: str) -> Response:
        """The invitations that can still be accepted; for admins and owners."""
        project = self.project(project_pk, role=Role.ADMIN)
        rows = Invitation.objects.open().backed().filter(project=project)
        return self.page(
            rows, "-created_at", "-id", show=lambda page: [invitation_answer(row) for row in page]
        )

    @extend_schema(
        operation_id="createInvitation",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=schema.body_without(CreateInvitation, "projectId"),
        responses={201: schema.Invitation},
    )
    def create(self, request: Request, project_pk: str) -> Response:
        """Create an invitation. Only the first answer has token and url; a repeat gets null for both."""
        return self.run("invitation.create", status=201, projectId=path_id(project_pk))

    @extend_schema(
        operation_id="revokeInvitation", parameters=[schema.IDEMPOTENCY_KEY], responses=schema.Invitation
    )
    def destroy(self, request: Request, project_pk: str, pk: str) -> Response:
        return self.run("invitation.revoke", id=path_id(pk), projectId=path_id(project_pk))

    @extend_schema(
        operation_id="acceptInvitation",
        parameters=[schema.IDEMPOTENCY_KEY],
        request=None,
        responses=schema.Project,
    )
    def accept(self, request: Request, token: str) -> Response:
        return self.run("invitation.accept", token=token)
