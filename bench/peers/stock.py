"""Stock Channels: a JSON consumer in a group, as the tutorial has it. Run by Daphne."""

import os
from typing import Any

import jwt
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import path

LAYERS = {
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}
# The core layer drops what is over a channel's capacity, 100 by itself, without a word.
CAPACITY = {"core": {"capacity": 10_000, "expiry": 600}, "pubsub": {}}


def layer_of(name: str, redis_url: str) -> dict[str, Any]:
    """The channel layer `name`, for the server and for whoever feeds it.

    redis-py 8 gives an idle reader up after 5 s and has at most 100 connections, unless told otherwise.
    """
    host = {"address": redis_url, "max_connections": 4000, "socket_timeout": None}
    return {"BACKEND": LAYERS[name], "CONFIG": {"hosts": [host], **CAPACITY[name]}}


class BoardConsumer(AsyncJsonWebsocketConsumer):
    async def connect(self) -> None:
        token = dict(self.scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
        try:
            jwt.decode(token, os.environ["JWT_KEY"], algorithms=["HS256"])
        except jwt.InvalidTokenError:
            await self.close(4401)
            return
        self.group = f"project.{self.scope['url_route']['kwargs']['project_id']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def project_event(self, message: dict[str, Any]) -> None:
        await self.send_json(message["event"])


if not settings.configured:
    settings.configure(
        SECRET_KEY=os.environ["JWT_KEY"],
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["channels"],
        ROOT_URLCONF="bench.peers.stock",
        CHANNEL_LAYERS={"default": layer_of(os.environ["LAYER"], os.environ["REDIS_URL"])},
    )
urlpatterns: list[Any] = []
application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter([path("ws/<uuid:project_id>", BoardConsumer.as_asgi())]),
    }
)
