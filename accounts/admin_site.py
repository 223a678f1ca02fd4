"""The admin's site: it signs people in, out, and changes their passwords by the product's own pages."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import auth
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.auth.recent_sign_in import ask_for_password, is_recent

UNUSED_VIEWS = {"autocomplete", "view_on_site"}
"""Views of Django that no page of ours uses: one searches any related model, one opens any row."""


class OperatorSite(AdminSite):
    """Asks for the password again before any page if it was entered too long ago."""

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in UNUSED_VIEWS]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        def view_after_recent_sign_in(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if self.has_permission(request) and not is_recent(request):
                return ask_for_password(request, then=request.get_full_path())
            return view(request, *args, **kwargs)

        return super().admin_view(update_wrapper(view_after_recent_sign_in, view), cacheable)

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Redirect to the one sign-in page of the site, which counts wrong passwords."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def logout(self, request: HttpRequest, extra_context: object = None) -> Any:
        if request.method == "POST":
            auth.logout(request)
        return redirect("login")

    def password_change(self, request: HttpRequest, extra_context: object = None) -> Any:
        """Redirect to the one page that counts wrong passwords, ends other sessions and sends a mail."""
        return redirect("password")

    def password_change_done(self, request: HttpRequest, extra_context: object = None) -> Any:
        return redirect("password")
