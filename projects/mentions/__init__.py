"""Mentions: members named in a text as @name, and everyone by @all and @here.

One scanner decides: what it finds is stored, and the same places are marked when the text is shown.
"""
