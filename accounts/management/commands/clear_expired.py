"""Deletes expired refresh tokens, families without tokens, and expired sessions. Run it daily."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings

from accounts.models import BrowserSession, RefreshFamily, RefreshToken


class Command(BaseCommand):
    help = "Delete expired refresh tokens and sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        expired = timezone.now() - api_settings.LEEWAY
        deleted, _ = RefreshToken.objects.filter(expires_at__lt=expired).delete()
        RefreshFamily.objects.filter(tokens=None).delete()
        SessionStore.clear_expired()
        live = Session.objects.values("session_key")
        BrowserSession.objects.exclude(session_key__in=live).delete()
        self.stdout.write(f"{deleted} refresh tokens dropped")
