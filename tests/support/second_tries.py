"""Keeps account of tests that fail once and pass when they are run again.

`bin/test` calls it between the two tries. `note FILE` writes down what failed, and refuses a second try
where too much did. `judge FILE` then fails the run for a test that is listed in tests/second_tries.toml: it
needed its second try before.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "tests" / "second_tries.toml"
LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"

# More failures than this are no accident of a busy machine, and more entries are a habit.
MAX_FAILURES = 5
MAX_ENTRIES = 5


def listed(path: Path = LIST) -> list[dict[str, Any]]:
    """Entries of the list: `id` of the test, `since` (a date), and `reason`."""
    return tomllib.loads(path.read_text()).get("test", [])


def note(failed: list[str]) -> str | None:
    """Why there is no second try for these tests, or None."""
    if len(failed) > MAX_FAILURES:
        return f"{len(failed)} tests failed: more than {MAX_FAILURES} get no second try."
    return None


def judge(failed: list[str], entries: list[dict[str, Any]]) -> tuple[bool, list[str]]:
    """Whether the run may pass, and a line for each test that passed only at its second try."""
    before = {entry["id"]: entry for entry in entries}
    lines = []
    passes = True
    for test in failed:
        if test in before:
            passes = False
            lines.append(
                f"FAILED: {test} needed a second try again (since {before[test]['since']}). Mend it."
            )
        elif len(before) >= MAX_ENTRIES:
            passes = False
            lines.append(
                f"FAILED: {test} needed a second try, and {LIST.name} is full. Mend one of its tests."
            )
        else:
            lines.append(f"SECOND TRY: {test}. List it in tests/{LIST.name} with the reason.")
    return passes, lines


def main(step: str, kept: str) -> int:
    file = Path(kept)
    if step == "note":
        failed = sorted(json.loads(LAST_FAILED.read_text()))
        file.write_text(json.dumps(failed))
        refusal = note(failed)
        if refusal:
            sys.stdout.write(f"{refusal}\n")
        return int(refusal is not None)
    passes, lines = judge(json.loads(file.read_text()), listed())
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(not passes)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
