"""Conflicts between sheet and ledger: managers are asked, and one of them picks a side."""

import pytest

from bot.conflicts import MOST, Side
from bot.names import Act
from playground.slack import Channel, Message, User
from tests.bot.office import SlackOffice, served, words_of


def direct(office: SlackOffice, user: User) -> Channel:
    """Somebody's own channel with the app."""
    workspace = office.slack.workspace
    return office.slack.call_soon(lambda: workspace.direct_channel(user))


def question(office: SlackOffice, words: str = "differ") -> Message:
    """The question as it reached the manager."""
    office.watch.look()
    return office.may.wait_for_message(direct(office, office.manager), words)


@pytest.mark.parametrize(
    ("act", "side", "words"),
    [
        (Act.TAKE_SHEETS, Side.SHEET, "the sheet's “6”. The next sync takes it."),
        (Act.KEEP_OURS, Side.DESK, "Benefit Desk's “9”. The next sync writes it"),
    ],
)
def test_a_manager_picks_a_side(office: SlackOffice, act: Act, side: Side, words: str) -> None:
    """The question says what each side has; its place is taken by who decided what."""
    office.torn.tear()
    asked = question(office)
    shown = words_of(asked)
    assert (
        "*Number* of Acme Hardware, Guest pass, in *Assignments*\\nSheet: “6” · Benefit Desk: “9”"
        in shown
    )
    office.may.click(asked, act)
    office.slack.until(lambda: words in words_of(asked))
    assert f"Decided by <@{office.manager.id}>" in words_of(asked)
    assert office.torn.decided == [("C1", side, office.manager.id)]


def test_nobody_is_asked_twice(office: SlackOffice) -> None:
    """Neither in the next round nor after a restart; a new conflict is asked about."""
    office.torn.tear()
    question(office)
    office.watch.look()
    with served(office):
        office.watch.look()
        office.torn.tear("C2", header="Comment", typed="", ledger="x <!here>")
        office.watch.look()
    own = [each for each in office.may.sees(direct(office, office.manager)) if each.bot_id]
    assert len(own) == 2
    assert "Sheet: nothing · Benefit Desk: “x &lt;!here&gt;”" in words_of(own[-1])


def test_what_was_settled_in_the_sheet_is_no_question_any_more(office: SlackOffice) -> None:
    """The buttons are gone."""
    office.torn.tear()
    asked = question(office)
    office.torn.open.clear()
    office.watch.look()
    assert "Settled in the sheet." in words_of(asked)
    assert "actions" not in [block["type"] for block in asked.blocks]


def test_a_late_answer_is_told_so(office: SlackOffice) -> None:
    """In one sentence; nothing is decided twice."""
    office.torn.tear()
    asked = question(office)
    office.torn.open.clear()
    office.may.click(asked, Act.TAKE_SHEETS)
    office.may.wait_for_message(direct(office, office.manager), "settled already")
    assert office.torn.decided == []


def test_a_flood_of_conflicts_is_not_posted(office: SlackOffice) -> None:
    """So many at once; the sheet has them all."""
    for number in range(MOST + 5):
        office.torn.tear(f"C{number}")
    office.slack.workspace.switches.keeps_pace = False
    question(office)
    own = [each for each in office.may.sees(direct(office, office.manager)) if each.bot_id]
    assert len(own) == MOST


@pytest.mark.both_ways
def test_conflicts_wait_in_the_managers_homes(office: SlackOffice) -> None:
    """Decided from there; staff don't see them."""
    office.torn.tear()
    office.may.open_home()
    office.slack.until(lambda: office.may.home)
    assert "Sheet and Benefit Desk differ" in words_of(office.may.home)
    office.sam.open_home()
    office.slack.until(lambda: office.sam.home)
    assert "Sheet and Benefit Desk differ" not in words_of(office.sam.home)
    home = office.may.home
    assert home is not None
    office.may.click(home, Act.KEEP_OURS)
    office.slack.until(lambda: "Sheet and Benefit Desk differ" not in words_of(office.may.home))
    assert office.torn.decided == [("C1", Side.DESK, office.manager.id)]


def test_without_a_sheet_there_is_nothing_to_decide(office: SlackOffice) -> None:
    """An old button says so."""
    office.torn.tear()
    asked = question(office)
    with served(office, has_sheet=False):
        office.may.click(asked, Act.TAKE_SHEETS)
        office.may.wait_for_message(direct(office, office.manager), "There is no sheet any more")
