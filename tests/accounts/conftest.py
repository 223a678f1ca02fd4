"""Fixtures of the account tests: people, API clients, and rate limits that start at zero."""

import json
import types
from uuid import uuid4

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.auth.rate_limits import RateLimitCache
from accounts.auth.tokens import issue_tokens
from accounts.models import User

PASSWORD = "a long walk to the harbour"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_counters(monkeypatch, settings):
    """Reset the rate limits and stop their clock, so that no window ends during a test."""
    settings.RATELIMIT_CACHE_PREFIX = f"{uuid4()}:"
    monkeypatch.setattr(RateLimitCache, "fallback_until", 0.0)
    clock = types.SimpleNamespace(now=1_800_000_000.0)
    monkeypatch.setattr("django_ratelimit.core.time", types.SimpleNamespace(time=lambda: clock.now))
    return clock


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada@example.com", PASSWORD, display_name="Ada Lovelace")


@pytest.fixture
def bob(db):
    return User.objects.create_user("bob@example.com", PASSWORD, display_name="Bob")


@pytest.fixture
def eve(db):
    return User.objects.create_user("eve@example.com", PASSWORD, display_name="Eve")


class Api(APIClient):
    """Test client that sends JSON (lone surrogates too) and enforces CSRF checks."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True)

    def _encode_data(self, data, format=None, content_type=None):
        if isinstance(data, dict):
            return json.dumps(data).encode(), "application/json"
        return (data or "").encode(), content_type


@pytest.fixture
def api():
    return Api()


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def signed_in(ada):
    """Client with ada's session."""
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def pair(ada):
    """Ada's tokens: {access, refresh}."""
    return issue_tokens(ada)
