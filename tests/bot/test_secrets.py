"""Secrets: tokens that would be recognised stand in no log, no message, no traceback."""

import logging
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.app import build_app, slack_client
from bot.names import Command, Shortcut
from bot.settings import Environment
from bot.slack.serving import serve_socket
from bot.wiring import slack_app
from playground.slack import Fault, Running, Workspace, running
from tests.bot.explorer import Explorer, furnish
from tests.bot.office import SlackOffice, an_office
from tests.bot.sockets import connected

CANARY: Final = "c4n4ry"
TOKENS: Final = {
    "bot_token": f"xoxb-{CANARY}-bot",
    "app_token": f"xapp-1-{CANARY}-app",
    "signing_secret": f"{CANARY}-signing",
}


@pytest.fixture
def guarded(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace that handed out canaries."""
    workspace = Workspace(
        manifest,
        bot_token=TOKENS["bot_token"],
        app_token=TOKENS["app_token"],
        signing_secret=TOKENS["signing_secret"],
    )
    with running(workspace) as slack:
        yield slack


def assert_unseen(office: SlackOffice, caplog: pytest.LogCaptureFixture) -> None:
    """See that no canary stands in what was logged, sent or answered."""
    recorder = office.slack.workspace.recorder
    said = [f"{call.arguments} {call.answer}" for call in recorder.calls]
    said += [f"{each.ack.payload}" for each in recorder.deliveries if each.ack]
    said += [f"{each.getMessage()} {each.exc_text or ''}" for each in caplog.records]
    assert [each for each in [*said, caplog.text] if CANARY in each] == []
    assert any(each.levelno == logging.DEBUG for each in caplog.records)


@pytest.mark.parametrize("over_socket", [False, True], ids=["http", "socket"])
def test_no_secret_is_told_while_everything_is_tried(
    guarded: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, over_socket: bool
) -> None:
    """Every command, button and form, with everything logged that any library would log."""
    with (
        caplog.at_level(logging.DEBUG),
        an_office(guarded, tmp_path, over_socket=over_socket) as office,
    ):
        furnish(office, lines=3, uses=1)
        Explorer(office, office.manager).explore()
        assert_unseen(office, caplog)


FAULTS: Final = (
    Fault(error="invalid_auth"),
    Fault(error="token_revoked"),
    Fault(error="missing_scope"),
    Fault(status=500),
    Fault(retry_after=30),
    Fault(loses_answer=True),
)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_no_secret_is_told_when_slack_fails(
    guarded: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    """Whatever way a call fails, and whatever traceback comes of it."""
    with caplog.at_level(logging.DEBUG), an_office(guarded, tmp_path) as office:
        for method in ("users.info", "views.open", "response_url", "chat.postMessage"):
            guarded.workspace.faults.order(method, fault, times=2)
        office.sam.run_command(office.channel, Command.USE, "acme pass")
        office.sam.global_shortcut(Shortcut.RECORD)
        office.sam.open_home()
        office.may.run_command(office.channel, Command.PANEL, "post-report")
        office.settle()
        office.catching_up.catch_up()
        assert_unseen(office, caplog)
        guarded.workspace.recorder.clear()


def test_no_secret_is_told_when_slack_can_t_be_reached(
    guarded: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither by the sentences at the start, nor by the errors behind them."""
    with caplog.at_level(logging.DEBUG), an_office(guarded, tmp_path, serving=False) as office:
        app = build_app(office.desk, office.settings)
        guarded.stop()
        told = [
            raised(lambda: slack_app(office.desk, office.settings, None)),
            raised(lambda: slack_client(office.settings).auth_test()),
            raised(lambda: serve_socket(app, TOKENS["app_token"], stop=threading.Event())),
        ]
        guarded.start()
        told.append(raised(lambda: serve_socket(app, TOKENS["bot_token"], stop=threading.Event())))
        assert all(told)
        assert [each for each in told if CANARY in each] == []
        assert CANARY not in caplog.text


def test_no_secret_is_told_when_the_line_is_lost(
    guarded: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Connecting again is logged by the libraries, and some of them log what they send."""
    with caplog.at_level(logging.DEBUG), an_office(guarded, tmp_path, serving=False) as office:
        app = build_app(office.desk, office.settings, owed=office.owed)
        with connected(app, TOKENS["app_token"]):
            guarded.until_connected()
            guarded.hang_up()
            guarded.until_connected()
        assert_unseen(office, caplog)


def test_a_secret_shows_nowhere_its_settings_are_shown() -> None:
    """Printed, in a traceback's locals, or refused for what is beside it."""
    variables = {
        "SLACK_BOT_TOKEN": TOKENS["bot_token"],
        "SLACK_APP_TOKEN": TOKENS["app_token"],
        "SLACK_SIGNING_SECRET": TOKENS["signing_secret"],
        "BENEFIT_DESK_STORE": f"postgresql://desk:{CANARY}@db/benefits",
    }
    environment = Environment.model_validate(variables)
    assert CANARY not in f"{environment!r} {environment}"
    wrong = {**variables, "SLACK_API_URL": "nowhere"}
    assert CANARY not in raised(lambda: Environment.model_validate(wrong))


def raised(act: Any) -> str:
    """What an act raised, as it would be printed with its traceback."""
    try:
        act()
    except Exception:  # noqa: BLE001 - whatever it is, it is printed
        return traceback.format_exc()
    return ""
