"""People of one test, not shared with other tests."""

import itertools
from typing import Any

import httpx
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from accounts.models import User
from tests.support.people import Person, Site

_numbers = itertools.count(1)


def newcomer(site: Site, name: str, **fields: Any) -> Person:
    """Create a user. `name` is the display name; `fields` are model fields such as theme or locale."""
    email = f"{name.split()[0].lower()}.{next(_numbers)}@example.com"
    return Person(name, User.objects.create_user(email, display_name=name, **fields), site)


def sign_in(context: BrowserContext, person: Person) -> None:
    """Sign in by setting the session cookie, without the form."""
    assert person.user is not None
    client = Client()
    client.force_login(person.user)
    name, value = person.site.cookie_name("session"), client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": person.site.url}])


def json_of(answer: httpx.Response) -> Any:
    """JSON of a response that must be a success."""
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text[:500]}"
    return answer.json() if answer.content else None
