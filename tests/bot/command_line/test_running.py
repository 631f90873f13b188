"""serve and sync, as processes, against the stand-ins for Slack and Google."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.operations.health import HealthPortNotFree
from bot.operations.stopping import Stop
from bot.settings import VariablesMissing, read_settings
from bot.slack.serving import NotConnected
from bot.wiring import PortNotFree, SlackNotReached, serve
from core.stores.embedded import open_store
from core.stores.files import writer_lock
from playground.google.running import Running as Google
from playground.slack import Channel, Fault, PersonSync, Running, User
from tests.bot.command_line.typing_in import CommandLine, with_sheet
from tests.core.stores.ledgers import sql

STOP_WITHIN = 5.0


@contextmanager
def serving(line: CommandLine, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """`benefit-desk serve` while the block runs; it is gone afterwards, whatever happens."""
    with line.start("serve", *words) as bot:
        try:
            yield bot
        finally:
            bot.kill()


def stopped(bot: "subprocess.Popen[str]", how: signal.Signals) -> tuple[int, str, float]:
    """Send a signal; exit status, what was logged, and the seconds that it took."""
    began = time.monotonic()
    bot.send_signal(how)
    _, logged = bot.communicate(timeout=30)
    return bot.returncode, logged, time.monotonic() - began


def record(person: PersonSync, channel: Channel) -> None:
    """Record a guest pass from Slack, and see it confirmed."""
    person.run_command(channel, "/benefit-use", "Acme Hardware GUEST 2 today Tour")
    person.wait_for_message(channel, "used on", seconds=15)


def test_serve_answers_slack_until_it_is_stopped(
    staffed: CommandLine, slack: Running, sam: User, front: Channel
) -> None:
    """A usage told in Slack is in the ledger; the process leaves with 0 within five seconds.

    While it runs, the command line can look, verify and copy, but not write.
    """
    with serving(staffed) as bot:
        slack.until_connected()
        record(slack.person(sam), front)
        assert "Guest pass: 2 of 4 left" in staffed.done("check", "ACME")
        assert staffed.done("verify").endswith("everything adds up.\n")
        staffed.done("backup", str(staffed.folder / "copy.db"))
        refused = staffed.type("use", "ACME", "GUEST")
        status, logged, seconds = stopped(bot, signal.SIGTERM)
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    assert "Traceback" not in logged
    assert "WARNING" not in logged
    assert (refused.status, refused.out) == (1, "")
    assert "is in use by another Benefit Desk" in refused.error
    row = staffed.rows("history")[-1]
    assert (row["source"], row["actor"], row["quantity"]) == ("slack", sam.id, 2)
    staffed.done("use", "ACME", "GUEST")


IMPATIENT = """
import os, signal, sys
class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.cli":
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Impatient())
sys.argv = ["benefit-desk", "serve"]
from bot.__main__ import main
main()
"""
"""Starts the bot, which is told to end while it is still being loaded."""


def test_serve_ends_in_order_while_it_is_loading(staffed: CommandLine, slack: Running) -> None:
    """SIGTERM in the first instant is no 143: nothing is begun, and the status is 0."""
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT],
        env={**os.environ, **staffed.variables()},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done
    assert done.stderr.endswith("INFO Stopped before it began.\n")
    assert slack.workspace.recorder.calls == []


LARGE = """
import sys
from core.stores import files
files.LOOKED_THROUGH = 0
sys.argv = ["benefit-desk", "serve"]
from bot.__main__ import main
main()
"""
"""Starts the bot as if its store were larger than what is looked through in opening it."""


def test_serve_looks_through_a_large_store(
    staffed: CommandLine, slack: Running, sam: User, front: Channel
) -> None:
    """Damage that opening it didn't see stops the writing before long, and is told."""
    path = staffed.folder / "benefit-desk.db"
    with closing(open_store(path)) as store:
        store.keep("nobody reads it", {"a": 1})
    sql(path, "UPDATE documents SET digest = digest + 1 WHERE document LIKE '%nobody reads it%'")
    staffed.settings(f'[roles]\nstaff = ["{sam.id}"]\n[reports]\nchannel = "{front.id}"\n')
    with subprocess.Popen(
        [sys.executable, "-c", LARGE], env={**os.environ, **staffed.variables()}
    ) as bot:
        try:
            person = slack.person(sam)
            person.wait_for_message(front, "its store was found damaged", seconds=15)
            slack.until_connected()
            person.run_command(front, "/benefit-use", "Acme Hardware GUEST 2 today Tour")
            person.wait_for_message(front, "can't get at its records", seconds=15)
        finally:
            bot.terminate()
    assert bot.returncode == 0


