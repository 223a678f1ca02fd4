"""The commands of this app; importing it registers them."""

from projects.commands import history, invitations, members, projects

__all__ = ["history", "invitations", "members", "projects"]
