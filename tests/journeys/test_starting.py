"""Starting the demo, and what it says when it can't."""

import re
import signal
import socket
import time
from pathlib import Path

import pytest
from slack_sdk import WebClient

from playground.bot_process import Bot, BotDied, ImportFailed, import_file
from tests.journeys.running_demo import Demo

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]


def test_a_port_in_use_is_told_in_one_sentence() -> None:
    """Where somebody listens on the port already, the demo says so and ends with status 2."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        demo = Demo("--servers-only", port=port)
        demo.process.wait(60)
    assert demo.process.returncode == 2
    assert demo.everything() == f"Port {port} is in use. Choose another one with --port.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_servers_alone_tell_what_a_bot_needs(number: signal.Signals) -> None:
    """`--servers-only` prints the variables of a bot, with which a client gets an answer."""
    demo = Demo("--servers-only")
    demo.wait_for("Ctrl-C")
    variables = dict(re.findall(r"export (\w+)='(.*)'", "".join(demo.said)))
    client = WebClient(token=variables["SLACK_BOT_TOKEN"], base_url=variables["SLACK_API_URL"])
    assert client.auth_test()["team"] == "Harbour & Hills Chamber"
    assert Path(variables["GOOGLE_SERVICE_ACCOUNT_FILE"]).exists()
    assert demo.interrupt(number) == 0
    assert not Path(variables["GOOGLE_SERVICE_ACCOUNT_FILE"]).exists()


def test_a_bot_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    """A bot without its tokens ends at once; what it said last is told."""
    missing = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": ""}
    store = {"BENEFIT_DESK_STORE": f"tinydb:{tmp_path / 'desk.db'}"}
    told = ""
    with Bot(missing | store, tmp_path / "bot.log") as bot:
        deadline = time.monotonic() + 60
        while not told and time.monotonic() < deadline:
            time.sleep(0.05)
            try:
                bot.must_run()
            except BotDied as died:
                told = str(died)
    assert "Benefit Desk ended with status" in told
    assert "SLACK_BOT_TOKEN" in told


def test_a_sample_file_that_is_refused_is_named(tmp_path: Path) -> None:
    """A file with an unknown column stops the demo, with the reason."""
    (tmp_path / "contacts.csv").write_text("code,name,colour\nA,Ann,red\n")
    store = {"BENEFIT_DESK_STORE": f"tinydb:{tmp_path / 'desk.db'}"}
    with pytest.raises(ImportFailed, match=r"contacts\.csv could not be imported:\n.*colour"):
        import_file(store, "contacts", tmp_path / "contacts.csv")