def test_serve_ends_in_order_while_slack_is_silent(staffed: CommandLine) -> None:
    """Told to stop before it could begin, it leaves in time, with 0 and without complaint."""
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        staffed.environment["SLACK_API_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}/api/"
        with serving(staffed) as bot, closing(silent.accept()[0]) as asked:
            asked.recv(1)
            status, logged, seconds = stopped(bot, signal.SIGTERM)
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    assert "Slack" not in logged


def test_serve_over_http(staffed: CommandLine, slack: Running, sam: User, front: Channel) -> None:
    """With --http Slack sends signed requests to a port of this machine."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    slack.workspace.line.request_url = f"http://127.0.0.1:{port}/slack/events"
    with serving(staffed, "--http", str(port)) as bot:
        answers(port)
        record(slack.person(sam), front)
        status, logged, seconds = stopped(bot, signal.SIGINT)
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    assert staffed.rows("history")[-1]["source"] == "slack"


def test_serve_is_watched_and_logs_lines_of_json(
    staffed: CommandLine, slack: Running, sam: User, front: Channel
) -> None:
    """Ready once Slack reaches it; each line of the log is an object; it ends as quickly."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    staffed.settings(
        f'[roles]\nstaff = ["{sam.id}"]\n[operations]\nlog_format = "json"\nhealth_port = {port}\n'
    )
    with serving(staffed) as bot:
        slack.until_connected()
        record(slack.person(sam), front)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as ready:
            assert json.load(ready)["ready"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as metrics:
            assert b"benefit_desk_entries" in metrics.read()
        status, logged, seconds = stopped(bot, signal.SIGTERM)
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    lines = [json.loads(each) for each in logged.splitlines()]
    assert lines[-1]["says"] == "Stopped."
    assert {each["level"] for each in lines} == {"info"}
    assert {each["logger"].partition(".")[0] for each in lines} == {"bot"}
    assert "left out" not in logged
    assert sam.id not in logged


def answers(port: int) -> None:
    """Wait until somebody listens there."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with closing(socket.socket()) as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize(
    ("http_port", "secret"), [(None, "SLACK_APP_TOKEN"), (0, "SLACK_SIGNING_SECRET")]
)
def test_serve_asks_for_all_it_needs_at_once(
    line: CommandLine, http_port: int | None, secret: str
) -> None:
    """Missing secrets are told before anything starts; half a sheet asks for its other half."""
    line.environment["GOOGLE_SHEET_ID"] = "1abc"
    with pytest.raises(VariablesMissing) as missing:
        serve(read_settings(line.variables()), stop=Stop(), http_port=http_port)
    names = [sentence.split()[0] for sentence in missing.value.mistakes]
    assert names == ["SLACK_BOT_TOKEN", secret, "GOOGLE_SERVICE_ACCOUNT_FILE"]
    assert not (line.folder / "benefit-desk.db").exists()


@pytest.mark.parametrize(
    ("variable", "token", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack does not accept SLACK_BOT_TOKEN: "),
        ("SLACK_APP_TOKEN", "xapp-wrong", "Slack gives Benefit Desk no connection (invalid_auth)."),
    ],
)
def test_a_token_that_slack_refuses_is_told(
    staffed: CommandLine, variable: str, token: str, says: str
) -> None:
    """It ends the process with one sentence, which doesn't repeat it, and for good."""
    staffed.environment |= {variable: token}
    answer = staffed.run("serve")
    assert answer.status == 2
    assert answer.error.splitlines()[-1].startswith(says)
    assert "Traceback" not in answer.error
    assert token not in answer.error


@pytest.mark.parametrize(
    ("variables", "also", "status", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "", 2, "Slack does not accept SLACK_BOT_TOKEN: "),
        ({"SLACK_APP_TOKEN": ""}, "", 2, "SLACK_APP_TOKEN is not set: "),
        ({"SLACK_APP_TOKEN": "wrong"}, "", 2, "SLACK_APP_TOKEN: this is not of the form xapp-…"),
        ({}, "health_prot = 1\n[roles]\nstaff = 1\n", 2, "benefit-desk.toml line 3: "),
        ({"BENEFIT_DESK_STORE": "tinydb:none/such.db"}, "", 1, "none/such.db"),
    ],
    ids=["token refused", "token missing", "token of another form", "settings", "store"],
)
def test_why_it_does_not_start_is_a_line_of_the_log_too(
    staffed: CommandLine, variables: dict[str, str], also: str, status: int, says: str
) -> None:
    """Whoever reads JSON reads one object, however many sentences are in it."""
    staffed.settings(f'[operations]\nlog_format = "json"\n{also}')
    staffed.environment |= variables
    answer = staffed.run("serve")
    lines = [json.loads(each) for each in answer.error.splitlines()]
    assert (answer.status, answer.out) == (status, "")
    (last,) = (each for each in lines if each["level"] == "error")
    assert last == lines[-1]
    assert says in last["says"]


