"""REST doors of this app. A write is a command; a read starts from the person or the project."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.models import User
from core.client_ip import client_address
from core.ids import parse_uuid
from projects.api import schema
from projects.api.pagination import Pages, limit_of, whole_number
from projects.dispatch.execute import Origin, execute
from projects.errors import Forbidden, Invalid, NotFound
from projects.events.log import served
from projects.inputs import CreateInvitation, CreateProject, UpdateMember, UpdateProject
from projects.models import HIGHEST_SEQ, Event, Invitation, Membership, Project
from projects.permissions import Role
from projects.serialization import invitation_answer, member_wire, project_wire


class CommandViewSet(ViewSet):
    """`run` does a command for the request: its body, the ids of its path, its Idempotency-Key."""

    lookup_value_regex = "[^/]+"

    def run(self, name: str, *, status: int = 200, query: tuple[str, ...] = (), **ids: object) -> Response:
        data = {**self._body(ids), **self._numbers(query), **{key: str(value) for key, value in ids.items()}}
        outcome = execute(
            self.actor,
            name,
            data,
            event_id=idempotency_key(self.request),
            origin=Origin(address=client_address(self.request) or None),
        )
        return Response(outcome.told, status=status)

    @property
    def actor(self) -> User:
        return self.request.user  # type: ignore[return-value]

    def project(self, pk: str, *, role: Role = Role.VIEWER) -> Project:
        """The project of the path, for a member of at least `role`. Raises NotFound, Forbidden."""
        rows = Membership.objects.select_related("project").filter(project__deleted_at=None)
        mine = rows.filter(project_id=path_id(pk), user=self.actor).first()
        if mine is None:
            raise NotFound
        if not Role(mine.role).may(role):
            raise Forbidden
        return mine.project

    def page(self, rows: QuerySet[Any], *ordering: str, show: Any) -> Response:
        pages = Pages(*ordering)
        shown = show(pages.paginate_queryset(rows, self.request, self))
        return Response(
            {"results": shown, "next": pages.get_next_link(), "previous": pages.get_previous_link()}
        )

    def _body(self, ids: Mapping[str, object]) -> Mapping[str, Any]:
        """What the path says is not said again in the body."""
        body = self.request.data
        if not isinstance(body, Mapping):
            raise Invalid(_("An object is expected."))
        said_twice = [key for key in body if key in ids or (ids and key == "projectId")]
        if said_twice:
            raise Invalid(fields={key: [_("There is no such field.")] for key in said_twice})
        return body

    def _numbers(self, names: tuple[str, ...]) -> dict[str, int]:
        given = [name for name in names if name in self.request.query_params]
        return {name: whole_number(self.request, name, default=0, low=0, high=HIGHEST_SEQ) for name in given}


def path_id(text: str) -> UUID:
    """An id in a path; whatever is none names nothing."""
    try:
        return parse_uuid(text)
    except ValueError:
        raise NotFound from None


def idempotency_key(request: Request) -> UUID | None:
    text = request.headers.get("Idempotency-Key")
    if text is None:
        return None
    try:
        return parse_uuid(text)
    except ValueError:
        raise Invalid(_("Idempotency-Key must be a UUID.")) from None


@extend_schema(tags=["projects"])
class ProjectViewSet(CommandViewSet):
    """The person's projects, and what belongs to a project as a whole."""

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
        parameters=[schema.KEY],
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
        parameters=[schema.KEY],
        request=schema.without(UpdateProject, "id", "projectId"),
        responses=schema.Project,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        return self.run("project.update", id=path_id(pk))

    @extend_schema(operation_id="deleteProject", parameters=[schema.KEY], responses=schema.Project)
    def destroy(self, request: Request, pk: str) -> Response:
        return self.run("project.delete", id=path_id(pk))

    @extend_schema(
        operation_id="listEvents",
        parameters=[OpenApiParameter("since", OpenApiTypes.INT), schema.LIMIT],
        responses=schema.EventPage,
    )
    @action(detail=True, url_path="events")
    def events(self, request: Request, pk: str) -> Response:
        """The log, oldest first, after `since`."""
        project = self.project(pk)
        since = whole_number(request, "since", default=0, low=0, high=HIGHEST_SEQ)
        limit = limit_of(request)
        rows = list(Event.objects.filter(project=project, seq__gt=since).order_by("seq")[: limit + 1])
        later = self._events_from(request, rows[limit - 1].seq) if len(rows) > limit else None
        earlier = self._events_from(request, max(0, since - limit)) if since else None
        return Response({"results": served(rows[:limit]), "next": later, "previous": earlier})

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
        """The log with who and from where, newest first; for admins and owners."""
        project = self.project(pk, role=Role.ADMIN)
        rows = Event.objects.filter(project=project).select_related("actor")
        return self.page(rows, "-seq", show=_audited)


def _audited(rows: list[Event]) -> list[dict[str, Any]]:
    return [
        {**wire, "actorEmail": row.actor.email, "address": row.address}
        for row, wire in zip(rows, served(rows), strict=True)
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
        parameters=[schema.KEY],
        request=schema.without(UpdateMember, "projectId", "userId"),
        responses=schema.Member,
    )
    def partial_update(self, request: Request, project_pk: str, pk: str) -> Response:
        return self.run("member.update", projectId=path_id(project_pk), userId=path_id(pk))

    @extend_schema(operation_id="removeMember", parameters=[schema.KEY], responses=schema.Member)
    def destroy(self, request: Request, project_pk: str, pk: str) -> Response:
        """Of oneself: leaving."""
        return self.run("member.remove", projectId=path_id(project_pk), userId=path_id(pk))


@extend_schema(tags=["people"])
class InvitationViewSet(CommandViewSet):
    @extend_schema(
        operation_id="listInvitations",
        parameters=[schema.LIMIT, schema.CURSOR],
        responses=schema.InvitationPage,
    )
    def list(self, request: Request, project_pk: str) -> Response:
        """Those that can still be accepted; for admins and owners."""
        project = self.project(project_pk, role=Role.ADMIN)
        rows = Invitation.objects.open().filter(project=project)
        return self.page(
            rows, "-created_at", "-id", show=lambda page: [invitation_answer(row) for row in page]
        )

    @extend_schema(
        operation_id="createInvitation",
        parameters=[schema.KEY],
        request=schema.without(CreateInvitation, "projectId"),
        responses={201: schema.Invitation},
    )
    def create(self, request: Request, project_pk: str) -> Response:
        """Token and url are told once; a repeat with the same key is answered with null for both."""
        return self.run("invitation.create", status=201, projectId=path_id(project_pk))

    @extend_schema(operation_id="revokeInvitation", parameters=[schema.KEY], responses=schema.Invitation)
    def destroy(self, request: Request, project_pk: str, pk: str) -> Response:
        return self.run("invitation.revoke", id=path_id(pk), projectId=path_id(project_pk))

    @extend_schema(
        operation_id="acceptInvitation", parameters=[schema.KEY], request=None, responses=schema.Project
    )
    def accept(self, request: Request, token: str) -> Response:
        return self.run("invitation.accept", token=token)
