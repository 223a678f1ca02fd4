"""The passwords of the demo: random, and stored in VAR_DIR so that every start can print them."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
CHANGED = "(changed since)"


class SignIn(NamedTuple):
    """A stored password. Comparing `hashed` shows quickly whether the user still has this password."""

    email: str
    password: str
    hashed: str


def path() -> Path:
    return settings.VAR_DIR / "demo-sign-ins.txt"


def stored() -> dict[str, SignIn]:
    """Return the stored passwords by e-mail address; empty if there are none."""
    if not path().exists():
        return {}
    sign_ins = [SignIn(*line.split("\t")) for line in path().read_text().splitlines()]
    return {sign_in.email: sign_in for sign_in in sign_ins}


def make(addresses: Iterable[str]) -> dict[str, SignIn]:
    """Store a random password for each address that has none yet; return all."""
    sign_ins = stored()
    for address in addresses:
        if address not in sign_ins:
            password = _random()
            sign_ins[address] = SignIn(address, password, make_password(password))
    _store(sign_ins.values())
    return sign_ins


def password_of(user: User) -> str:
    """Return the stored password of `user`, or a note that it was changed."""
    sign_in = stored().get(user.email)
    if sign_in is None:
        return CHANGED
    same = user.password == sign_in.hashed or user.check_password(sign_in.password)
    return sign_in.password if same else CHANGED


def _store(sign_ins: Iterable[SignIn]) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    # Recreated instead of restricted afterwards, so that nobody else can read it at any moment.
    path().unlink(missing_ok=True)
    with os.fdopen(os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines("\t".join(sign_in) + "\n" for sign_in in sign_ins)


def _random() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
