"""Answers go to Slack's own addresses, by a proxy where the environment names one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.slack.hooks import Hooks
from bot.views.notices import notice


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked for there, just as it was asked for."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Noting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine has is left aside."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_an_answer_goes_to_the_address_that_slack_gave() -> None:
    """With what stands behind the question mark."""
    with listening() as (where, asked):
        assert Hooks(where).take(f"{where}/commands/1?a=b", notice("Hello"), replacing=False)
        assert asked == ["/commands/1?a=b"]


def test_a_proxy_is_told_the_whole_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """It couldn't know whom plain HTTP is for otherwise."""
    with listening() as (where, asked):
        monkeypatch.setenv("HTTPS_PROXY", where)
        hooks = Hooks("http://slack.example")
        assert hooks.take("http://slack.example/commands/1", notice("Hello"), replacing=False)
        assert asked == ["http://slack.example/commands/1"]


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.slack.com.evil.example/x",
        "http://hooks.slack.com/x",
        "https://hooks.slack.com@evil.example/x",
        "https://hooks.slack.com",
        "",
    ],
)
def test_no_other_address_is_answered(address: str) -> None:
    """Nothing is sent at all."""
    assert not Hooks().take(address, notice("Hello"), replacing=False)
