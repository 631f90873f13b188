"""Runs the stand-in for a while on a free port of this machine."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from playground.google.accounts import ServiceAccount, Tokens
from playground.google.drive import Drive
from playground.google.faults import Traffic
from playground.google.spreadsheet import Spreadsheet
from playground.google.web.app import google_app

_PATIENCE_SECONDS = 10.0


class NotUp(Exception):
    """The server didn't come up in time."""

    def __init__(self) -> None:
        super().__init__(f"The Google stand-in wasn't up after {_PATIENCE_SECONDS:.0f} seconds.")


@dataclass(frozen=True, slots=True)
class Running:
    """A stand-in that answers: where, for whom, and what it holds.

    ``base_url`` is what `GOOGLE_API_URL` takes; ``key_file`` is the service account's.
    """

    base_url: str
    key_file: Path
    drive: Drive
    spreadsheet: Spreadsheet
    account: ServiceAccount
    tokens: Tokens
    traffic: Traffic

    @property
    def spreadsheet_id(self) -> str:
        """The id of the spreadsheet that is shared with the service account."""
        return self.spreadsheet.id


@contextmanager
def running(
    drive: Drive | None = None,
    *,
    title: str = "Benefits",
    owner: str = "manager@example.org",
    folder: Path | None = None,
    fixed_tokens: tuple[str, ...] = (),
    account: ServiceAccount | None = None,
) -> Iterator[Running]:
    """Serve a drive on 127.0.0.1, at a free port, under `/google`, until the block ends.

    A new spreadsheet of that owner is shared with the service account as an editor.
    """
    held = drive or Drive()
    service, traffic = account or ServiceAccount.create(held.account), Traffic()
    spreadsheet = held.create_spreadsheet(title, owner=owner, editors=(held.account,))
    app = google_app(held, account=service, fixed_tokens=fixed_tokens, traffic=traffic)
    with tempfile.TemporaryDirectory() as temporary, serving(app, traffic) as base_url:
        path = (folder or Path(temporary)) / "service-account.json"
        service.write_key_file(path, base_url)
        yield Running(
            base_url, path, held, spreadsheet, service, app.state.tokens, app.state.traffic
        )


@contextmanager
def serving(app: Starlette, traffic: Traffic) -> Iterator[str]:
    """Serve an application under `/google` in a thread; the base address.

    The traffic learns how to close a connection, for the faults that cut it.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        Starlette(routes=[Mount("/google", app)]),
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    traffic.hang_up = _hanging_up(server)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        _wait_for(server)
        yield f"http://127.0.0.1:{port}/google"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE_SECONDS)
        listener.close()


def _hanging_up(server: uvicorn.Server) -> Callable[[str, int], None]:
    def hang_up(host: str, port: int) -> None:
        for connection in list(server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None and transport.get_extra_info("peername") == (host, port):
                transport.abort()

    return hang_up


def _wait_for(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            raise NotUp
        time.sleep(0.01)
