"""Access tokens as a fresh sign-in would return them; every contestant accepts them."""

import time
from uuid import uuid4

import jwt

from bench.world import Row

KEY = "only the load client and the contestants on this machine know it, for as long as they run"
LIFETIME = 300
FRESH_SECONDS = 100

_issued: dict[str, tuple[float, str]] = {}


def token_of(person: Row) -> str:
    made, token = _issued.get(person["id"], (0.0, ""))
    if time.time() - made > FRESH_SECONDS:
        made, token = time.time(), _issue(person, int(time.time()))
        _issued[person["id"]] = (made, token)
    return token


def _issue(person: Row, now: int) -> str:
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
