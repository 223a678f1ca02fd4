"""The tree stays one that a newcomer can read: small folders, and names that say what is in them."""

import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

from django.conf import settings

MAX_MODULES = 25
MAX_LINES = 300
VAGUE = re.compile(r"^(utils?|helpers?|common|misc|services?|managers?)$")

# Longer than MAX_LINES, each with its reason.
LONG = {
    "kanban/settings.py": "one place for every setting",
}


def modules() -> list[Path]:
    """Return the tracked modules, Python and JavaScript, without migrations and vendored files."""
    files = subprocess.check_output(
        ["git", "ls-files", "*.py", "*.js", "*.ts"], cwd=settings.BASE_DIR, text=True
    )
    paths = [Path(line) for line in files.splitlines()]
    return [path for path in paths if not {"migrations", "vendor"} & set(path.parts) and path.exists()]


def test_no_folder_has_more_than_25_modules():
    sizes = Counter(path.parent for path in modules() if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > MAX_MODULES} == {}


def test_no_module_is_named_for_a_place_instead_of_a_thing():
    names = [path for path in modules() if VAGUE.match(path.stem) or VAGUE.match(path.parent.name)]
    assert names == []


def test_product_modules_have_at_most_300_lines():
    product = [path for path in modules() if path.parts[0] not in {"tests", "bench"}]
    long = {str(path): len((settings.BASE_DIR / path).read_text().splitlines()) for path in product}
    assert {name for name, lines in long.items() if lines > MAX_LINES} == set(LONG)


def test_every_package_in_the_root_is_known_to_import_linter():
    """It reads no other packages, so a new one would stand on no floor."""
    packages = {path.parts[0] for path in modules() if len(path.parts) == 2 and path.name == "__init__.py"}
    contracts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert packages == set(contracts["root_packages"])
    on_a_floor = re.findall(r"\w+", " ".join(contracts["contracts"][0]["layers"]))
    assert packages == set(on_a_floor)
