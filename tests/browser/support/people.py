"""People of a test: signed in, and shared with no other test."""

import itertools
from typing import Any

import httpx
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from accounts.models import User
from tests.support.people import Person, Place

_numbers = itertools.count(1)


def newcomer(place: Place, name: str, **fields: Any) -> Person:
    """`name` as others read it; `fields` are the user's, such as theme or locale."""
    email = f"{name.split()[0].lower()}.{next(_numbers)}@example.com"
    return Person(name, User.objects.create_user(email, display_name=name, **fields), place)


def sign_in(context: BrowserContext, person: Person) -> None:
    """Leaves in a browser what the sign-in form would have left."""
    assert person.user is not None
    client = Client()
    client.force_login(person.user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": person.place.url}])


def told(answer: httpx.Response) -> Any:
    """What the API answered, which must have been yes."""
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text[:500]}"
    return answer.json() if answer.content else None
