"""Search of cards and comments: what is stored of them, and the providers of hits."""
