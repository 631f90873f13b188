"""A sheet that isn't kept in step for a while is told in Slack once, and so is the end of it."""

import contextlib

import pytest

from bot.app import slack_client
from bot.schedule.sheet_watching import OVER, SheetWatch
from bot.settings import Reports
from bot.wiring import IN_A_ROW, Syncing
from core.errors import BenefitError
from playground.slack import Fault
from sheets_sync.sync import Sync
from tests.bot.office import SlackOffice
from tests.sheets_sync.fake_sheet import LOST, FakeSheet


def test_a_dry_run_changes_neither_side(office: SlackOffice) -> None:
    """The first sync would make every tab; asked for that, the sheet stays empty."""
    sheet = FakeSheet()
    *lines, sentence = Syncing(Sync(office.desk, sheet)).dry_run()
    assert "Contacts: the tab would be made" in lines
    assert sentence.startswith("Nothing was changed. A sync would come to this: ")
    assert sheet.tabs == {}


def test_a_mistake_of_our_own_is_told_too(office: SlackOffice) -> None:
    """Nobody has thought of it, so the log has it in full; the news says that syncs don't work."""
    sheet = FakeSheet()
    syncing = Syncing(Sync(office.desk, sheet))
    syncing.now()
    for _ in range(IN_A_ROW):
        sheet.forget()
        sheet.mishaps[1] = ValueError("not thought of")
        with pytest.raises(ValueError, match="not thought of"):
            syncing.now()
    assert syncing.trouble() == (
        "The sync broke off by a mistake in Benefit Desk (ValueError); the log says where."
        " What it had recorded is safe."
    )


def told(office: SlackOffice) -> list[str]:
    """What was said about the sheet in the channel for reports."""
    return [each.text for each in office.may.sees(office.reports) if "kept in step" in each.text]


def test_a_sheet_that_stays_behind_is_told_once(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """One or two failures pass by themselves; a channel that can't be reached is tried again."""
    sheet = FakeSheet()
    syncing = Syncing(Sync(office.desk, sheet))
    watch = SheetWatch(syncing.trouble, office.settings, slack_client(office.settings))

    def sync(mishap: str | None = None) -> None:
        sheet.forget()
        if mishap:
            sheet.mishaps[1] = mishap
        with contextlib.suppress(BenefitError):
            syncing.now()
        watch.look()

    sync()
    for _ in range(IN_A_ROW - 1):
        sync(LOST)
    assert told(office) == []
    office.slack.workspace.faults.order("chat.postMessage", Fault(error="fatal_error"))
    for _ in range(3):
        sync(LOST)
    assert "could not be told" in caplog.text
    assert told(office) == [
        (
            "The sheet is not kept in step at the moment. Google Sheets can't be reached (cut off)."
            " Nothing is lost: the next sync tries again. What is recorded here in Slack counts,"
            " and comes into the sheet as soon as that works again."
        )
    ]
    sync()
    sync()
    assert told(office)[1:] == [OVER]
    nowhere = office.settings.model_copy(update={"reports": Reports()})
    SheetWatch(lambda: "Away.", nowhere, slack_client(nowhere)).look()
    assert len(told(office)) == 2
