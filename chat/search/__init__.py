"""Search of messages: what is stored of them, and the provider of hits."""
