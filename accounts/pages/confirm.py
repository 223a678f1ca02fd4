"""Page that asks a signed-in person for their password again, before something dangerous."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.auth import sign_in
from accounts.auth.recent_sign_in import note_password_entered
from accounts.errors import TooManyAttempts, WrongPassword
from accounts.models import User
from accounts.pages.account_forms import PasswordForm
from accounts.pages.base import next_path, page, render_page, show_password_refusal


@page
@never_cache
@login_required
@sensitive_post_parameters("password")
def confirm(request: HttpRequest) -> HttpResponse:
    """Note that the password was entered now, and redirect to the page that asked for it."""
    assert isinstance(request.user, User)
    form, retry_after = PasswordForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            sign_in.confirm_password(request, request.user, password=form.cleaned_data["password"])
        except (WrongPassword, TooManyAttempts) as refusal:
            retry_after = show_password_refusal(form, refusal)
        else:
            note_password_entered(request)
            return HttpResponseRedirect(next_path(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    context: dict[str, object] = {"form": form, "next": next_path(request), "email": request.user.email}
    return render_page(request, "accounts/confirm.html", context, retry_after=retry_after)
