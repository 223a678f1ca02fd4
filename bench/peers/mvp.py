"""The stack of the original MVP: FastAPI and python-socketio with its Redis manager, SQLAlchemy on asyncpg.

Small, but optimized: tokens are checked without the database, a move takes three statements, JSON is written
by orjson, and an event is encoded once. Runs on uvicorn with uvloop and httptools.
"""

import os
from typing import Any
from uuid import UUID

import jwt
import orjson
import socketio
from fastapi import FastAPI, Request, Response
from redis import asyncio as aioredis
from socketio.exceptions import ConnectionRefusedError as SocketRefused
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import create_async_engine

from bench.peers.mvp_moves import Move, Refused, move_card
from bench.peers.mvp_tables import members

KEPT_SECONDS = 120


class Json:
    """orjson with the interface that Socket.IO expects."""

    loads = staticmethod(orjson.loads)

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return orjson.dumps(value).decode()


engine = create_async_engine(
    os.environ["DATABASE_URL"],
    pool_size=10,
    max_overflow=0,
    json_serializer=Json.dumps,
    json_deserializer=orjson.loads,
)
# For single statements without a transaction.
reads = engine.execution_options(isolation_level="AUTOCOMMIT")
redis = aioredis.Redis.from_url(os.environ["REDIS_URL"])
sio = socketio.AsyncServer(
    async_mode="asgi",
    client_manager=socketio.AsyncRedisManager(os.environ["REDIS_URL"]),
    json=Json,
    transports=["websocket"],
    cors_allowed_origins="*",
)
api = FastAPI(openapi_url=None)
app = socketio.ASGIApp(sio, other_asgi_app=api)
statements = {"sent": 0}


@event.listens_for(engine.sync_engine, "before_cursor_execute")
def _count(*_: Any) -> None:
    statements["sent"] += 1


def user_of(token: str) -> UUID:
    """Return the user id of a token. Raises jwt.InvalidTokenError."""
    return UUID(jwt.decode(token, os.environ["JWT_KEY"], algorithms=["HS256"])["sub"])


# ── The socket ────────────────────────────────────────────────────────────────────────────────────
@sio.event
async def connect(sid: str, environ: dict[str, Any], auth: dict[str, str] | None) -> None:
    try:
        await sio.save_session(sid, {"user": user_of((auth or {}).get("token", ""))})
    except jwt.InvalidTokenError:
        raise SocketRefused("unauthenticated") from None


@sio.event
async def join(sid: str, data: dict[str, str]) -> dict[str, Any]:
    user = (await sio.get_session(sid))["user"]
    rows = select(members.c.role).where(
        members.c.project_id == UUID(data["projectId"]), members.c.user_id == user
    )
    async with reads.connect() as connection:
        role = await connection.scalar(rows)
    if role is None:
        return {"error": "not_found"}
    await sio.enter_room(sid, f"project:{data['projectId']}")
    return {"role": role}


@sio.on("card.move")
async def move_by_socket(sid: str, data: dict[str, Any]) -> dict[str, Any]:
    user = (await sio.get_session(sid))["user"]
    try:
        return {"payload": await move_once(user, UUID(data["id"]), UUID(data["eventId"]), data)}
    except Refused as refused:
        return {"error": refused.code}


# ── REST ──────────────────────────────────────────────────────────────────────────────────────────
@api.post("/api/cards/{card_id}/move")
async def move_by_rest(card_id: UUID, request: Request) -> Response:
    try:
        user = user_of(request.headers.get("authorization", "").removeprefix("Bearer "))
        event_id = UUID(request.headers["idempotency-key"])
        card = await move_once(user, card_id, event_id, orjson.loads(await request.body()))
    except jwt.InvalidTokenError:
        return respond({"code": "unauthenticated"}, 401)
    except Refused as refused:
        return respond({"code": refused.code}, refused.status)
    return respond(card, 200)


@api.get("/statements")
async def count_statements() -> Response:
    return respond(statements, 200)


def respond(body: Any, status: int) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")


# ── Shared ───────────────────────────────────────────────────────────────────────────────────
async def move_once(user: UUID, card_id: UUID, event_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Move a card, broadcast the event to the room, and return the card. Raises Refused."""
    key = f"event:{user}:{event_id}"
    if not await redis.set(key, "1", nx=True, ex=KEPT_SECONDS):
        raise Refused("duplicate", 409)
    target = {"column": UUID(data["columnId"]), "after": UUID(data["after"]), "version": data["version"]}
    try:
        moved = await move_card(engine, Move(user=user, card=card_id, event_id=event_id, **target))
    except BaseException:
        await redis.delete(key)
        raise
    await sio.emit(moved["type"], moved, room=f"project:{moved['projectId']}")
    return moved["payload"]
