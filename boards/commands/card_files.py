"""Commands that attach files to cards and detach them; and what happens to cards when a file is deleted."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from boards.commands.cards import changed_card_event, get_card
from boards.inputs.cards import CardAndFile
from boards.models import Card, CardFile
from boards.wire.cards import card_wire
from files.models import File
from files.references import file_list_filters, file_reference_lookups, on_file_deleted
from projects.errors import invalid_field
from projects.events.log import Changes
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of

FILES_PER_CARD = 100


@command("card.attach", input=CardAndFile, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def attach_file(member: Member, *, id: UUID, file_id: UUID) -> Event:
    card, file = get_card(member, id), _file(member, file_id)
    before = card_wire(card, member.project)
    if str(file_id) not in before["fileIds"]:
        if before["fileCount"] >= FILES_PER_CARD:
            raise invalid_field("fileId", _("At most %(count)d files per card.") % {"count": FILES_PER_CARD})
        CardFile.objects.create(project=member.project, card=card, file=file)
    return changed_card_event(member, card, before, relations_changed=True)


@command("card.detach", input=CardAndFile, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def detach_file(member: Member, *, id: UUID, file_id: UUID) -> Event:
    card, file = get_card(member, id), _file(member, file_id)
    before = card_wire(card, member.project)
    CardFile.objects.filter(card=card, file=file).delete()
    if card.cover_id == file_id:
        card.cover = None
    return changed_card_event(member, card, before, "cover", relations_changed=True)


@on_file_deleted.register
def strip_files(member: Member, file_ids: list[UUID]) -> Changes:
    """Detach deleted files from all cards, without raising the versions of the cards."""
    rows = CardFile.objects.filter(project=member.project, file__in=file_ids)
    cards = list(dict.fromkeys(rows.order_by("id").values_list("card_id", flat=True)))
    rows.delete()
    Card.objects.filter(pk__in=cards, cover__in=file_ids).update(cover=None)
    return {"card_ids": [cards, []]} if cards else {}


@file_reference_lookups.register
def files_on_cards(file_ids: list[UUID]) -> set[UUID]:
    return set(CardFile.objects.filter(file__in=file_ids).values_list("file_id", flat=True))


@file_list_filters.register("cardId")
def files_of_card(project_id: UUID, card_id: UUID) -> QuerySet[Any, Any]:
    return CardFile.objects.filter(project=project_id, card=card_id).values("file_id")


def _file(member: Member, file_id: UUID) -> File:
    file = File.objects.undeleted().filter(project=member.project, pk=file_id).first()
    if file is None:
        raise invalid_field("fileId", _("File not found."))
    return file
