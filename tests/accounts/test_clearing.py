from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.auth.tokens import issue_tokens, rotate
from accounts.models import RefreshFamily, RefreshToken

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def clear():
    call_command("clear_expired")


def test_what_is_good_stays(api, pair, signed_in):
    fresh = rotate(pair["refresh"])
    clear()
    assert RefreshToken.objects.count() == 2
    assert api.post("/api/v1/auth/refresh", {"refresh": fresh["refresh"]}).status_code == 200
    assert signed_in.get("/api/v1/me").status_code == 200


def test_what_has_expired_goes(ada, pair, signed_in):
    issue_tokens(ada)
    old = RefreshToken.objects.order_by("jti")[0]
    RefreshToken.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    clear()
    assert not RefreshToken.objects.filter(pk=old.pk).exists()
    assert not RefreshFamily.objects.filter(pk=old.family_id).exists()
    assert RefreshFamily.objects.count() == 1
    assert not Session.objects.exists()


def test_within_the_leeway_of_clocks_it_stays(pair):
    RefreshToken.objects.update(expires_at=timezone.now() - timedelta(seconds=20))
    clear()
    assert RefreshToken.objects.exists()
