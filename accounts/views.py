"""Pages to sign in, register and sign out, and the choice of language."""

from django.conf import settings
from django.contrib import auth
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import check_for_language, get_language
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.auth import sign_in
from accounts.auth.known_browsers import known_browser, remember_browser
from accounts.context import theme_of_cookie
from accounts.errors import EmailTaken, TooManyAttempts, WrongCredentials
from accounts.models import User
from accounts.pages.base import next_path, page, render_page
from accounts.pages.sign_in_forms import LoginForm, RegisterForm


@page
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    form = LoginForm(request.POST if request.method == "POST" else None)
    return _sign_in_page(request, form, template="accounts/login.html")


@page
@never_cache
@sensitive_post_parameters("password")
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST if request.method == "POST" else None)
    return _sign_in_page(request, form, template="accounts/register.html")


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Django's view; it also stores the choice in the profile of a signed-in user, for other browsers."""
    language = request.POST.get("language", "")
    known = language in dict(settings.LANGUAGES) and check_for_language(language)
    if known and request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(locale=language)
    return i18n.set_language(request)


def _sign_in_page(request: HttpRequest, form: Form, *, template: str) -> HttpResponse:
    target = next_path(request)
    if request.user.is_authenticated:
        return _redirect(target)
    retry_after = None
    if form.is_valid():
        try:
            person = _authenticate(request, form)
            auth.login(request, person)
            response = _redirect(target)
            remember_browser(request, response, email=person.email)
            return response
        except EmailTaken as refusal:
            form.add_error("email", str(refusal.detail))
        except WrongCredentials as refusal:
            form.add_error(None, str(refusal.detail))
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal.detail))
            retry_after = refusal.wait
    return render_page(request, template, {"form": form, "next": target}, retry_after=retry_after)


def _redirect(target: str) -> HttpResponse:
    return HttpResponseRedirect(target or resolve_url(settings.LOGIN_REDIRECT_URL))


def _authenticate(request: HttpRequest, form: Form) -> User:
    if isinstance(form, RegisterForm):
        return sign_in.register(
            request,
            **form.cleaned_data,
            locale=get_language() or "",
            theme=theme_of_cookie(request) or "system",
        )
    browser = known_browser(request, email=form.cleaned_data["email"])
    return sign_in.sign_in(request, **form.cleaned_data, browser=browser)
