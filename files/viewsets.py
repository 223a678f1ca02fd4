"""REST endpoints of files: upload, list, download, thumbnail, delete."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.ids import parse_uuid
from files import schema
from files.content_types.catalogue import KINDS
from files.content_types.kinds import of_kind
from files.download import content_response, thumbnail_response
from files.errors import StorageFull
from files.models import File
from files.references import file_list_filters
from files.serialization import file_wire
from files.thumbnails.queue import wait_for_thumbnail
from files.upload import upload
from projects.api.schema import CURSOR, IDEMPOTENCY_KEY, LIMIT
from projects.api.viewsets import CommandViewSet, idempotency_key, path_id, request_origin
from projects.errors import Invalid, NotFound, invalid_field

BINARY_ACTIONS = ("retrieve", "thumbnail")


@extend_schema(tags=["files"])
class FileViewSet(CommandViewSet):
    @extend_schema(
        operation_id="uploadFile",
        parameters=[schema.PROJECT, IDEMPOTENCY_KEY],
        request=schema.UPLOAD_FORM,
        responses={201: schema.File},
    )
    def create(self, request: Request) -> Response:
        """At most 10 MiB. The content decides the type; texts and rare formats are known by their ending.

        Leaves the event `file.uploaded` (member and above).
        """
        outcome = upload(
            self.actor,
            uuid_parameter(request, "project_id"),
            uploaded_file(request),
            event_id=idempotency_key(request),
            origin=request_origin(request),
        )
        return Response(outcome.answer, status=201)

    @extend_schema(
        operation_id="listFiles",
        parameters=[schema.KIND, schema.CARD, LIMIT, CURSOR],
        responses=schema.FilePage,
    )
    def list(self, request: Request, project_pk: str) -> Response:
        """Newest first."""
        project = self.project(project_pk)
        rows = File.objects.undeleted().filter(project=project)
        if "kind" in request.query_params:
            rows = rows.filter(of_kind(_kind_parameter(request)))
        for name in file_list_filters.keys() & request.query_params.keys():
            rows = rows.filter(pk__in=file_list_filters[name](project.pk, uuid_parameter(request, name)))
        return self.page(rows, "-created_at", "-id", show=lambda page: [file_wire(row) for row in page])

    @extend_schema(
        operation_id="getFile", parameters=[schema.RANGE, schema.FRAME], responses=schema.CONTENT_RESPONSES
    )
    def retrieve(self, request: Request, pk: str) -> HttpResponseBase:
        """The bytes, for members only; or the way to them. `ETag`, one range, `attachment` unless shown."""
        return content_response(request._request, self._file(pk))

    @extend_schema(operation_id="getThumbnail", responses=schema.THUMBNAIL_RESPONSES)
    def thumbnail(self, request: Request, pk: str) -> HttpResponseBase:
        """A picture made small. Only files with `width` and `height` have one.

        `unavailable` while it is not made yet, which takes seconds after an upload.
        """
        file = self._file(pk)
        if file.thumbnail_key is None and file.is_picture:
            wait_for_thumbnail(file.pk)
            file.refresh_from_db(fields=["thumbnail_key", "thumbnail_failed"])
        if file.thumbnail_key is None:
            raise NotFound
        return thumbnail_response(request._request, file)

    @extend_schema(operation_id="deleteFile", parameters=[IDEMPOTENCY_KEY], responses=schema.File)
    def destroy(self, request: Request, pk: str) -> Response:
        """By who uploaded it, or an admin. It is taken off cards and messages, and out of storage."""
        return self.run("file.delete", id=path_id(pk))

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Ignore the `Accept` header of a download: the file has one type, whatever a browser prefers."""
        return super().perform_content_negotiation(request, force=force or self.action in BINARY_ACTIONS)

    def _file(self, pk: str) -> File:
        """Return a file of a project that the actor is a member of. Raises NotFound."""
        rows = File.objects.undeleted().filter(
            project__deleted_at=None, project__memberships__user=self.actor
        )
        file = rows.filter(pk=path_id(pk)).first()
        if file is None:
            raise NotFound
        return file


def uuid_parameter(request: Request, name: str) -> UUID:
    """Return a query parameter as a UUID. Raises Invalid."""
    try:
        return parse_uuid(request.query_params.get(name))
    except ValueError:
        raise invalid_field(name, _("This must be an id.")) from None


def uploaded_file(request: Request) -> UploadedFile:
    """Return the file of the form's only field, `file`. Raises Invalid or StorageFull."""
    try:
        files, texts = request.FILES, request.POST
    except OSError as error:
        raise StorageFull from error
    unknown = {*files, *texts} - {"file"}
    if unknown:
        raise Invalid(fields={str(name)[:80]: [_("Unknown field.")] for name in sorted(unknown)[:20]})
    uploaded = files.getlist("file")
    if len(uploaded) != 1:
        raise invalid_field("file", _("Send one file."))
    return uploaded[0]


def _kind_parameter(request: Request) -> str:
    """Return the query parameter `kind`. Raises Invalid."""
    kind = request.query_params["kind"]
    if kind not in KINDS:
        raise invalid_field("kind", _("Must be one of: %(names)s.") % {"names": ", ".join(KINDS)})
    return kind
