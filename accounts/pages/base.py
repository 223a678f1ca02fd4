"""Shared parts of the pages of accounts."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.errors import TooManyAttempts, WrongPassword

page = require_http_methods(["GET", "HEAD", "POST"])


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    *,
    retry_after: float | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page; with `retry_after`, in seconds, as 429 Too Many Requests."""
    for form in context.values():
        if isinstance(form, BaseForm):
            focus_first_error(form)
    response = render(request, template, context, status=429 if retry_after else status)
    if retry_after:
        response["Retry-After"] = str(int(retry_after))
    return response


def return_to(control: str, view: str, **ids: object) -> HttpResponse:
    """Redirect to a page and there to the control with this id, which gets the focus, as browsers do it."""
    return redirect(f"{reverse(view, kwargs=ids)}#{control}")


def focus_first_error(form: BaseForm) -> None:
    """Have the browser focus the first wrong field of a refused form, and no other."""
    if not form.errors:
        return
    for field in form.fields.values():
        field.widget.attrs.pop("autofocus", None)
    wrong = next((name for name in form.fields if name in form.errors), None)
    if wrong:
        form.fields[wrong].widget.attrs["autofocus"] = True


def show_password_refusal(
    form: BaseForm, refusal: WrongPassword | TooManyAttempts, *, field: str = "password"
) -> int | None:
    """Put the refusal of a password into the form; return the seconds to wait, if there were too many."""
    if isinstance(refusal, TooManyAttempts):
        form.add_error(None, str(refusal.detail))
        return refusal.wait
    form.add_error(field, str(refusal.detail))
    return None


def next_path(request: HttpRequest) -> str:
    """Return the path that the visitor wanted to open; "" unless it is on this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if is_local else ""
