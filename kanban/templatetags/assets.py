"""Template tags for scripts and stylesheets: from the bundle if it is built, else the sources."""

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
    """Return the script tag of an entry such as "board"; "site" belongs to every page."""
    return format_html('<script type="module" src="{}"></script>', static(_chosen(f"{name}.js", "js")))


@register.simple_tag
def early_script() -> SafeString:
    """Return the tag of the small script that keeps what is pressed until the modules of the page run."""
    return format_html('<script src="{}" async></script>', static(_chosen("early.js", "js")))


@register.simple_tag
def styles(name: str) -> SafeString:
    """Return the link to a stylesheet: "app" for every page; "board", "card" and "pages" for some."""
    return format_html('<link rel="stylesheet" href="{}">', static(_chosen(f"{name}.css", "css")))


@register.simple_tag
def later_styles(name: str) -> SafeString:
    """Return the link to styles that static/js/page/lazy_assets.js enables after the first paint."""
    link = '<link rel="stylesheet" href="{}" media="not all" data-later="{}">'
    return format_html(link, static(_chosen(f"{name}.css", "css")), name)


def _chosen(file: str, sources: str) -> str:
    bundle = f"dist/{file}"
    wanted = settings.ASSETS != "source" and (settings.ASSETS == "dist" or _served(bundle))
    return bundle if wanted else f"{sources}/{file}"


def _served(path: str) -> bool:
    # Production serves only what collectstatic collected; its manifest, read once, lists all of it.
    gathered = getattr(staticfiles_storage, "hashed_files", None)
    return finders.find(path) is not None if gathered is None else path in gathered
