"""Empty databases beside that of the tests, of the same kind."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

from tests.support.processes import BARE


@contextlib.contextmanager
def scratch_database(folder: Path, name: str, *, role: str = "") -> Iterator[dict[str, str]]:
    """Yield the environment of a process on an empty database, which is dropped afterwards.

    With `role`, the process has this new role, which may create tables there and nothing else.
    """
    environment = {
        **BARE,
        "VAR_DIR": str(folder / "var"),
        "SECRET_KEY": settings.SECRET_KEY,
        "JWT_KEY": settings.JWT_KEY,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if connection.vendor == "sqlite":
        yield {**environment, "DATABASE_URL": f"sqlite:///{folder / name}.sqlite3"}
        return
    name = f"{connection.settings_dict['NAME']}_{name}"
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    try:
        with _role_of(name, role) as who:
            yield {**environment, "DATABASE_URL": f"postgres://{who}@{_place()}/{name}"}
            _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def _role_of(database: str, role: str) -> Iterator[str]:
    config = connection.settings_dict
    if not role:
        password = quote(str(config["PASSWORD"]), safe="")
        yield f"{config['USER']}:{password}" if password else str(config["USER"])
        return
    _run(f'DROP ROLE IF EXISTS "{role}"', f"CREATE ROLE \"{role}\" LOGIN NOSUPERUSER PASSWORD 'x'")
    try:
        in_database(database, f'GRANT CREATE, USAGE ON SCHEMA public TO "{role}"')
        yield f"{role}:x"
    finally:
        _run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', f'DROP ROLE IF EXISTS "{role}"')


def in_database(name: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements in another database, as the role of the tests; return the rows of the last one."""
    config = connection.get_connection_params() | {"dbname": name}
    for unused in ("context", "cursor_factory", "prepare_threshold"):
        config.pop(unused, None)
    with psycopg.connect(**config, autocommit=True) as other:
        cursors = [other.execute(statement) for statement in statements]
        return cursors[-1].fetchall() if cursors[-1].description else []


def _run(*statements: str) -> None:
    in_database("postgres", *statements)


def _place() -> str:
    config = connection.settings_dict
    return f"{config['HOST']}:{config['PORT'] or 5432}"
