"""Access tokens as a sign-in or a renewal would have given them a moment ago; every contestant takes them."""

import time
from uuid import uuid4

import jwt

from bench.world import Row

KEY = "only the load client and the contestants on this machine know it, for as long as they run"
LIFETIME = 300
FRESH_SECONDS = 100

_held: dict[str, tuple[float, str]] = {}


def token_of(person: Row) -> str:
    made, token = _held.get(person["id"], (0.0, ""))
    if time.time() - made > FRESH_SECONDS:
        made, token = time.time(), _made(person, int(time.time()))
        _held[person["id"]] = (made, token)
    return token


def _made(person: Row, now: int) -> str:
    claims = {
        "token_type": "access",
        "sub": person["id"],
        "jti": str(uuid4()),
        "family": person["family"],
        "ver": 1,
        "iat": now,
        "exp": now + LIFETIME,
    }
    return jwt.encode(claims, KEY, algorithm="HS256")
