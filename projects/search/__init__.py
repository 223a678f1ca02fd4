"""Search: what is stored to be found, how it is looked up, and the providers of hits.

Commands write the index through `search_indexers` (indexers.py). Each app has a provider for each of its
kinds (providers.py), which looks up by `find` (engine.py).
"""
