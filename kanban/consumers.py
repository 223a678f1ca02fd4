"""The one socket of a browser: everything that the apps bring to a project's room."""

from chat.consumers import ChatConsumer


class BrowserConsumer(ChatConsumer):
    """Boards speak through commands alone; chat adds its signals."""
