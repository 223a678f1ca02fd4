"""Stock Channels: a JSON consumer in a group, as in the tutorial. Runs on Daphne."""

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
# The core layer silently drops messages above the capacity of a channel, which is 100 by default.
CAPACITY = {"core": {"capacity": 10_000, "expiry": 600}, "pubsub": {}}


def layer_of(name: str, redis_url: str) -> dict[str, Any]:
    """Return the settings of the channel layer `name`, for the server and for the publisher.

    By default redis-py 8 closes idle readers after 5 s and limits a pool to 100 connections.
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
