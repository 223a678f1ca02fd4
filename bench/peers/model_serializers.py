"""The board by DRF's ModelSerializers: a prefetch per relation, no queries in loops, no descriptions.

The product itself serves it beside its own endpoint, so that authentication, middleware, connection pool and
JSON renderer are the same, and only reading differs.
"""

import datetime as dt
from functools import partial
from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from boards.models import Board, Card, Column, Label
from core.wire import instant
from kanban.urls import urlpatterns as product
from projects.api.viewsets import CommandViewSet
from projects.models import Membership, Project

PATH = "api/v1/projects/{}/board-by-model-serializers"


Ids = partial(serializers.PrimaryKeyRelatedField, read_only=True)


class Moment(serializers.DateTimeField):
    """A time as on the wire, with milliseconds and Z."""

    def to_representation(self, value: dt.datetime) -> str:
        return str(instant(value))


class ProjectSerializer(serializers.ModelSerializer):
    removesLocation = serializers.BooleanField(source="removes_location")
    mentionAll = serializers.CharField(source="mention_all")
    createdBy = serializers.UUIDField(source="created_by_id")
    createdAt = Moment(source="created_at")
    updatedAt = Moment(source="updated_at")

    class Meta:
        model = Project
        fields = ("id", "name", "key", "removesLocation", "mentionAll", "createdBy", "createdAt", "updatedAt")


class BoardSerializer(serializers.ModelSerializer):
    projectId = serializers.UUIDField(source="project_id")
    createdAt = Moment(source="created_at")

    class Meta:
        model = Board
        fields = ("id", "projectId", "name", "createdAt")


class ColumnSerializer(serializers.ModelSerializer):
    projectId = serializers.UUIDField(source="project_id")
    wipLimit = serializers.IntegerField(source="wip_limit")

    class Meta:
        model = Column
        fields = ("id", "projectId", "name", "color", "position", "wipLimit", "version")


class LabelSerializer(serializers.ModelSerializer):
    projectId = serializers.UUIDField(source="project_id")

    class Meta:
        model = Label
        fields = ("id", "projectId", "name", "color")


class MemberSerializer(serializers.ModelSerializer):
    userId = serializers.UUIDField(source="user_id")
    displayName = serializers.CharField(source="user.display_name")
    joinedAt = Moment(source="joined_at")

    class Meta:
        model = Membership
        fields = ("userId", "displayName", "role", "joinedAt")


class CardSerializer(serializers.ModelSerializer):
    key = serializers.SerializerMethodField()
    projectId = serializers.UUIDField(source="project_id")
    columnId = serializers.UUIDField(source="column_id")
    labelIds: Any = Ids(source="labels", many=True)
    assigneeIds: Any = Ids(source="assignees", many=True)
    fileIds: Any = Ids(source="files", many=True)
    startAt = Moment(source="start_at")
    dueAt = Moment(source="due_at")
    doneAt = Moment(source="done_at")
    archivedAt = Moment(source="archived_at")
    createdBy = serializers.UUIDField(source="created_by_id")
    createdAt = Moment(source="created_at")
    updatedAt = Moment(source="updated_at")
    commentCount = serializers.IntegerField(source="comment_count")
    checklistTotal = serializers.IntegerField(source="checklist_total")
    checklistDone = serializers.IntegerField(source="checklist_done")
    fileCount = serializers.SerializerMethodField("count_files")
    coverFileId = serializers.UUIDField(source="cover_id")

    class Meta:
        model = Card
        fields = (
            *("id", "number", "key", "projectId", "columnId", "title", "position", "version"),
            *("labelIds", "assigneeIds", "fileIds", "startAt", "dueAt", "doneAt", "archivedAt", "createdBy"),
            *("createdAt", "updatedAt", "commentCount", "checklistTotal", "checklistDone", "fileCount"),
            "coverFileId",
        )

    def get_key(self, card: Card) -> str:
        return f"{self.context['project'].key}-{card.number}"

    def count_files(self, card: Card) -> int:
        return len(card.files.all())


class BoardByModelSerializers(CommandViewSet):
    def retrieve(self, request: Request, project_pk: str) -> Response:
        return Response(snapshot(self.project(project_pk)))


def snapshot(project: Project) -> dict[str, Any]:
    cards = (
        Card.objects.open()
        .filter(project=project)
        .order_by("column__position", "position")
        .defer("description")
        .prefetch_related("labels", "assignees", "files")
    )
    members = Membership.objects.filter(project=project).select_related("user").order_by("joined_at", "id")
    return {
        "seq": project.last_seq,
        "project": ProjectSerializer(project).data,
        "board": BoardSerializer(Board.objects.get(project=project)).data,
        "columns": ColumnSerializer(Column.objects.undeleted().filter(project=project), many=True).data,
        "cards": CardSerializer(cards, many=True, context={"project": project}).data,
        "labels": LabelSerializer(Label.objects.filter(project=project), many=True).data,
        "members": MemberSerializer(members, many=True).data,
    }


urlpatterns = [
    path(PATH.format("<str:project_pk>"), BoardByModelSerializers.as_view({"get": "retrieve"})),
    *product,
]
