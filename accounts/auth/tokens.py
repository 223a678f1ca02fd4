"""JWTs: a short-lived access token and a refresh token that is good once; all of one sign-in are a family."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from accounts.auth.user_agents import Device
from accounts.errors import TokenOver
from accounts.models import RefreshFamily, RefreshToken, User
from accounts.revocation import announce
from core.ids import new_id, parse_uuid
from core.sql import prepared

GRACE = timedelta(seconds=10)
NOWHERE = Device()
KEPT_CLAIMS = 10_000
VERSION_BITS = 31


class AccessJwt(Token):
    token_type = "access"
    lifetime = api_settings.ACCESS_TOKEN_LIFETIME


class RefreshJwt(Token):
    token_type = "refresh"
    lifetime = api_settings.REFRESH_TOKEN_LIFETIME


@dataclass(frozen=True, kw_only=True)
class Claims:
    user_id: UUID
    family: UUID
    version: int
    jti: UUID
    expires_at: datetime


def issue(user: User, *, device: Device = NOWHERE) -> dict[str, str]:
    """`{access, refresh}` of a new family. `user` has just proved who they are."""
    with transaction.atomic():
        return _pair(RefreshFamily.objects.create(user=user, **asdict(device)))


def rotate(refresh: str, *, device: Device = NOWHERE) -> dict[str, str]:
    """A new pair for a refresh token that has not been used. Raises TokenOver."""
    claims = read(refresh, kind=RefreshJwt)
    with transaction.atomic():
        family = _spend(claims)
        if family:
            RefreshFamily.objects.filter(pk=family.pk).update(**asdict(device), seen_at=timezone.now())
        pair = _pair(family) if family else None
    if pair is None:
        raise TokenOver
    return pair


def end(refresh: str) -> None:
    """Ends the family of a refresh token that has not been used. Raises TokenOver."""
    claims = read(refresh, kind=RefreshJwt)
    with transaction.atomic():
        family = _spend(claims)
        if family:
            _finish(family)
    if family is None:
        raise TokenOver


def end_family(user: User, family_id: UUID) -> bool:
    """False unless it is one of `user`'s that is good."""
    with transaction.atomic():
        families = user.refresh_families.select_for_update(of=("self",)).select_related("user")
        family = families.filter(pk=family_id, ended_at=None).first()
        if family:
            _finish(family)
    return family is not None


def check_access(access: str) -> tuple[User, Claims]:
    """Who the access token stands for, in one query. Raises TokenOver."""
    claims = _signed(access)
    if claims.expires_at + api_settings.LEEWAY <= timezone.now():
        raise TokenOver
    found = _signed_in(user_id=claims.user_id, family=claims.family, version=claims.version)
    if not found:
        raise TokenOver
    return found[0], claims


@lru_cache(maxsize=KEPT_CLAIMS)
def _signed(access: str) -> Claims:
    """A signature that was good stays good; the rest is looked at each time. Raises TokenOver."""
    return read(access, kind=AccessJwt)


@prepared
def _signed_in(user_id: Any, family: Any, version: Any) -> Any:
    people = User.objects.filter(pk=user_id, is_active=True, token_version=version)
    return people.filter(refresh_families=family, refresh_families__ended_at=None)


def read(encoded: str, *, kind: type[Token]) -> Claims:
    """What the token says; signature, kind and expiry are checked, nothing in the database is."""
    try:
        return _claims(kind(encoded))  # type: ignore[arg-type]  # simplejwt annotates the encoded text as a Token
    except (TokenError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise TokenOver from error


def _claims(token: Token) -> Claims:
    version = token["ver"]
    if type(version) is not int or version.bit_length() > VERSION_BITS:
        raise ValueError("ver is a whole number that a column holds")
    return Claims(
        user_id=parse_uuid(token["sub"]),
        family=parse_uuid(token["family"]),
        version=version,
        jti=parse_uuid(token["jti"]),
        expires_at=_expiry(token),
    )


def _spend(claims: Claims) -> RefreshFamily | None:
    """Marks the token as used under the family's lock. None: refused.

    A used token that comes back within GRACE is a client that sent twice or lost the answer; later it is a
    copy in other hands, and the whole family ends. The caller raises after the commit, which keeps the end.
    """
    family = _locked(claims)
    token = family.tokens.filter(pk=claims.jti).first() if family else None
    if family is None or token is None:
        return None
    now = timezone.now()
    if token.used_at is not None:
        if now - token.used_at > GRACE:
            _finish(family)
        return None
    token.used_at = now
    token.save(update_fields=["used_at"])
    return family


def _locked(claims: Claims) -> RefreshFamily | None:
    families = RefreshFamily.objects.select_for_update(of=("self",)).select_related("user")
    family = families.filter(
        pk=claims.family, user_id=claims.user_id, user__is_active=True, ended_at=None
    ).first()
    return family if family and family.user.token_version == claims.version else None


def _finish(family: RefreshFamily) -> None:
    family.ended_at = timezone.now()
    family.save(update_fields=["ended_at"])
    transaction.on_commit(lambda: announce(family.user_id, family=family.pk), robust=True)


def _pair(family: RefreshFamily) -> dict[str, str]:
    refresh, access = (_made(kind(), family=family) for kind in (RefreshJwt, AccessJwt))
    RefreshToken.objects.create(jti=refresh["jti"], family=family, expires_at=_expiry(refresh))
    return {"access": str(access), "refresh": str(refresh)}


def _made(token: Token, *, family: RefreshFamily) -> Token:
    token["sub"] = str(family.user_id)
    token["jti"] = str(new_id())
    token["family"] = str(family.pk)
    token["ver"] = family.user.token_version
    return token


def _expiry(token: Token) -> datetime:
    return datetime.fromtimestamp(token["exp"], tz=UTC)
