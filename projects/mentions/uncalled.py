"""Sentences for a writer whose @all or @here calls nobody.

static/js/mentions/everyone.js shows the same while one types.
"""

from django.utils.translation import gettext as _

from core.markdown import unquoted_texts
from projects.member_names import ids_by_name
from projects.mentions.everyone import WORDS
from projects.mentions.find import people_of
from projects.mentions.places import NameTable, Scanner, has_mark
from projects.models import Membership, Project
from projects.permissions import MentionAll, Role


def uncalled_note(text: str, membership: Membership, *, before: str = "") -> str:
    """Return why a word for everyone in a message or comment calls nobody; "" if there is none or it does.

    A word that the text had before it was edited still means the same people, and is not spoken of.
    """
    setting = MentionAll(membership.project.mention_all)
    word = "" if setting.allows(Role(membership.role)) else _new_word(text, before, membership.project)
    if not word:
        return ""
    if setting is MentionAll.NOBODY:
        words = _("%(word)s notifies no one: mentioning everyone is turned off in this project.")
    else:
        words = _("%(word)s notifies no one: only admins can mention everyone in this project.")
    return words % {"word": word}


def note_in_description(text: str, project: Project, *, before: str = "") -> str:
    """Return that a word for everyone calls nobody in the description of a card; "" if there is none."""
    word = _new_word(text, before, project)
    if not word:
        return ""
    words = _("%(word)s notifies no one in a description. Write a comment to notify people.")
    return words % {"word": word}


def _new_word(text: str, before: str, project: Project) -> str:
    """Return the first word for everyone that is not in `before`, with its @ and as written, or ""."""
    if not has_mark(text):
        return ""
    named = ids_by_name((person.user_id, person.display_name) for person in people_of(project))
    table = NameTable([*((name, [""]) for name, _ids in named), *((word, [word]) for word in WORDS)])
    known = _words_in(before, table).keys()
    return next((f"@{word}" for key, word in _words_in(text, table).items() if key not in known), "")


def _words_in(text: str, table: NameTable[str]) -> dict[str, str]:
    """Return the words for everyone in the running text, as written, by the group that they mean."""
    scanner = Scanner(table)
    places = [place for piece in unquoted_texts(text) for place in scanner.places(piece)]
    # A word that is the name of a member means that member: the place has both.
    return {WORDS[place.who[0]]: place.written for place in places if place.who[0] and "" not in place.who}