def test_without_settings_that_can_be_read_it_is_told_in_words(staffed: CommandLine) -> None:
    """What form the log should have is not known then, nor where nobody asks for JSON."""
    for text in ('[operations]\nlog_format = "json"\n[operations]\n', '[operations]\nlog = "x"\n'):
        staffed.settings(text)
        answer = staffed.run("serve")
        assert answer.status == 2
        assert f"{staffed.folder / 'benefit-desk.toml'} line " in answer.error
        assert answer.error.count("\n") == 1
        assert not answer.error.startswith("{")


def test_a_slack_that_does_not_answer_is_told(staffed: CommandLine) -> None:
    """Without a network the bot can't start; the store is free again."""
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        staffed.environment["SLACK_API_URL"] = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
        with pytest.raises(SlackNotReached) as not_reached:
            serve(read_settings(staffed.variables()), stop=Stop())
    assert str(not_reached.value) == (
        "Slack can't be reached ([Errno 111] Connection refused): look at the network, and try"
        " again."
    )
    staffed.done("use", "ACME", "GUEST")


def test_a_port_that_is_taken_is_told(staffed: CommandLine) -> None:
    """Another program on the port is told with the option that names another one."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortNotFree) as not_free:
            serve(read_settings(staffed.variables()), stop=Stop(), http_port=port)
    assert str(not_free.value) == (
        f"Port {port} can't be used (Address already in use): choose another one with --http."
    )


@pytest.mark.parametrize("http", [True, False])
def test_a_port_that_is_taken_is_found_out_before_any_work(
    staffed: CommandLine, *, http: bool
) -> None:
    """Nothing is under way that would be broken off, and then blame the disk."""
    stop = Stop()
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        if not http:
            staffed.settings(f"[operations]\nhealth_port = {port}\n")
        settings = read_settings(staffed.variables())
        with pytest.raises(PortNotFree if http else HealthPortNotFree):
            serve(settings, stop=stop, http_port=port if http else None)
    assert not stop.under_way


def test_an_app_token_that_slack_refuses_is_told(staffed: CommandLine) -> None:
    """Socket Mode needs a token of its own kind; the sentence names its variable."""
    staffed.environment["SLACK_APP_TOKEN"] = "xapp-wrong"
    with pytest.raises(NotConnected, match="SLACK_APP_TOKEN"):
        serve(read_settings(staffed.variables()), stop=Stop())


def test_serve_keeps_the_sheet_in_step(
    staffed: CommandLine, slack: Running, google: Google
) -> None:
    """The first sync comes at once, and what it did is in the log."""
    with_sheet(staffed, google)
    with serving(staffed) as bot:
        slack.until_connected()
        until = time.monotonic() + 20
        while "Assignments" not in google.spreadsheet.titles() and time.monotonic() < until:
            time.sleep(0.05)
        status, logged, seconds = stopped(bot, signal.SIGTERM)
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    shown = google.spreadsheet.rows("Assignments")
    assert any("Acme Hardware" in row for row in shown)
    assert " INFO Sync: " in logged


def test_a_google_that_hangs_does_not_hold_the_process(
    staffed: CommandLine, slack: Running, google: Google
) -> None:
    """A sync that waits for an answer is left alone when the bot is told to stop."""
    with_sheet(staffed, google)
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        staffed.environment["GOOGLE_API_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with serving(staffed) as bot:
            slack.until_connected()
            asking, _ = silent.accept()
            status, logged, seconds = stopped(bot, signal.SIGTERM)
            asking.close()
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    assert "A sync was still running" in logged


def test_all_that_hangs_at_once_does_not_hold_the_process(
    staffed: CommandLine, slack: Running, google: Google, sam: User, front: Channel
) -> None:
    """Google is silent, Slack takes no answer, somebody looks at the health without end."""
    with_sheet(staffed, google)
    with closing(socket.socket()) as silent, closing(socket.socket()) as probe:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        staffed.settings(f'[roles]\nstaff = ["{sam.id}"]\n[operations]\nhealth_port = {port}\n')
        staffed.environment["GOOGLE_API_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with serving(staffed) as bot:
            slack.until_connected()
            answers(port)
            with closing(socket.create_connection(("127.0.0.1", port))) as looking:
                looking.sendall(b"GET /ready HTTP/1.1\r\n")
                for method in ("response_url", "chat.postMessage", "chat.postEphemeral"):
                    slack.workspace.faults.order(method, Fault(pause=30), times=3)
                person = slack.person(sam)
                person.run_command(front, "/benefit-use", "Acme Hardware GUEST 1 today Hung")
                until = time.monotonic() + 10
                while not slack.workspace.recorder.deliveries and time.monotonic() < until:
                    time.sleep(0.05)
                time.sleep(0.5)
                status, logged, seconds = stopped(bot, signal.SIGTERM)
    assert (status, seconds < STOP_WITHIN) == (0, True), logged
    assert staffed.rows("history")[-1]["description"] == "Hung"


def test_sync_makes_both_sides_equal(acme: CommandLine, google: Google) -> None:
    """A dry run writes nothing; the sync writes; then both are in step."""
    with_sheet(acme, google)
    before = google.spreadsheet.titles()
    dry = acme.done("sync", "--dry-run")
    assert "Nothing was changed. A sync would come to this: " in dry
    assert "Assignments: the tab would be made" in dry
    assert google.spreadsheet.titles() == before
    assert "cells written" in acme.done("sync")
    assert any("Acme Hardware" in row for row in google.spreadsheet.rows("Assignments"))
    assert acme.done("sync") == "In step: nothing had changed.\n"


def test_a_sheet_and_books_that_came_from_an_export(
    acme: CommandLine, google: Google, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """How the sheet last looked is not in it: nothing is recorded twice, and no edit is lost."""
    with_sheet(acme, google)
    acme.done("sync")
    book, manager = google.spreadsheet, "manager@example.org"
    book.paste("Record usage", 1, 0, [["Acme Hardware", "Guest pass", "", "1"]], user=manager)
    acme.done("sync")
    header, *rows = book.typed_rows("Assignments")
    place = next(row for row, cells in enumerate(rows, start=1) if "Guest pass" in cells)
    book.type_into("Assignments", place, header.index("Number"), "3", user=manager)
    acme.done("export", str(acme.folder / "books"))
    elsewhere = CommandLine(tmp_path_factory.mktemp("elsewhere"), dict(acme.environment))
    ledger = str(acme.folder / "books" / "ledger.jsonl")
    elsewhere.done("import", ledger, "--kind", "ledger")
    assert elsewhere.rows("balances") == acme.rows("balances")
    assert elsewhere.rows("history") == acme.rows("history")
    assert "1 conflict to decide" in elsewhere.done("sync")
    assert elsewhere.rows("history") == acme.rows("history")
    assert book.typed_rows("Assignments")[place][header.index("Number")] == 3
    assert "Conflict (Number): 3 here, 4 in Benefit Desk" in f"{book.typed_rows('Assignments')}"


def test_sync_asks_for_what_it_needs(acme: CommandLine) -> None:
    """Both variables are told, with what to put there."""
    answer = acme.type("sync")
    assert (answer.status, answer.out) == (2, "")
    assert answer.error.splitlines() == [
        (
            "GOOGLE_SERVICE_ACCOUNT_FILE is not set: put the path of your Google service account's"
            " JSON key file there."
        ),
        "GOOGLE_SHEET_ID is not set: put the long id in your Google Sheet's address there.",
    ]


def test_sync_tells_what_is_wrong_with_the_sheet(
    acme: CommandLine, google: Google, tmp_path: Path
) -> None:
    """A key file that isn't there, and a sheet that isn't there."""
    with_sheet(acme, google)
    acme.environment["GOOGLE_SHEET_ID"] = "1nosuchsheet"
    answer = acme.type("sync")
    assert (answer.status, answer.out) == (1, "")
    assert answer.error.startswith("There is no spreadsheet 1nosuchsheet: ")
    acme.environment["GOOGLE_SERVICE_ACCOUNT_FILE"] = str(tmp_path / "none.json")
    answer = acme.type("sync")
    assert answer.status == 1
    assert answer.error.startswith("The service account's file ")
    assert "none.json can't be read (No such file or directory)" in answer.error
    with_sheet(acme, google)
    answer = acme.type("sync", "--approve", "Nonsense")
    assert answer.status == 1
    assert (
        "There is no tab “Nonsense” to let through; there is Conflicts, Contacts, " in answer.error
    )


def test_the_schedule_is_told_in_plain_words(line: CommandLine) -> None:
    """What runs when, what was done last and comes next, and what is switched off."""
    line.settings(
        '[organisation]\ntime_zone = "Europe/London"\n'
        '[reports]\nchannel = "C0123"\n[schedule.alerts]\nenabled = false\n'
    )
    runs, first, *rest, last = line.done("schedule").splitlines()
    assert runs == "This is done by “benefit-desk serve”, while it runs; it doesn't run now."
    assert first == "All times are those of Europe/London."
    assert rest[0].startswith(
        "Every day at 04:00 every balance is recomputed; what is wrong is told. Next on "
    )
    assert rest[0].endswith(" Not done yet.")
    assert [told.split(" the")[0] for told in rest[1:3]] == [
        "Every day at 05:00",
        "Every Monday at 09:00",
    ]
    assert "On day 1 of every month at 09:00 what is unused and ends within 90 days" in rest[3]
    assert last == "Switched off: alerts."


def test_a_schedule_without_a_channel_says_so(line: CommandLine) -> None:
    """What was done is told with its day."""
    with closing(open_store(line.folder / "benefit-desk.db")) as store:
        store.keep("periods:nightly backup", {"done": "2026-06-15"})
    line.environment |= {"GOOGLE_SHEET_ID": "x", "GOOGLE_SERVICE_ACCOUNT_FILE": "y"}
    told = line.done("schedule")
    assert "Every 300 seconds ledger and sheet are made equal." in told
    due = "Due since 16 Jun 2026, and done as soon as serve runs. Last done for 15 Jun 2026."
    assert due in told
    assert told.endswith(
        "Switched off, or without a channel: alerts, weekly report, monthly digest.\n"
    )


def test_a_schedule_says_whether_it_runs(acme: CommandLine) -> None:
    """Somebody who writes holds the store; where that can't be known, nothing is said of it."""
    runs = "This is done by “benefit-desk serve”, while it runs"
    assert acme.done("schedule").startswith(f"{runs}; it doesn't run now.\n")
    store = acme.folder / "benefit-desk.db"
    with writer_lock(store):
        told = acme.done("schedule")
    assert told.startswith(f"{runs}; a Benefit Desk is writing to the store now.\n")
    (lock,) = acme.folder.glob("*.lock")
    lock.unlink()
    lock.mkdir()
    assert acme.done("schedule").startswith(f"{runs}.\n")


def test_what_was_only_left_out_is_not_told_as_done(line: CommandLine) -> None:
    """Due before anything ran here, it was never posted."""
    with closing(open_store(line.folder / "benefit-desk.db")) as store:
        store.keep("periods:nightly backup", {"done": "2026-06-15", "left_out": True})
    assert "Last done" not in line.done("schedule")
