"""A store that takes no more writes is told in Slack once."""

import sqlite3
from pathlib import Path

import pytest

from bot.app import slack_client
from bot.schedule.watching import DAMAGED, SENTENCE, StoreWatch
from bot.settings import Reports, Roles, Settings
from core.stores.failures import FoundDamaged, OutcomeUnknown, WritingStopped
from playground.slack import Fault
from tests.bot.office import SlackOffice
from tests.core.stores.ledgers import sql


def told(office: SlackOffice, sentence: str = SENTENCE) -> list[str]:
    """What was said of it in the channel for reports."""
    return [each.text for each in office.may.sees(office.reports) if each.text == sentence]


def watch_of(office: SlackOffice, settings: Settings) -> StoreWatch:
    """One that looks at the office's store."""
    return StoreWatch(office.desk.store, settings, slack_client(settings))


@pytest.fixture
def in_doubt(office: SlackOffice, monkeypatch: pytest.MonkeyPatch) -> SlackOffice:
    """An office whose disk failed in the middle of a commit."""
    file = office.desk.store._rows._file  # type: ignore[attr-defined]
    real = file._connection

    class Broken:
        """Passes everything on but the COMMIT."""

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def execute(self, statement: str, *rest: object) -> object:
            """Fail where a transaction is to be made durable."""
            if statement == "COMMIT":
                raise sqlite3.OperationalError("disk I/O error")
            return real.execute(statement, *rest)

    monkeypatch.setattr(file, "_connection", Broken())
    with pytest.raises(OutcomeUnknown):
        office.use()
    return office


def test_a_store_that_writes_is_not_talked_of(office: SlackOffice) -> None:
    """Nothing is posted."""
    watch_of(office, office.settings).look()
    assert told(office) == []


def test_a_write_that_ended_in_doubt_is_told_once(
    in_doubt: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing more is recorded; reading goes on; a channel that can't be reached is tried again."""
    watch = watch_of(in_doubt, in_doubt.settings)
    with pytest.raises(WritingStopped):
        in_doubt.use()
    in_doubt.slack.workspace.faults.order("chat.postMessage", Fault(error="fatal_error"))
    for _ in range(3):
        watch.look()
    assert told(in_doubt) == [SENTENCE]
    assert "could not be told in Slack" in caplog.text
    assert caplog.text.count("takes no more writes") == 1
    assert in_doubt.desk.read(lambda books: len(books.contacts))


def test_a_large_store_that_is_found_damaged_is_told_once(
    office: SlackOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing more is recorded; what is sound was looked through before, and nothing was said."""
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", 0)
    watch = watch_of(office, office.settings)
    watch.look_through()
    office.use()
    sql(tmp_path / "office.db", "UPDATE entries SET digest = digest + 1 WHERE id % 2")
    for _ in range(2):
        watch.look_through()
        watch.look()
    assert told(office, DAMAGED) == [DAMAGED]
    with pytest.raises(FoundDamaged):
        office.use()


def test_without_a_channel_the_admins_are_told(in_doubt: SlackOffice) -> None:
    """Those who were named in person, each by direct message; without any, the log has it."""
    may, recorder = in_doubt.may.user.id, in_doubt.slack.workspace.recorder
    nowhere = in_doubt.settings.model_copy(update={"reports": Reports(), "roles": Roles()})
    watch_of(in_doubt, nowhere).look()
    assert recorder.calls_of("chat.postMessage") == []
    roles = Roles(admin=(may, "S0GROUP"))
    watch = watch_of(in_doubt, nowhere.model_copy(update={"roles": roles}))
    watch.look()
    watch.look()
    posted = recorder.calls_of("chat.postMessage")
    assert [call.arguments["channel"] for call in posted] == [may]
