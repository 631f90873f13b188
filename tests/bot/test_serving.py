"""Serving: Socket Mode that comes back after both kinds of loss, HTTP that checks signatures."""

import http.client
import logging
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt import App

from bot.app import build_app
from bot.names import Command
from bot.settings import Settings
from bot.slack import serving
from bot.slack.serving import NotConnected, serve_http, serve_socket
from playground.slack import Running, Workspace, running
from playground.slack.wire import Wire
from tests.bot.office import SlackOffice, an_office
from tests.bot.sockets import PING, connected

LOSSES = ["closed", "silent"]
WITHIN = 10.0
"""Seconds after which the bot has to be back."""


@pytest.fixture
def own_slack(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace of the test's own, for it will go away."""
    with running(Workspace(manifest)) as served:
        yield served


@pytest.fixture
def socket_office(own_slack: Running, tmp_path: Path) -> Iterator[SlackOffice]:
    """An office whose bot is not served yet."""
    with an_office(own_slack, tmp_path, serving=False) as office:
        yield office


def with_api(settings: Settings, address: str) -> Settings:
    """The same settings, with another address of Slack."""
    environment = settings.environment.model_copy(update={"slack_api_url": address})
    return settings.model_copy(update={"environment": environment})


def records(office: SlackOffice, number: int) -> None:
    """A command comes through, to the entry and back to the person."""
    office.says(office.staff, Command.USE, f"acme notary {number}", words="Notary")
    assert len(office.usages) == number


def test_a_command_comes_through_a_socket(socket_office: SlackOffice) -> None:
    """To the ledger and back."""
    office = socket_office
    app = build_app(office.desk, office.settings)
    with connected(app, office.slack.workspace.app_token):
        office.slack.until_connected()
        records(office, 1)


def test_the_bot_comes_back_when_slack_went_away(socket_office: SlackOffice) -> None:
    """Connections end, the port refuses, and a second later Slack is there again."""
    office = socket_office
    app = build_app(office.desk, office.settings)
    with connected(app, office.slack.workspace.app_token):
        office.slack.until_connected()
        records(office, 1)
        office.slack.stop()
        time.sleep(1)
        office.slack.start()
        office.slack.until_connected(seconds=10)
        records(office, 2)


def test_the_bot_comes_back_when_the_line_went_silent(socket_office: SlackOffice) -> None:
    """Nothing ends and nothing comes through: unanswered pings give the connection up."""
    office = socket_office
    calls = office.slack.workspace.recorder.calls_of
    with office.slack.wire() as wire:
        app = build_app(office.desk, with_api(office.settings, wire.base_url))
        with connected(app, office.slack.workspace.app_token):
            office.slack.until_connected()
            records(office, 1)
            before = len(calls("apps.connections.open"))
            wire.is_silent = True
            time.sleep(PING * 3)
            wire.is_silent = False
            office.slack.until(lambda: len(calls("apps.connections.open")) > before, 15)
            office.slack.until_connected()
            records(office, 2)


@pytest.mark.parametrize(
    "loss",
    [*LOSSES, *(pytest.param(loss, marks=pytest.mark.storm) for loss in LOSSES * 5)],
)
def test_the_bot_is_back_within_ten_seconds(socket_office: SlackOffice, loss: str) -> None:
    """With the pings that it has in earnest, whichever way the line is lost, at any moment."""
    office = socket_office
    with office.slack.wire() as wire:
        app = build_app(office.desk, with_api(office.settings, wire.base_url))
        with connected(app, office.slack.workspace.app_token, ping=serving.PING):
            office.slack.until_connected()
            records(office, 1)
            time.sleep(random.uniform(0, serving.PING))
            lost_at = time.monotonic()
            lose(office, wire, loss)
            while not came_through(office):
                assert time.monotonic() - lost_at < WITHIN
                time.sleep(0.1)
    assert time.monotonic() - lost_at < WITHIN + 5  # with the five that an end may take


def lose(office: SlackOffice, wire: Wire, loss: str) -> None:
    """Lose the line: the connection ends; or it stays, and what is sent on it is lost."""
    if loss == "closed":
        office.slack.hang_up()
        return
    office.slack.perform(wire.go_dead())


def came_through(office: SlackOffice) -> bool:
    """Whether a command reaches the bot, and is recorded."""
    before = len(office.usages)
    office.slack.workspace.switches.ack_seconds = 0.5
    office.sam.run_command(office.channel, Command.USE, f"acme notary {before + 50}")
    return len(office.usages) > before


def test_the_bot_moves_when_slack_asks_it_to(socket_office: SlackOffice) -> None:
    """Slack refreshes connections every few hours."""
    office = socket_office
    sockets = office.slack.workspace.line.sockets
    calls = office.slack.workspace.recorder.calls_of
    app = build_app(office.desk, office.settings)
    with connected(app, office.slack.workspace.app_token):
        office.slack.until_connected()
        before = len(calls("apps.connections.open"))
        office.slack.perform(sockets.disconnect())
        office.slack.until(lambda: len(calls("apps.connections.open")) > before, 15)
        office.slack.until(lambda: sockets.count == 0)
        office.slack.until_connected()
        records(office, 1)


def test_each_connection_is_told(socket_office: SlackOffice) -> None:
    """Whatever waits for Slack to be there again hears of it: at the first, and at the next."""
    office, greeted = socket_office, threading.Semaphore(0)
    app = build_app(office.desk, office.settings)
    with connected(app, office.slack.workspace.app_token, greeted=greeted.release):
        assert greeted.acquire(timeout=5)
        office.slack.hang_up()
        assert greeted.acquire(timeout=10)


def test_what_is_in_hand_is_finished_at_the_stop(socket_office: SlackOffice) -> None:
    """A command that came before the stop is recorded and answered."""
    office = socket_office
    app = build_app(office.desk, office.settings)
    with connected(app, office.slack.workspace.app_token):
        office.slack.until_connected()
        assert office.sam.run_command(office.channel, Command.USE, "acme pass").ok
    office.sam.wait_for_message(office.channel, "3 of 4 left")
    assert len(office.usages) == 1


def test_a_line_that_is_being_opened_at_the_stop_is_given_up(socket_office: SlackOffice) -> None:
    """Slack has taken the connection, but its answer is still on the way: nothing stays behind."""
    office, sockets = socket_office, socket_office.slack.workspace.line.sockets
    with office.slack.wire() as wire:
        app = build_app(office.desk, with_api(office.settings, wire.base_url))
        with connected(app, office.slack.workspace.app_token):
            office.slack.until_connected()
            wire.delay = 0.2
            office.slack.hang_up()
            office.slack.until_connected()
        office.slack.until(lambda: sockets.count == 0, 5)


def test_a_wrong_app_token_is_told(socket_office: SlackOffice) -> None:
    """With what to look at."""
    app = build_app(socket_office.desk, socket_office.settings)
    with pytest.raises(NotConnected, match="SLACK_APP_TOKEN"):
        serve_socket(app, "xapp-wrong", stop=threading.Event())


@contextmanager
def listening(app: App) -> Iterator[int]:
    """The app over HTTP, on a free port."""
    stop, ready, ports = threading.Event(), threading.Event(), list[int]()

    def told(port: int) -> None:
        ports.append(port)
        ready.set()

    thread = threading.Thread(
        target=serve_http, args=(app, 0), kwargs={"stop": stop, "listening": told}
    )
    thread.start()
    assert ready.wait(5)
    try:
        yield ports[0]
    finally:
        stop.set()
        began = time.monotonic()
        thread.join(6)
        assert not thread.is_alive()
        assert time.monotonic() - began < 5


def test_http_without_slack_s_signature_is_refused(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody else than Slack may speak for people."""
    app = build_app(office.desk, office.settings)
    with listening(app) as port, caplog.at_level(logging.CRITICAL):
        body = b"command=/benefit-use&text=acme+pass&user_id=U1&trigger_id=1"
        request = urllib.request.Request(f"http://127.0.0.1:{port}/slack/events", data=body)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 401
    assert office.usages == []


def test_http_with_another_secret_is_refused(office: SlackOffice) -> None:
    """A signature by somebody who doesn't know the secret is none."""
    wrong = office.settings.environment.model_copy(
        update={"slack_signing_secret": SecretStr("another")}
    )
    app = build_app(office.desk, office.settings.model_copy(update={"environment": wrong}))
    with listening(app) as port:
        office.slack.workspace.line.request_url = f"http://127.0.0.1:{port}/slack/events"
        assert not office.sam.run_command(office.channel, Command.USE, "acme pass").ok
    assert office.usages == []


def test_http_ends_with_a_connection_still_open(office: SlackOffice) -> None:
    """A client that keeps its connection does not keep the bot."""
    app = build_app(office.desk, office.settings)
    with listening(app) as port:
        kept = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        kept.request("GET", "/")
        assert kept.getresponse().read() == b"Not Found"
    kept.close()
