"""A store that takes no more writes is told in Slack once."""

import sqlite3

import pytest

from bot.app import slack_client
from bot.settings import Reports
from bot.watching import SENTENCE, StoreWatch
from core.stores.failures import OutcomeUnknown, WritingStopped
from playground.slack import Fault
from tests.bot.office import SlackOffice


def told(office: SlackOffice) -> list[str]:
    """What was said of it in the channel for reports."""
    return [each.text for each in office.may.sees(office.reports) if each.text == SENTENCE]


def test_a_write_that_ended_in_doubt_is_told_once(
    office: SlackOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing more is recorded; reading goes on; a channel that can't be reached is tried again."""
    watch = StoreWatch(office.desk.store, office.settings, slack_client(office.settings))
    watch.look()
    assert told(office) == []

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
    with pytest.raises(WritingStopped):
        office.use()
    office.slack.workspace.faults.order("chat.postMessage", Fault(error="fatal_error"))
    for _ in range(3):
        watch.look()
    assert told(office) == [SENTENCE]
    assert "could not be told in Slack" in caplog.text
    assert office.desk.read(lambda books: len(books.contacts))
    nowhere = office.settings.model_copy(update={"reports": Reports()})
    StoreWatch(office.desk.store, nowhere, slack_client(nowhere)).look()
    assert len(told(office)) == 1
