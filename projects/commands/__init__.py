"""The commands of this app; importing it registers them."""

from projects.commands import invitations, members, projects

__all__ = ["invitations", "members", "projects"]
