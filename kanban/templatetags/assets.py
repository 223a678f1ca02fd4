"""A page's script and stylesheet: the bundle of `npm run build` where there is one, else the sources."""

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def entry(name: str) -> SafeString:
    """The script of a page, such as "board"; "site" belongs to every page."""
    return format_html('<script type="module" src="{}"></script>', static(_chosen(f"{name}.js", "js")))


@register.simple_tag
def styles(name: str) -> SafeString:
    """A stylesheet: "app" belongs to every page, "board", "card" and "pages" to some."""
    return format_html('<link rel="stylesheet" href="{}">', static(_chosen(f"{name}.css", "css")))


@register.simple_tag
def later_styles(name: str) -> SafeString:
    """What the first paint does not wait for: put on by `enableStyles()` (static/js/page/lazy_assets.js)."""
    link = '<link rel="stylesheet" href="{}" media="not all" data-later="{}">'
    return format_html(link, static(_chosen(f"{name}.css", "css")), name)


def _chosen(file: str, sources: str) -> str:
    bundle = f"dist/{file}"
    wanted = settings.ASSETS != "source" and (settings.ASSETS == "dist" or _served(bundle))
    return bundle if wanted else f"{sources}/{file}"


def _served(path: str) -> bool:
    # In production only what collectstatic gathered is served; its manifest, read once, knows all of it.
    gathered = getattr(staticfiles_storage, "hashed_files", None)
    return finders.find(path) is not None if gathered is None else path in gathered
