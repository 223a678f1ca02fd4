"""Data that pages need besides a world: a session, static files, a long conversation."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Message
from chat.search.documents import INDEXED_MESSAGES
from kanban.cookies import cookie_name
from projects.models import Membership
from projects.search.rebuild import rebuild

# One message in four is about doors, one in two thousand mentions the harbour.
INSERT_MESSAGES = """
INSERT INTO messages (id, project_id, author_id, text, has_files, created_at)
SELECT gen_random_uuid(), %(project)s, %(author)s,
    concat('The ', nth, ' thing about ', (ARRAY['doors', 'paint', 'keys', 'wood'])[1 + nth %% 4],
        CASE WHEN nth %% 2000 = 7 THEN ' in the harbour' ELSE '' END),
    false, now() - nth * interval '1 minute'
FROM generate_series(1, %(count)s) AS nth
"""


def collect() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def session(*, person: str, url: str) -> dict[str, str]:
    """Return the session cookie of a signed-in person at the server of `url`."""
    browser = _browser(person)
    return {
        "name": cookie_name("session", public_url=url),
        "value": browser.cookies[settings.SESSION_COOKIE_NAME].value,
    }


def queries(*, person: str, path: str) -> int:
    """Count the SQL queries of a page."""
    browser = _browser(person)
    browser.get(path)  # fills caches, which are no part of the page
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def _browser(person: str) -> Client:
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(User.objects.get(pk=person))
    return browser


def converse(*, project: str, count: int) -> str:
    """Create a conversation of `count` messages unless there is one; return the id of the middle message."""
    messages = Message.objects.filter(project_id=project)
    if not messages.exists():
        author = Membership.objects.filter(project_id=project).values_list("user_id", flat=True)[0]
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(INSERT_MESSAGES, {"project": project, "author": author, "count": count})
            rebuild(INDEXED_MESSAGES)
            cursor.execute("ANALYZE")
            cursor.execute("RESET statement_timeout")
    return str(messages.newest()[count // 2].pk)
