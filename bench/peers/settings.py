"""The product's settings, with the peer's door beside its own."""

from kanban.settings import *  # noqa: F403

ROOT_URLCONF = "bench.peers.model_serializers"
