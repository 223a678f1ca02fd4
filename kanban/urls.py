"""All URLs."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from kanban.api import ApiRoot, Docs, Schema
from kanban.handshakes import upgrade_required
from kanban.health import HealthView
from kanban.licence import licence

handler400 = "kanban.errors.bad_request"
handler403 = "kanban.errors.forbidden"
handler404 = "kanban.errors.not_found"
handler500 = "kanban.errors.server_error"

admin.site.site_header = admin.site.site_title = "Kanban Realtime"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("projects" if request.user.is_authenticated else "login")


# The most requested paths come first: Django tries them in order.
api: list[URLPattern | URLResolver] = [
    path("", include("boards.api_urls")),
    path("", include("chat.api_urls")),
    path("", ApiRoot.as_view(), name="api-root"),
    path("health", HealthView.as_view(), name="api-health"),
    path("schema", Schema.as_view(), name="api-schema"),
    path("", include("accounts.api_urls")),
    path("", include("projects.api_urls")),
    path("", include("files.api_urls")),
]

urlpatterns = [
    path("api/v1/", include(api)),
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("", include("projects.urls")),
    path("", include("files.urls")),
    path("", include("boards.urls")),
    path("", include("chat.urls")),
    path("", include("notifications.urls")),
    path("ws", upgrade_required, name="ws"),
    path("licence", licence, name="licence"),
    path("docs", Docs.as_view(), name="docs"),
    path("jsi18n", JavaScriptCatalog.as_view(), name="jsi18n"),
    path("admin/", admin.site.urls),
]
