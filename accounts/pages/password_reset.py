"""The pages for who has forgotten the password: ask for a link, and choose a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import password_reset as resets
from accounts.errors import TooManyAttempts
from accounts.pages.account_forms import ForgotForm, NewPasswordForm
from accounts.pages.base import answer, page


@page
@never_cache
def forgot(request: HttpRequest) -> HttpResponse:
    """The same page whether or not anybody has the address."""
    form, limited = ForgotForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            resets.ask(request, email=form.cleaned_data["email"])
            return answer(request, "accounts/reset_sent.html", {"email": form.cleaned_data["email"]})
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal.detail))
            limited = refusal.wait
    return answer(request, "accounts/forgot.html", {"form": form}, limited=limited)


@page
@never_cache
@sensitive_post_parameters("password")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it uses nothing up."""
    person = resets.holder(token)
    if person is None:
        return answer(request, "accounts/reset_gone.html", {}, status=404)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return answer(request, "accounts/reset.html", {"form": form, "email": person.email})
    person = resets.set_password(token, form.cleaned_data["password"])
    if person is None:
        return answer(request, "accounts/reset_gone.html", {}, status=404)
    resets.tell_of_new_password(person)
    messages.success(request, _("Your new password is set. Sign in with it."))
    return redirect("login")
