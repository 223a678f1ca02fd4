"""Pages to reset a forgotten password: request a link, then choose a new password."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import password_reset as resets
from accounts.errors import TooManyAttempts
from accounts.pages.account_forms import ForgotForm, NewPasswordForm
from accounts.pages.base import page, render_page


@page
@never_cache
def forgot(request: HttpRequest) -> HttpResponse:
    """Respond the same whether or not an account has the address. Without mail, name the operator instead."""
    form, retry_after = ForgotForm(request.POST if request.method == "POST" else None), None
    if settings.SENDS_MAIL and form.is_valid():
        try:
            resets.request_reset(request, email=form.cleaned_data["email"])
            return render_page(request, "accounts/reset_sent.html", {"email": form.cleaned_data["email"]})
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal.detail))
            retry_after = refusal.wait
    return render_page(request, "accounts/forgot.html", {"form": form}, retry_after=retry_after)


@page
@never_cache
@sensitive_post_parameters("password")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Viewing the page does not use the token up; setting a password does."""
    person = resets.user_of_token(token)
    if person is None:
        return render_page(request, "accounts/reset_gone.html", {}, status=404)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return render_page(request, "accounts/reset.html", {"form": form, "email": person.email})
    person = resets.set_password(token, form.cleaned_data["password"])
    if person is None:
        return render_page(request, "accounts/reset_gone.html", {}, status=404)
    resets.mail_password_changed(person)
    messages.success(request, _("Your new password is set. Use it to sign in."))
    return redirect("login")
