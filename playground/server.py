"""One server on one port of this machine: Slack's paths, Google's, and the page."""

import errno
import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from fastapi import FastAPI
from nicegui import ui
from starlette.applications import Starlette

from playground.google.accounts import ServiceAccount
from playground.google.drive import Drive
from playground.google.web.app import google_app
from playground.page.page import page_of
from playground.page.playground import Playground
from playground.slack import Workspace
from playground.slack.server import slack_routes

HOST = "127.0.0.1"
TEST_TOKENS = ("test-token",)
"""Bearer tokens that need no service account, for programs that replay recorded requests."""
_PATIENCE = 20.0


class PortTaken(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use. Choose another one with --port.")


class ServerEnded(Exception):
    """The server ended before it was ready; its log says why."""


class Server:
    """Serves in a thread of its own, from entering to leaving a ``with`` block.

    A process can draw one page only; servers without a page are not limited.
    """

    def __init__(
        self,
        workspace: Workspace,
        drive: Drive,
        account: ServiceAccount,
        *,
        page: Playground | None = None,
        port: int = 0,
    ) -> None:
        """Listen on ``port``, or on a free one; ``account`` is the one that calls Google.

        Raises:
            PortTaken: somebody else listens there.
        """
        self._socket = _listen(port)
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://{HOST}:{self.port}"
        workspace.learn_origin(self.address)
        config = uvicorn.Config(
            _app(workspace, google_app(drive, account=account, fixed_tokens=TEST_TOKENS), page),
            log_level="warning",
            timeout_graceful_shutdown=3,
            ws="websockets-sansio",
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="playground", daemon=True)

    def __enter__(self) -> Self:
        """Start, and wait until requests are answered."""
        self._thread.start()
        while not self._uvicorn.started:
            if not self._thread.is_alive():
                raise ServerEnded
            self._thread.join(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and wait until the port is free again."""
        self._uvicorn.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()

    def _serve(self) -> None:
        self._uvicorn.run(sockets=[self._socket])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise PortTaken(port) from error
        raise
    return listening


def _app(workspace: Workspace, google: Starlette, page: Playground | None) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.router.routes.extend(slack_routes(workspace))
    app.mount("/google", google)
    if page is not None:
        ui.run_with(
            app,
            root=page_of(page),
            title="Benefit Desk playground",
            favicon="🛎️",
            tailwind=False,
            show_welcome_message=False,
            binding_refresh_interval=None,
            reconnect_timeout=10.0,
        )
    return app
