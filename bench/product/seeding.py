"""Makes worlds: signed-in people, projects with members, and cards on their boards."""

import random
from typing import Any

from accounts.models import RefreshFamily, User
from boards.models import Card, CardAssignee, CardLabel, Column, Hue, Label
from boards.positions import first_positions
from core.ids import new_id
from projects.dispatch.execute import execute
from projects.models import Membership, Project
from projects.permissions import Role

BATCH = 1000
WORDS = (
    "check",
    "draft",
    "wire",
    "proof",
    "count",
    "sort",
    "paint",
    "order",
    "fetch",
    "plan",
    "write",
    "tidy",
)
NO_PASSWORD = "!"


def make_world(*, people: int, boards: int, cards: int) -> dict[str, Any]:
    """Make a world. All people are members of a single board; of several boards each person is in one."""
    users = _people(people)
    members = [users if boards == 1 else users[number::boards] for number in range(boards)]
    return {
        "people": [{"id": str(user.pk), "family": str(user.pk)} for user in users],
        "boards": [_board(group, cards) for group in members],
    }


def _people(count: int) -> list[User]:
    """Create people with one token family each, whose id is the person's id."""
    tag = new_id().hex
    users = [
        User(email=f"{tag}-{number}@bench.example.com", display_name=f"Person {number}", password=NO_PASSWORD)
        for number in range(count)
    ]
    User.objects.bulk_create(users, BATCH)
    RefreshFamily.objects.bulk_create([RefreshFamily(pk=user.pk, user=user) for user in users], BATCH)
    return users


def _board(members: list[User], count: int) -> dict[str, Any]:
    """Create the project by its command, and its members and cards in bulk."""
    made = execute(members[0], "project.create", {"name": "A project to measure", "key": "BENCH"})
    project = Project.objects.get(pk=made.answer["id"])
    others = [Membership(project=project, user=user, role=Role.MEMBER) for user in members[1:]]
    Membership.objects.bulk_create(others, BATCH)
    cards = _cards(project, members[0], count)
    Project.objects.filter(pk=project.pk).update(last_card=count)
    labels, assignees = _assign(project, cards, members)
    return {
        "project": str(project.pk),
        "key": project.key,
        "members": [str(user.pk) for user in members],
        "cards": [_row(card, labels, assignees) for card in cards],
    }


def _cards(project: Project, creator: User, count: int) -> list[Card]:
    columns = list(Column.objects.filter(project=project))
    places = first_positions(-(-count // len(columns)))
    cards = [
        Card(
            project=project,
            column=columns[number % len(columns)],
            number=number + 1,
            title=_words(6),
            description=_words(30),
            position=places[number // len(columns)],
            created_by=creator,
        )
        for number in range(count)
    ]
    return Card.objects.bulk_create(cards, BATCH)


def _assign(
    project: Project, cards: list[Card], members: list[User]
) -> tuple[list[CardLabel], list[CardAssignee]]:
    """Give each card two labels and one assignee, in order."""
    made = [Label(project=project, name=hue, color=hue) for hue in Hue.values]
    Label.objects.bulk_create(made)
    labels = [
        CardLabel(project=project, card=card, label=made[(number + step) % len(made)])
        for number, card in enumerate(cards)
        for step in range(2)
    ]
    assignees = [
        CardAssignee(project=project, card=card, user=members[number % len(members)])
        for number, card in enumerate(cards)
    ]
    return CardLabel.objects.bulk_create(labels, BATCH), CardAssignee.objects.bulk_create(assignees, BATCH)


def _row(card: Card, labels: list[CardLabel], assignees: list[CardAssignee]) -> dict[str, Any]:
    """Return a card as peers copy it."""
    place = card.number - 1
    return {
        "id": str(card.pk),
        "number": card.number,
        "columnId": str(card.column_id),
        "title": card.title,
        "description": card.description,
        "position": card.position,
        "labelIds": [str(row.label_id) for row in labels[2 * place : 2 * place + 2]],
        "assigneeIds": [str(assignees[place].user_id)],
        "createdBy": str(card.created_by_id),
    }


def _words(count: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(count))
