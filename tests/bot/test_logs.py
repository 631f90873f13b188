"""The log: what happened, and of no member, no person and no secret."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import slack_client
from bot.names import Command, Shortcut
from bot.operations import logs
from bot.operations.logs import Formatter, as_json, as_text, log_to_stderr, said
from bot.schedule.chores import chores_of
from bot.schedule.leading import Leader
from bot.schedule.posting import PostRefused
from bot.schedule.rounds import Rounds
from bot.schedule.schedule import run
from core.contact import Contact
from core.desk import Desk
from core.errors import UnknownContact
from core.store import StoreError
from playground.slack import Fault, Running, Workspace, running
from tests.bot.office import SlackOffice, an_office, answers, usage_form

CANARY: Final = "Zxywvut"
"""Stands in every name, address, description and token of the day."""


@contextmanager
def logging_into(log: io.StringIO, line: logs.Line) -> Iterator[None]:
    """Everything that anybody logs, down to the last detail, goes there."""
    root, handler = logging.getLogger(), logging.StreamHandler(log)
    handler.setFormatter(Formatter(line))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


@pytest.fixture
def guarded(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace that handed out canaries."""
    workspace = Workspace(
        manifest,
        bot_token=f"xoxb-{CANARY}",
        app_token=f"xapp-1-{CANARY}",
        signing_secret=f"secret-{CANARY}",
    )
    with running(workspace) as slack:
        yield slack


def a_working_day(office: SlackOffice) -> None:
    """Record, look, ask, take back, in every way, as somebody whose name is a canary as well."""
    office.put([Contact(code="BIRD", name=f"{CANARY} & Sons", email=f"{CANARY}@example.org")])
    office.enroll("BIRD")
    for command, text in (
        (Command.USE, f'"{CANARY} & Sons" notary 1 today {CANARY} needed a paper'),
        (Command.USE, f"{CANARY} nothing"),
        (Command.USE, f"{CANARY} & Sons pass 400"),
        (Command.CHECK, f"{CANARY} & Sons"),
        *((Command.PANEL, f"{word} {CANARY}") for word in ("history", "convey", "adjust", "bulk")),
        *((Command.PANEL, word) for word in ("undo", "report", "sync", "enroll", "register")),
        (Command.PANEL, "post-report"),
    ):
        for person in (office.sam, office.may):
            person.run_command(office.channel, command, text)
    form = usage_form(office, office.sam)
    office.sam.submit_view(form, answers(benefit_type="NOTARY", quantity="1", description=CANARY))
    office.sam.global_shortcut(Shortcut.RECORD)
    office.sam.open_home()
    office.settle()


def a_bad_day(office: SlackOffice) -> None:
    """The same with a Slack that refuses, fails, is slow, and loses what it answers."""
    methods = ("users.info", "views.open", "response_url", "chat.postMessage", "views.publish")
    for fault in (Fault(error="missing_scope"), Fault(status=500), Fault(loses_answer=True)):
        for method in methods:
            office.slack.workspace.faults.order(method, fault, times=1)
        office.sam.run_command(office.channel, Command.USE, f'"{CANARY} & Sons" notary 1 today')
        office.sam.run_command(office.channel, Command.CHECK, f"{CANARY} & Sons")
        office.sam.open_home()
        office.settle()
    office.catching_up.catch_up()


def a_night(office: SlackOffice, folder: Path) -> None:
    """What runs by itself, with a folder for copies that can't be one, and a Slack that fails."""
    folder.write_text("no folder")
    plan = office.settings.schedule
    broken = plan.nightly_backup.model_copy(update={"folder": folder})
    settings = office.settings.model_copy(
        update={"schedule": plan.model_copy(update={"nightly_backup": broken})}
    )
    office.slack.workspace.faults.order("chat.postMessage", Fault(error="not_in_channel"), times=2)

    def reader() -> Any:
        raise UnknownContact(CANARY)

    client = slack_client(settings)
    rounds = Rounds(
        office.desk,
        [*chores_of(office.desk, settings, client, reader)],
        Leader(office.desk.store),
    )
    rounds.go()
    office.clock.pass_time(days=40)
    rounds.go()
    rounds.go()


def worse(monkeypatch: pytest.MonkeyPatch, office: SlackOffice) -> None:
    """A fault of our own, whose traceback has the member's name in it."""

    def broken(*_: object, **__: object) -> Any:
        try:
            dict[str, str]()[f"{CANARY} & Sons"]
        except KeyError as error:
            raise RuntimeError(f"{CANARY} again") from error

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "record", broken)
        office.sam.run_command(office.channel, Command.USE, f'"{CANARY} & Sons" notary 1 today')
        office.settle()
    run("sync", broken)
    run("sync", lambda: (_ for _ in ()).throw(UnknownContact(CANARY)))


@pytest.mark.parametrize("line", [as_json, as_text], ids=["json", "text"])
def test_a_whole_working_day_is_logged_without_a_name(
    guarded: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: logs.Line
) -> None:
    """Nor an address, a description, a person's id or a token; of ours and of every library."""
    log = io.StringIO()
    with logging_into(log, line), an_office(guarded, tmp_path) as office:
        office.slack.call_soon(lambda: setattr(office.staff, "real_name", f"{CANARY} Staff"))
        a_working_day(office)
        a_bad_day(office)
        a_night(office, tmp_path / "folder")
        worse(monkeypatch, office)
        people = (office.staff.id, office.manager.id, office.auditor.id)
    text = log.getvalue()
    assert CANARY not in text
    assert [who for who in people if who in text] == []
    assert "“nightly backup” did not work: The folder" in text
    assert "An act in Slack failed" in text
    assert "RuntimeError" in text
    if line is as_json:
        levels = {json.loads(each)["level"] for each in text.splitlines()}
        assert {"debug", "info", "warning", "error"} <= levels


