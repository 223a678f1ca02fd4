"""The board of a new project, with its first three columns."""

import datetime as dt

from django.utils.translation import gettext as _

from boards.models import Board, Column, Hue
from boards.positions import first_positions
from projects.commands.projects import on_project_created
from projects.models import Project


@on_project_created.register
def found_board(project: Project, at: dt.datetime) -> None:
    board = Board.objects.create(project=project, name=project.name, created_at=at)
    starters = [(_("Todo"), Hue.BLUE), (_("In Progress"), Hue.AMBER), (_("Done"), Hue.GREEN)]
    for (name, color), position in zip(starters, first_positions(len(starters)), strict=True):
        Column.objects.create(
            project=project, board=board, name=name, color=color, position=position, created_at=at
        )
