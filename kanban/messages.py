"""Storage of the messages that the next page shows: a cookie of this installation, else the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookieStorage(CookieStorage):
    cookie_name = settings.MESSAGES_COOKIE_NAME


class OwnMessages(FallbackStorage):
    storage_classes = (OwnCookieStorage, SessionStorage)
