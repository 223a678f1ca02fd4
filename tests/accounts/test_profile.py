"""The profile page: name, colour, theme, language, formats and time zone."""

import re

import pytest
from django.conf import settings
from django.forms import ChoiceField
from django.utils import timezone

from accounts import profile
from accounts.models import HUES
from accounts.pages.account_forms import ProfileForm
from accounts.timezones import zone_names, zone_of, zones_by_region

pytestmark = pytest.mark.django_db

PAGE = "/profile"


@pytest.fixture
def fields(ada):
    """Form data that changes nothing."""
    return {
        "display_name": ada.display_name,
        "chosen_hue": ada.hue,
        "locale": "auto",
        "theme": "system",
        "formats": "auto",
        "time_zone": "UTC",
    }


def save(client, fields, **changes):
    return client.post(PAGE, {**fields, **changes})


def test_the_page_shows_what_is(signed_in, ada):
    form = signed_in.get(PAGE).context["form"]
    assert form["display_name"].value() == "Ada Lovelace"
    assert (form["chosen_hue"].value(), form["locale"].value(), form["time_zone"].value()) == (
        *(ada.hue, "auto", "UTC"),
    )


def test_the_menu_of_every_page_leads_there(signed_in):
    assert 'href="/profile"' in signed_in.get("/projects").content.decode()


@pytest.mark.sqlite
def test_all_of_it_is_saved(signed_in, ada, fields):
    changes = {"display_name": "Ada King", "chosen_hue": "pink", "locale": "ru", "theme": "dark"}
    assert save(signed_in, fields, **changes, time_zone="Asia/Tokyo")["Location"] == f"{PAGE}#profile-save"
    ada.refresh_from_db()
    assert {name: getattr(ada, name) for name in changes} == changes
    assert (ada.time_zone, ada.hue) == ("Asia/Tokyo", "pink")
    page = signed_in.get(PAGE).content.decode()
    assert '<html lang="ru" data-theme="dark"' in page
    assert "Сохранено." in page


def test_a_new_name_goes_where_names_are_followed(signed_in, ada, fields, monkeypatch):
    followed = []
    monkeypatch.setattr(profile, "on_user_renamed", [lambda user: followed.append(user.display_name)])
    save(signed_in, fields, chosen_hue="pink")
    assert followed == []
    save(signed_in, fields, display_name="Ada King")
    assert followed == ["Ada King"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": " "}, "display_name"),
        ({"display_name": "x" * 81}, "display_name"),
        ({"display_name": "a\x00b"}, "display_name"),
        ({"chosen_hue": "gray"}, "chosen_hue"),
        ({"locale": "xx"}, "locale"),
        ({"theme": "neon"}, "theme"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
    ],
)
def test_an_invalid_profile_changes_nothing(signed_in, ada, fields, change, field):
    page = save(signed_in, fields, **change)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    ada.refresh_from_db()
    assert (ada.display_name, ada.time_zone, ada.chosen_hue) == ("Ada Lovelace", "", "")


def test_a_line_break_in_a_name_becomes_a_blank(signed_in, ada, fields):
    save(signed_in, fields, display_name="Ada\r\nBcc: eve@example.com")
    ada.refresh_from_db()
    assert "\n" not in ada.display_name


def test_what_the_form_does_not_ask_cannot_be_sent_along(signed_in, ada, fields):
    save(signed_in, fields, is_staff="on", email="root@example.com", token_version="9", deleted_at="now")
    ada.refresh_from_db()
    assert (ada.is_staff, ada.email, ada.token_version) == (False, "ada@example.com", 1)


def test_the_browser_forgets_what_the_person_leaves_to_it(signed_in, ada, fields):
    signed_in.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    answer = save(signed_in, fields, theme="dark")
    assert (
        answer.cookies[settings.THEME_COOKIE_NAME].value,
        answer.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"],
    ) == ("dark", 0)
    assert save(signed_in, fields, theme="system").cookies[settings.THEME_COOKIE_NAME]["max-age"] == 0


def test_without_a_csrf_token_nothing_is_saved(browser, ada, fields):
    browser.force_login(ada)
    assert save(browser, fields, display_name="Eve").status_code == 403


# ── The clock ─────────────────────────────────────────────────────────────────────────────────────


def test_times_on_pages_are_in_the_person_s_zone(signed_in, ada):
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    page = signed_in.get("/profile/sign-ins")
    here = page.context["places"][0].seen_at.astimezone(zone_of("Asia/Tokyo"))
    assert f", {here:%H:%M}</time>" in page.content.decode()
    assert here.strftime("%Y-%m-%dT%H:%M") in page.content.decode()


def test_the_zone_ends_with_the_request(signed_in, ada):
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    signed_in.get(PAGE)
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_zone_that_is_no_longer_known_is_utc(signed_in, ada):
    ada.time_zone = "Mars/Olympus"
    ada.save()
    assert signed_in.get("/profile/sign-ins").status_code == 200
    assert zone_of("Mars/Olympus") is None


def test_places_are_offered_by_region_and_a_zone_from_the_api_stays(ada):
    offered = dict(zones_by_region())
    assert ("Europe/Berlin", "Berlin") in offered["Europe"]
    assert not {"localtime", "Factory", "posixrules"} & zone_names()
    ada.time_zone = "Etc/GMT+3"
    assert ("Etc/GMT+3", "Etc/GMT+3") in offered_by(ada, "time_zone")


def offered_by(person, name):
    field = ProfileForm(person=person).fields[name]
    assert isinstance(field, ChoiceField)
    return list(field.widget.choices)


def test_every_colour_on_offer_is_one(ada):
    assert [hue for hue, _ in offered_by(ada, "chosen_hue")] == list(HUES)


def test_dates_are_written_as_one_chooses(signed_in, ada, fields):
    american = {"headers": {"Accept-Language": "en-US"}}
    assert not re.search(
        r"\d+ (AM|PM)", signed_in.get("/profile/sign-ins", headers={"Accept-Language": "en-GB"}).text
    )
    assert re.search(
        r"[A-Z][a-z]{2} \d+, \d+:\d\d (AM|PM)", signed_in.get("/profile/sign-ins", **american).text
    )
    save(signed_in, fields, formats="iso")
    ada.refresh_from_db()
    assert ada.formats == "iso"
    page = signed_in.get("/profile/sign-ins", **american).text
    assert 'data-formats="iso"' in page
    assert re.search(r">\d{4}-\d\d-\d\d \d\d:\d\d<", page)
    assert re.search(r'value="iso"\s+selected', signed_in.get(PAGE).text)
    save(signed_in, fields)
    ada.refresh_from_db()
    assert ada.formats == ""


def test_formats_are_one_of_the_list(signed_in, ada, fields):
    assert "formats" in save(signed_in, fields, formats="xx-XX").context["form"].errors
