"""Search of files by name: what is stored of them, and the provider of hits."""
