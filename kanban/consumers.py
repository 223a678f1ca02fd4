"""The WebSocket consumer of a browser, with everything that the apps add to a project's room."""

from chat.consumers import ChatConsumer


class BrowserConsumer(ChatConsumer):
    """Boards use commands alone; chat adds its signals, such as typing."""
