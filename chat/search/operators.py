"""Operators of a search for messages: `author:`, `before:`, `after:`."""

from projects.search.operators import search_conditions, written_after, written_before, written_by

search_conditions.add({("messages", "author"): written_by("author")}, module=__name__)
search_conditions.add({("messages", "before"): written_before("created_at")}, module=__name__)
search_conditions.add({("messages", "after"): written_after("created_at")}, module=__name__)
