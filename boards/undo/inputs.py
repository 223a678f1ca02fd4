"""What an undo hands to the commands that put comments, checklists and their items back as they were."""

from boards.inputs.single import Position
from boards.models import COMMENT_LENGTH, ITEM_LENGTH, NAME_LENGTH
from core.wire import Flag, Id, Instant, Text, WireSerializer
from projects.inputs import InProject, OfEntity, Prose


class CommentBack(OfEntity):
    text = Prose(max_length=COMMENT_LENGTH)


class ChecklistPutBack(OfEntity):
    position = Position()


class ItemPutBack(OfEntity):
    checklist_id = Id(required=False)
    position = Position(required=False)


class ItemAsItWas(WireSerializer):
    id = Id()
    text = Text(max_length=ITEM_LENGTH, lines=True)
    position = Position()
    done = Flag()
    assignee_id = Id(allow_null=True)
    due_at = Instant(allow_null=True)


class ChecklistBack(InProject):
    id = Id()
    card_id = Id()
    name = Text(max_length=NAME_LENGTH)
    position = Position()
    items = ItemAsItWas(many=True)


class ItemBack(InProject):
    checklist_id = Id()
    item = ItemAsItWas()


class ItemOfCardBack(ItemBack):
    card_id = Id()


class ItemAndCard(OfEntity):
    """An item, and the card in the trash that was made of it once."""

    card_id = Id()
