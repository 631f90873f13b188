"""Health and metrics: what is answered while all is well, and why not where it isn't."""

import http.client
import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from slack_bolt import Ack, App, BoltRequest

from bot.app import build_app, slack_client
from bot.names import Command
from bot.operations.health import Health, HealthPortNotFree, endpoint
from bot.operations.metrics import Metrics, kind_of
from bot.operations.watched import watched
from bot.schedule.leading import Leader
from bot.schedule.nightly import VERIFIED
from bot.schedule.periods import daily
from bot.schedule.rounds import Chore, Rounds
from bot.settings import Operations
from bot.slack.serving import Line
from bot.views.home import SyncNews
from core.store import StoreError
from playground.slack import Running, Workspace, running
from tests.bot.office import SlackOffice, an_office
from tests.bot.sockets import connected


@pytest.fixture
def own_slack(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace of the test's own, whose messages come by Socket Mode."""
    with running(Workspace(manifest)) as served:
        yield served


def no_news() -> None:
    """There was no sync yet."""


def a_free_port() -> int:
    """One that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(port: int, path: str) -> tuple[int, str]:
    """What is answered there."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def figures(text: str) -> dict[str, float]:
    """Every figure by its name and labels."""
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def operations() -> Operations:
    """Health is asked for on a free port."""
    return Operations(health_port=a_free_port())


def a_chore(office: SlackOffice, name: str) -> Chore:
    """Something daily."""
    zone = office.settings.organisation.time_zone
    return Chore(name=name, says=name, plan=daily(4, zone), do=lambda _: None)


def test_where_no_port_is_set_nothing_listens(office: SlackOffice) -> None:
    """By default."""
    with endpoint(Operations(), Health(office.desk), CollectorRegistry()) as port:
        assert port is None


def test_a_port_that_is_taken_is_told(office: SlackOffice) -> None:
    """With the setting that names another one."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(HealthPortNotFree) as refused,
            endpoint(Operations(health_port=port), Health(office.desk), CollectorRegistry()),
        ):
            pass
    assert str(refused.value) == (
        f"Port {port} can't be used (Address already in use): choose another one as"
        " operations.health_port."
    )


def test_it_is_ready_while_slack_reaches_it(office: SlackOffice, operations: Operations) -> None:
    """It lives all the time; and it says what is missing."""
    line, told_to_stop = Line(), list[bool]()
    health = Health(office.desk, connected=line.is_up, stopping=lambda: bool(told_to_stop))
    with endpoint(operations, health, CollectorRegistry()) as port:
        assert port is not None
        assert asked(port, "/live") == (200, '{"live": true}')
        status, text = asked(port, "/ready")
        assert (status, json.loads(text)) == (
            503,
            {"ready": False, "why_not": ["Slack doesn't reach it."]},
        )
        line.goes_by(lambda: True)
        assert asked(port, "/ready") == (200, '{"ready": true, "why_not": []}')
        told_to_stop.append(True)
        assert "It was told to stop." in asked(port, "/ready")[1]
        assert asked(port, "/live")[0] == 200
        assert asked(port, "/elsewhere")[0] == 404
    with pytest.raises(ConnectionRefusedError):
        asked(port, "/live")


def test_a_line_that_is_lost_is_told(office: SlackOffice) -> None:
    """Over Socket Mode, by the connection itself."""
    line = Line()
    assert not line.is_up()
    app = build_app(office.desk, office.settings)
    with connected(app, office.slack.workspace.app_token, line=line):
        office.slack.until(line.is_up, 10)
    office.slack.until(lambda: not line.is_up(), 10)


def test_a_store_that_fails_is_told(
    office: SlackOffice, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that takes no more writes, and one that can't be read; the metrics say the same."""
    file = office.desk.store._rows._file  # type: ignore[attr-defined]
    line, rounds = Line(), Rounds(office.desk, [], Leader(office.desk.store))
    line.goes_by(lambda: True)

    def unreadable(_: object) -> Any:
        raise StoreError("It is gone.")

    app = build_app(office.desk, office.settings)
    port = operations.health_port
    assert port
    with watched(
        operations, office.desk, app, rounds, line=line, news=no_news, stopping=lambda: False
    ):
        monkeypatch.setattr(file, "_stopped", True)
        monkeypatch.setattr(office.desk, "read", unreadable)
        status, text = asked(port, "/ready")
        shown = figures(asked(port, "/metrics")[1])
    monkeypatch.undo()
    assert (status, json.loads(text)["why_not"]) == (
        503,
        [
            "The store takes no more writes until Benefit Desk is started again.",
            "The store can't be read.",
        ],
    )
    assert shown["benefit_desk_store_writable"] == shown["benefit_desk_store_readable"] == 0
    assert "benefit_desk_entries" not in shown


@pytest.fixture
def watched_office(
    office: SlackOffice, operations: Operations
) -> Iterator[tuple[SlackOffice, int]]:
    """An office whose bot is watched; a chore was done on 14 June, and a sync ended."""
    chores = [a_chore(office, "nightly verify"), a_chore(office, "never done")]
    rounds = Rounds(office.desk, chores, Leader(office.desk.store))
    office.desk.store.keep(chores[0].document, {"done": "2026-06-14"})
    verified = {"at": "2026-06-14T03:00:00+00:00", "entries": 9, "faults": 2}
    office.desk.store.keep(VERIFIED, verified)
    news = SyncNews(datetime(2026, 6, 15, tzinfo=UTC), "In step: nothing had changed.")
    assert rounds.leads()
    port = operations.health_port
    assert port
    app = build_app(office.desk, office.settings)
    with watched(
        operations, office.desk, app, rounds, line=Line(), news=lambda: news, stopping=lambda: False
    ):
        yield office, port


def test_the_metrics_tell_of_ledger_schedule_and_store(
    watched_office: tuple[SlackOffice, int],
) -> None:
    """As they are at the moment."""
    office, port = watched_office
    office.use()
    shown = figures(asked(port, "/metrics")[1])
    books = office.desk.read(lambda books: (books.revision, len(books.contacts), len(books.levels)))
    names = ("entries", "contacts", "levels")
    assert tuple(shown[f"benefit_desk_{name}"] for name in names) == books
    assert shown["benefit_desk_memberships"] == 1
    assert shown["benefit_desk_store_writable"] == shown["benefit_desk_store_readable"] == 1
    assert shown["benefit_desk_leads"] == 1
    day = datetime(2026, 6, 14, tzinfo=UTC).timestamp()
    assert shown["benefit_desk_done_timestamp_seconds nightly verify"] == day
    assert "benefit_desk_done_timestamp_seconds never done" not in shown
    assert shown["benefit_desk_verified_timestamp_seconds"] == day + 3 * 3600
    assert shown["benefit_desk_verify_faults"] == 2
    assert shown["benefit_desk_sync_timestamp_seconds"] == day + 24 * 3600
    assert shown["process_resident_memory_bytes"] > 0


def test_warnings_and_errors_are_counted() -> None:
    """By level, from nought on."""
    metrics, log = Metrics(), logging.getLogger("counted")
    log.addHandler(metrics.count_log())
    for act in (log.info, log.warning, log.error, log.critical):
        act("Something happened.")
    shown = figures(generate_latest(metrics.registry).decode())
    assert shown["benefit_desk_log_records_total warning"] == 1
    assert shown["benefit_desk_log_records_total error"] == 2
    other = figures(generate_latest(Metrics().registry).decode())
    assert other["benefit_desk_log_records_total error"] == 0


def test_acts_in_slack_are_timed_by_kind(
    own_slack: Running, tmp_path: Path, operations: Operations
) -> None:
    """Up to the acknowledgement."""
    with an_office(own_slack, tmp_path, serving=False) as office:
        app = build_app(office.desk, office.settings)
        rounds = Rounds(office.desk, [], Leader(office.desk.store))
        line, port = Line(), operations.health_port
        assert port
        with (
            watched(
                operations, office.desk, app, rounds, line=line, news=no_news, stopping=line.is_up
            ),
            connected(app, own_slack.workspace.app_token),
        ):
            own_slack.until_connected()
            office.says(office.staff, Command.USE, "acme pass", words="left")
            shown = figures(asked(port, "/metrics")[1])
    assert shown["benefit_desk_acknowledged_seconds_count command"] == 1
    assert 0 < shown["benefit_desk_acknowledged_seconds_sum command"] < 10


def test_the_time_is_that_of_the_acknowledgement(office: SlackOffice) -> None:
    """A listener that takes its time before it acknowledges is seen; what comes after is not."""
    app, metrics = App(client=slack_client(office.settings)), Metrics()
    metrics.count_acts(app)

    def slow(ack: Ack) -> None:
        time.sleep(0.2)
        ack()
        time.sleep(2)

    app.shortcut("slow")(slow)
    user = {"id": office.staff.id, "team_id": "T0BENEFITS1"}
    body = {"type": "shortcut", "callback_id": "slow", "user": user, "team": {"id": "T0BENEFITS1"}}
    assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    shown = figures(generate_latest(metrics.registry).decode())
    assert shown["benefit_desk_acknowledged_seconds_count shortcut"] == 1
    assert 0.2 <= shown["benefit_desk_acknowledged_seconds_sum shortcut"] < 2


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/benefit-use"}, "command"),
        ({"type": "view_submission"}, "view_submission"),
        ({"type": "message_action"}, "shortcut"),
        ({"type": "shortcut"}, "shortcut"),
        ({"type": "block_suggestion"}, "block_suggestion"),
        ({"type": "event_callback"}, "event"),
        ({"type": "Ann Able"}, "event"),
    ],
)
def test_requests_are_of_a_few_kinds(body: dict[str, Any], kind: str) -> None:
    """Whatever Slack sends."""
    assert kind_of(body) == kind
