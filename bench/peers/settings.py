"""The settings of the product, with the endpoint of bench/peers/model_serializers.py."""

from kanban.settings import *  # noqa: F403

ROOT_URLCONF = "bench.peers.model_serializers"
