"""Servers that are read from: the board by ModelSerializers, and the product with all of its pages."""

import shutil
import subprocess

from bench.contestants.kanban import Kanban
from bench.processes import ROOT
from bench.weighing import BUNDLE


class ModelSerializers(Kanban):
    """The product with one more door, of which only this is asked: the rest of the way is the same."""

    name = "ModelSerializers"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "DJANGO_SETTINGS_MODULE": "bench.peers.settings"}


class KanbanPages(Kanban):
    """With the static files of its pages; bundled where Node is here."""

    name = "Kanban, its pages"
    built = False

    def start(self) -> None:
        self.built = not BUNDLE.exists() and build()
        self.companion.ask("collect")
        super().start()

    def stop(self) -> None:
        """What was built for this is taken away: pages would go on being served from it."""
        super().stop()
        if self.built:
            shutil.rmtree(BUNDLE)


def build() -> bool:
    if not (ROOT / "node_modules" / ".bin" / "esbuild").exists() or shutil.which("npm") is None:
        return False
    subprocess.run(["npm", "run", "--silent", "build"], cwd=ROOT, check=True)
    return True
