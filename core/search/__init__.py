"""One meaning of search, for every database and every page: folding, units, queries, matching, highlights.

Text and query pass through the same `fold`. A database stores the lexemes of `index_words` and looks up those
of `database_terms`; `rank` decides what of that is a hit, and how good it is.
"""
