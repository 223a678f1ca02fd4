"""Pages of the own account: profile, password, sign-ins, deletion."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.auth import sign_in
from accounts.auth.recent_sign_in import ask_for_password, is_recent
from accounts.auth.sessions import active_sign_ins, end_sign_in
from accounts.deletion import delete_account, deletion_effects_of
from accounts.errors import OwnershipTransferRequired, TooManyAttempts, WrongPassword
from accounts.models import User
from accounts.pages.account_forms import ChangePasswordForm, PasswordForm, ProfileForm
from accounts.pages.base import page, render_page, return_to, show_password_refusal
from accounts.password_reset import mail_password_changed
from accounts.profile import change_profile
from core.client_ip import client_address
from core.ids import parse_uuid

THEME_COOKIE_AGE = 365 * 24 * 3600


@page
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return render_page(request, "accounts/profile.html", {"form": form, "tab": "profile"})
    person = change_profile(person, **form.cleaned_data)
    if person.locale:
        activate(person.locale)
    messages.success(request, _("Saved."))
    return _with_appearance_cookies(return_to("profile-save", "profile"), person)


def _with_appearance_cookies(response: HttpResponse, person: User) -> HttpResponse:
    """Keep theme and language for this browser after sign-out."""
    options = {"samesite": "Lax", "secure": settings.BEHIND_TLS}
    if person.theme == User.Theme.SYSTEM:
        response.delete_cookie(settings.THEME_COOKIE_NAME, samesite="Lax")
    else:
        response.set_cookie(settings.THEME_COOKIE_NAME, person.theme, max_age=THEME_COOKIE_AGE, **options)  # type: ignore[arg-type]
    if not person.locale:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response


@page
@login_required
@sensitive_post_parameters("current", "password")
def password(request: HttpRequest) -> HttpResponse:
    person, retry_after = _person(request), None
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            sign_in.confirm_password(request, person, password=form.cleaned_data["current"])
            sign_in.change_password(request, person, password=form.cleaned_data["password"])
        except (WrongPassword, TooManyAttempts) as refusal:
            retry_after = show_password_refusal(form, refusal, field="current")
        else:
            mail_password_changed(person)
            messages.success(
                request, _("Your password has been changed. You have been signed out everywhere else.")
            )
            return return_to("password-save", "password")
    return render_page(
        request, "accounts/password.html", {"form": form, "tab": "password"}, retry_after=retry_after
    )


@page
@login_required
def sign_ins(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    if request.method == "POST":
        return _end_sign_in(request, person)
    sign_ins = active_sign_ins(person, session_key=request.session.session_key)
    return render_page(request, "accounts/sign_ins.html", {"places": sign_ins, "tab": "sign_ins"})


def _end_sign_in(request: HttpRequest, person: User) -> HttpResponse:
    if request.POST.get("action") == "elsewhere":
        if not is_recent(request):
            return ask_for_password(request, then=request.path)
        sign_in.sign_out_elsewhere(request, person)
        messages.success(request, _("You have been signed out everywhere else."))
        return return_to("places-title", "sign_ins")
    try:
        ended = end_sign_in(person, parse_uuid(request.POST.get("place")))
    except ValueError as error:
        raise BadRequest from error
    if ended:
        messages.success(request, _("The session has been ended."))
    return return_to("places-title", "sign_ins")


@page
@login_required
@sensitive_post_parameters("password")
def delete(request: HttpRequest) -> HttpResponse:
    person, retry_after = _person(request), None
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sign_in.confirm_password(request, person, password=form.cleaned_data["password"])
            delete_account(person, address=client_address(request) or None)
        except (WrongPassword, TooManyAttempts) as refusal:
            retry_after = show_password_refusal(form, refusal)
        except OwnershipTransferRequired as refusal:
            form.add_error(None, str(refusal.detail))
        else:
            auth.logout(request)
            # The page that shows it removes what the browser keeps of the person.
            messages.success(request, _("Your account has been deleted."), extra_tags=str(person.pk))
            return redirect(settings.LOGOUT_REDIRECT_URL)
    return render_page(
        request, "accounts/delete.html", {**_deletion_effects(person), "form": form}, retry_after=retry_after
    )


def _deletion_effects(person: User) -> dict[str, object]:
    effects = deletion_effects_of(person)
    return {
        fate: [effect for effect in effects if effect.fate == fate] for fate in ("kept", "deleted", "stuck")
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
