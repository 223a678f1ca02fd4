"""The five people of the demo."""

import datetime as dt
from typing import NamedTuple

from accounts.models import User
from core.ids import new_id
from kanban.demo.sign_ins import SignIn


class Part(NamedTuple):
    """A person of the demo. `note` is printed beside the password."""

    name: str
    locale: str
    note: str
    operator: bool = False


CAST = {
    "emma": Part("Emma Clarke", "en", "owner; also operator of /admin/", operator=True),
    "daniel": Part("Daniel Hughes", "en", "admin"),
    "maria": Part("Мария Соколова", "ru", "member; reads Russian"),
    "ilya": Part("Илья Воронин", "ru", "member; reads Russian"),
    "olivia": Part("Olivia Grant", "en", "member; viewer of Start here"),
}


def address(key: str) -> str:
    return f"{key}@example.com"


def create_people(sign_ins: dict[str, SignIn], *, at: dt.datetime) -> dict[str, User]:
    """Create the people, each with a different colour."""
    people: dict[str, User] = {}
    for key, part in CAST.items():
        user = User(
            pk=new_id(), email=address(key), display_name=part.name, locale=part.locale, created_at=at
        )
        while user.hue in {other.hue for other in people.values()}:
            user.pk = new_id()
        user.is_staff = user.is_superuser = part.operator
        user.password = sign_ins[user.email].hashed
        user.save(force_insert=True)
        people[key] = user
    return people


def existing_people() -> dict[str, User]:
    """Return the people of the demo that exist already, by key."""
    found = {user.email: user for user in User.objects.filter(email__in=map(address, CAST))}
    return {key: found[address(key)] for key in CAST if address(key) in found}
