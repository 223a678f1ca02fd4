"""Inputs of the commands on a single card."""

from boards.inputs.fields import Description, Placement, Versioned
from boards.models import TITLE_LENGTH
from core.moments import Moment
from core.wire import Id, Ids, Instant, Name, NewId
from projects.inputs import EntityInput


class CreateCard(Placement):
    id = NewId(required=False)
    project_id = Id(required=False)
    column_id = Id()
    title = Name(max_length=TITLE_LENGTH)
    description = Description(required=False, allow_null=True)
    label_ids = Ids(required=False, allow_null=True)
    assignee_ids = Ids(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)


class UpdateCard(Versioned):
    """`coverFileId` is one of the card's images, or null for no cover. `dueAt` may not precede `startAt`.

    Both are an all-day date or an instant.
    """

    title = Name(max_length=TITLE_LENGTH, required=False)
    description = Description(required=False, allow_null=True)
    label_ids = Ids(required=False, allow_null=True)
    assignee_ids = Ids(required=False, allow_null=True)
    start_at = Moment(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)
    done_at = Instant(required=False, allow_null=True)
    cover_file_id = Id(required=False, allow_null=True)


class MoveCard(Placement, Versioned):
    column_id = Id()


class CardAndFile(EntityInput):
    file_id = Id()
