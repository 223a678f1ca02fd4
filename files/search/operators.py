"""Operators of a search for files: `author:`, `before:`, `after:`."""

from projects.search.operators import search_conditions, written_after, written_before, written_by

search_conditions.add({("files", "author"): written_by("uploader")}, module=__name__)
search_conditions.add({("files", "before"): written_before("created_at")}, module=__name__)
search_conditions.add({("files", "after"): written_after("created_at")}, module=__name__)