# One record.


def record(
    template: object, *values: Any, ours: bool = True, exc_info: Any = None
) -> logging.LogRecord:
    """What a logger hands on."""
    file = f"{logs.ROOT}/bot/somewhere.py" if ours else "/usr/lib/python3/library/thing.py"
    return logging.LogRecord("bot.there", logging.WARNING, file, 7, template, values, exc_info)


def caught(act: Callable[[], object]) -> Any:
    """An exception as it was caught."""
    with suppress(Exception):
        act()
        raise AssertionError
    try:
        act()
    except Exception:  # noqa: BLE001 - whatever it is
        return sys.exc_info()


def fails() -> None:
    """Break for a reason of somebody's."""
    try:
        dict[str, str]()[CANARY]
    except KeyError as error:
        raise ValueError(CANARY) from error


def test_a_line_of_json_is_whole() -> None:
    """When, how bad, whose, what: and of an exception its kind and the lines of code."""
    line = json.loads(as_json(record("“%s” broke %s times.", "sync", 3, exc_info=caught(fails))))
    assert line.pop("at").endswith("+00:00")
    where = line.pop("where")
    assert line == {
        "level": "warning",
        "logger": "bot.there",
        "event": "“%s” broke %s times.",
        "says": "“sync” broke 3 times.",
        "error": "ValueError",
    }
    assert where[0].startswith("tests/bot/test_logs.py:")
    assert where[0].endswith(" in fails")
    assert where[1] == "KeyError; because of that:"
    assert where[-1].endswith(" in fails")
    assert "error" not in json.loads(as_json(record("Fine.")))


def test_a_line_for_people_has_the_same() -> None:
    """With the lines of code below it."""
    text = as_text(record("“%s” broke.", "sync", exc_info=caught(fails)))
    first, *rest = text.splitlines()
    assert first.endswith(" WARNING “sync” broke. (ValueError)")
    assert rest[1] == "  KeyError; because of that:"
    assert len(as_text(record("Fine.")).splitlines()) == 1


def refused_by_slack() -> Exception:
    """As the SDK tells it, with the whole answer in it."""
    refused: Any = SlackApiError
    error: Exception = refused(CANARY, {"error": "ratelimited", "user": CANARY})
    return error


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (UnknownContact(CANARY), "UnknownContact"),
        (StoreError("The disk is full."), "The disk is full."),
        (PostRefused("not_in_channel"), "Slack did not take the post (not_in_channel)."),
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(CANARY), "OSError"),
        (ValueError(CANARY), "ValueError"),
        (refused_by_slack(), "Slack: ratelimited"),
    ],
)
def test_an_exception_tells_of_no_member(error: Exception, says: str) -> None:
    """Its own words stand there only where they can't be about one."""
    assert said(record("It failed: %s", error)).startswith(f"It failed: {says}")


def test_people_s_ids_are_left_out() -> None:
    """Channels, words and numbers stay."""
    told = record("%s and %s in %s: %s of UNIQUE", "U0123ABCD", "W12AB", "C0123ABCD", 3)
    assert said(told) == "… and … in C0123ABCD: 3 of UNIQUE"


LEFT_OUT = "says something that may be about a member, so it is left out."


def test_a_library_s_failure_is_told_by_its_kind() -> None:
    """A library logs while it deals with what failed: that is said, its words are not."""
    told = ""
    try:
        urlopen("http://127.0.0.1:1/")
    except URLError:
        told = said(record(f"Failed: {CANARY}", ours=False))
    assert told == "bot.there, at thing:7, says that something failed: Connection refused."


def test_a_library_s_record_has_only_its_fixed_text() -> None:
    """Where it wrote values into the text itself, only the place is told."""
    assert said(record("Sent %s to %s", 3, CANARY, ours=False)) == "Sent 3 to …"
    assert said(record(f"Sent to {CANARY}", ours=False)) == f"bot.there, at thing:7, {LEFT_OUT}"
    assert said(record("%(who)s did %(n)d", {"who": CANARY, "n": 2}, ours=False)) == "… did 2"
    assert said(record("%d of them", CANARY, ours=False)) == "%d of them"
    assert said(record(ValueError(CANARY))) == f"bot.there, at somewhere:7, {LEFT_OUT}"


def test_what_nobody_caught_is_logged_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the main thread, in another one, where nobody can catch it; a warning as well."""
    root = logging.getLogger()
    for place, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    try:
        log_to_stderr(as_json)
        sys.excepthook(*caught(fails))
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        warnings.warn(CANARY, stacklevel=1)
        logging.getLogger("bot.x").info("%d", CANARY)
        logs.broke(None)
        logs.broke(SystemExit(1))
    finally:
        logging.captureWarnings(capture=False)
    told = capsys.readouterr().err
    lines = [json.loads(each) for each in told.splitlines()]
    assert [each.get("error") for each in lines[:2]] == ["ValueError", "ValueError"]
    assert CANARY not in told
    assert len(lines) == 4
