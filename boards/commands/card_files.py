"""Files on cards: attached, detached, and let go of when they are deleted."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from boards.commands.cards import saved, standing_card
from boards.inputs.single import CardAndFile
from boards.models import Card, CardFile
from boards.wire.board import card_wire
from files.models import File
from files.references import HOLDERS, LISTERS, RELEASERS
from projects.errors import invalid_field
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of

FILES_PER_CARD = 100


@command("card.attach", input=CardAndFile, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def attach_file(member: Member, *, id: UUID, file_id: UUID) -> Event:
    card, file = standing_card(member, id), _file(member, file_id)
    before = card_wire(card, member.project)
    if str(file_id) not in before["fileIds"]:
        if before["fileCount"] >= FILES_PER_CARD:
            raise invalid_field("fileId", _("At most %(count)d files a card.") % {"count": FILES_PER_CARD})
        CardFile.objects.create(project=member.project, card=card, file=file)
    return saved(member, card, before, rehung=True)


@command("card.detach", input=CardAndFile, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def detach_file(member: Member, *, id: UUID, file_id: UUID) -> Event:
    card, file = standing_card(member, id), _file(member, file_id)
    before = card_wire(card, member.project)
    CardFile.objects.filter(card=card, file=file).delete()
    if card.cover_id == file_id:
        card.cover = None
    return saved(member, card, before, "cover", rehung=True)


def strip_files(member: Member, file_ids: list[UUID]) -> dict[str, Any]:
    """Takes files that are deleted off all cards, without raising their versions."""
    rows = CardFile.objects.filter(project=member.project, file__in=file_ids)
    cards = list(dict.fromkeys(rows.order_by("id").values_list("card_id", flat=True)))
    rows.delete()
    Card.objects.filter(pk__in=cards, cover__in=file_ids).update(cover=None)
    return {"card_ids": [cards, []]} if cards else {}


def files_on_cards(file_ids: list[UUID]) -> set[UUID]:
    return set(CardFile.objects.filter(file__in=file_ids).values_list("file_id", flat=True))


def files_of_card(project_id: UUID, card_id: UUID) -> QuerySet[Any, Any]:
    return CardFile.objects.filter(project=project_id, card=card_id).values("file_id")


RELEASERS.append(strip_files)
HOLDERS.append(files_on_cards)
LISTERS["cardId"] = files_of_card


def _file(member: Member, file_id: UUID) -> File:
    file = File.objects.kept().filter(project=member.project, pk=file_id).first()
    if file is None:
        raise invalid_field("fileId", _("There is no such file."))
    return file
