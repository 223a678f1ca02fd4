"""Contestants for reading: the board by ModelSerializers, and the product with all its pages."""

import shutil
import subprocess

from bench.browser.bundle import BUNDLE
from bench.contestants.kanban import Kanban
from bench.processes import ROOT


class ModelSerializers(Kanban):
    """The product with one more endpoint, in the same middleware and server."""

    name = "ModelSerializers"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "DJANGO_SETTINGS_MODULE": "bench.peers.settings"}


class KanbanPages(Kanban):
    """With the static files of its pages, bundled if Node is installed."""

    name = "Kanban, its pages"
    built = False

    def start(self) -> None:
        self.built = not BUNDLE.exists() and build()
        self.companion.ask("collect")
        super().start()

    def stop(self) -> None:
        """Remove a bundle built for the benchmark: pages would still be served from it afterwards."""
        super().stop()
        if self.built:
            shutil.rmtree(BUNDLE)


def build() -> bool:
    if not (ROOT / "node_modules" / ".bin" / "esbuild").exists() or shutil.which("npm") is None:
        return False
    subprocess.run(["npm", "run", "--silent", "build"], cwd=ROOT, check=True)
    return True
