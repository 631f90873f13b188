"""What the schedule posts and does: the week, the digest, alerts, the nightly check and copy."""

import logging
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.app import slack_client
from bot.schedule import nightly
from bot.schedule.alerts import post_alerts
from bot.schedule.attaching import Csv
from bot.schedule.digest import post_digest
from bot.schedule.nightly import verify_nightly
from bot.schedule.nightly_copies import BackupFolder, back_up, copies
from bot.schedule.periods import Period
from bot.schedule.posting import PostUncertain
from bot.schedule.weekly import NoReportChannel, post_weekly_report
from bot.settings import Alerts, MonthlyDigest, NightlyBackup, Reports, Schedule, Settings
from bot.unused import MemberUnused
from bot.views.reminders import reminder
from bot.views.sentences import NO_BREAK
from core.contact import Contact
from core.desk import Desk
from core.reports.balances import balances
from core.reports.expiring import ExpiringRow
from core.stores.embedded import open_store
from core.verify import Verification, verify
from playground.slack import Fault
from playground.slack import Message as Posted
from tests.bot.office import SlackOffice, words_of
from tests.core.building import NEW_YEAR

TODAY = Period(date(2026, 6, 15), date(2026, 6, 15), datetime(2026, 6, 15, 8, tzinfo=UTC))
TOMORROW = Period(date(2026, 6, 16), date(2026, 6, 16), datetime(2026, 6, 16, 8, tzinfo=UTC))


@pytest.fixture
def client(office: SlackOffice) -> WebClient:
    """Slack's Web API as the bot uses it."""
    return slack_client(office.settings)


def in_channel(office: SlackOffice) -> list[Posted]:
    """What the bot posted in the channel for reports, threads left out."""
    seen = office.may.sees(office.reports)
    return [message for message in seen if message.bot_id and not message.thread_ts]


def files(office: SlackOffice) -> dict[str, str]:
    """The last file of each name in the workspace."""
    return {
        file.name: (file.content or b"").decode() for file in office.slack.workspace.files.values()
    }


def spaced(text: str) -> str:
    """A text, or words as Python writes them, in which a line may be broken at any space."""
    return text.replace(NO_BREAK, " ").replace("\\xa0", " ")


def nowhere(office: SlackOffice) -> Settings:
    """Settings without a channel."""
    return office.settings.model_copy(update={"reports": Reports()})


# The week.


def test_the_week_is_told_and_compared(office: SlackOffice, client: WebClient) -> None:
    """What was used, by whom most, what it was worth, and how that was the week before."""
    office.use(used_on=date(2026, 6, 3))
    office.use(used_on=date(2026, 6, 9), quantity="2")
    office.use(used_on=date(2026, 6, 10))
    post_weekly_report(office.desk, office.settings, client)
    (posted,) = in_channel(office)
    words = words_of(posted)
    assert "Benefits were used 2 times, by 1 member. The week before: once." in words
    assert "What was used is worth 37.50 USD." in words
    assert "Used by *Acme Hardware* (Guest pass, 2 times)." in words
    assert [block["type"] for block in posted.blocks].count("data_visualization") == 1
    assert "How often each benefit was used: Guest pass 2." in posted.text


def test_the_week_says_who_used_benefits(office: SlackOffice, client: WebClient) -> None:
    """The first five by name, who used most first, and how many there are besides."""
    for number in range(7):
        office.put([Contact(code=f"M{number}", name=f"Member {number}")])
        office.enroll(f"M{number}", starts_on=NEW_YEAR)
        office.use(f"M{number}", used_on=date(2026, 6, 9))
    office.use("M6", "ROOM", used_on=date(2026, 6, 10))
    post_weekly_report(office.desk, office.settings, client)
    words = words_of(in_channel(office)[0])
    named = ", ".join(f"*Member {number}* (Guest pass)" for number in range(4))
    assert (
        f"Used by *Member 6* (Conference room and 1 more, 2 times), {named} and 2 other members."
        in words
    )


def test_the_week_s_figures_are_in_the_thread_once(office: SlackOffice, client: WebClient) -> None:
    """As CSV, with what the chart leaves out."""
    office.use(used_on=date(2026, 6, 9), quantity="2")
    before = len(office.slack.workspace.files)
    for _ in range(2):
        post_weekly_report(office.desk, office.settings, client)
    assert len(office.slack.workspace.files) == before + 1
    header, row = files(office)["usage-2026-06-08-2026-06-14.csv"].splitlines()
    assert header == "benefit,contacts,uses,quantity,value"
    assert row.startswith("Guest pass,1,1,2")


def test_a_file_that_slack_does_not_take_leaves_the_post(
    office: SlackOffice, client: WebClient, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and the period is done."""
    office.use(used_on=date(2026, 6, 9))
    refusal = Fault(error="missing_scope")
    office.slack.workspace.faults.order("files.getUploadURLExternal", refusal)
    with caplog.at_level(logging.WARNING):
        assert post_weekly_report(office.desk, office.settings, client).fresh
    assert "could not be attached (missing_scope)" in caplog.text
    assert len(in_channel(office)) == 1


def test_a_quiet_week_is_told_as_well(office: SlackOffice, client: WebClient) -> None:
    """Somebody may wonder where the post is."""
    post_weekly_report(office.desk, office.settings, client)
    (posted,) = in_channel(office)
    assert "8 to 14 Jun 2026. No benefits were used. The week before: none." in posted.text


def test_a_cell_is_no_formula() -> None:
    """A name that begins like one is quoted; what is unknown stays blank."""
    rows: list[dict[str, object]] = [
        {"name": "=SUM(A1)", "value": None},
        {"name": "-", "value": Decimal("-1.50")},
    ]
    assert str(Csv("x.csv", ("name", "value"), rows)) == "name,value\n'=SUM(A1),\n'-,-1.50\n"


# The digest.


def test_the_digest_names_what_ends_first_and_all_it_is_worth(
    office: SlackOffice, client: WebClient
) -> None:
    """Who is to be reminded first stands first, with a chart, and everything as CSV."""
    office.put([Contact(code="ZOE", name="Zoe Zest")])
    office.enroll("ZOE", starts_on=date(2025, 9, 1))
    office.use("ZOE", quantity="1")
    year = Schedule(monthly_digest=MonthlyDigest(ends_within_days=366))
    settings = office.settings.model_copy(update={"schedule": year})
    for _ in range(2):
        post_digest(office.desk, settings, client, TODAY)
    (posted,) = in_channel(office)
    assert spaced(posted.text) == (
        "Monthly reminder, 15 Jun 2026. 2 members have unused benefits that end"
        " by 16 Jun 2027, worth at least 87.50 USD in all."
    )
    words = spaced(words_of(posted))
    assert words.index("*Zoe Zest*, until 31 Aug 2026") < words.index(
        "*Acme Hardware*, until 31 Dec 2026"
    )
    both = "Guest pass (4) and Conference room (10 hours)"
    assert f"{both}. Worth at least 50.00 USD." in words
    assert "“At least”: for some benefits no value is entered." in words
    assert "To see all of one member, type: /benefit-check Zoe Zest" in words
    assert "data_visualization" in words
    assert "unused-2026-06.csv" in files(office)


def test_a_reminder_says_what_ends_first_and_what_later(office: SlackOffice) -> None:
    """Two benefits are named, of more than two one; what ends on another day is only counted."""

    def left(benefit: str, ends_on: date) -> ExpiringRow:
        (row,) = balances(office.desk, member="ACME", benefit=benefit)
        return ExpiringRow(replace(row, balance=replace(row.balance, lasts_until=ends_on)))

    def told(*rows: ExpiringRow, currency: str = "") -> str:
        return spaced(reminder(MemberUnused(rows[0].row.contact, rows), currency))

    june, july = date(2026, 6, 30), date(2026, 7, 31)
    guest, room = left("PASS", june), left("ROOM", june)
    acme = "*Acme Hardware*, until 30 Jun 2026:"
    assert told(guest) == f"{acme} Guest pass (4)."
    assert told(guest, currency="USD") == f"{acme} Guest pass (4). Worth 50.00 USD."
    assert told(guest, room) == f"{acme} Guest pass (4) and Conference room (10 hours)."
    assert told(guest, room, guest) == f"{acme} Guest pass (4) and 2 more benefits."
    later = left("ROOM", july)
    assert told(guest, later) == f"{acme} Guest pass (4); 1 ends later."
    value = "Worth at least 50.00 USD."
    assert (
        told(guest, later, later, currency="USD") == f"{acme} Guest pass (4); 2 end later. {value}"
    )


def test_a_digest_of_nothing_says_so(office: SlackOffice, client: WebClient) -> None:
    """A single sentence."""
    soon = Schedule(monthly_digest=MonthlyDigest(ends_within_days=1))
    settings = office.settings.model_copy(update={"schedule": soon})
    post_digest(office.desk, settings, client, TODAY)
    (posted,) = in_channel(office)
    assert "No member has anything left that ends by 16 Jun 2026." in spaced(posted.text)


def test_the_digest_needs_a_channel(office: SlackOffice, client: WebClient) -> None:
    """Its own, or the one for all reports."""
    with pytest.raises(NoReportChannel):
        post_digest(office.desk, nowhere(office), client, TODAY)
    with pytest.raises(NoReportChannel):
        post_alerts(office.desk, nowhere(office), client, TODAY)


# Alerts.


def test_each_level_is_told_once(office: SlackOffice, client: WebClient) -> None:
    """When nine tenths are used; not again the day after, nor after a void and another use."""
    assert post_alerts(office.desk, office.settings, client, TODAY) is None
    used = office.use(benefit_type="ROOM", quantity="9")
    assert post_alerts(office.desk, office.settings, client, TODAY)
    assert post_alerts(office.desk, office.settings, client, TODAY) is None
    assert post_alerts(office.desk, office.settings, client, TOMORROW) is None
    manager = office.desk_actor(office.manager)
    office.desk.void(used.key, reason="x", idempotency_key="v", actor=manager)
    office.use(benefit_type="ROOM", quantity="10")
    assert post_alerts(office.desk, office.settings, client, TOMORROW) is None
    (posted,) = in_channel(office)
    assert "1 benefit used up to 90% or more" in posted.text
    assert "*Acme Hardware*: Conference room, 1 of 10 hours left" in words_of(posted)


def test_an_alert_whose_answer_was_lost_is_told_once(
    office: SlackOffice, client: WebClient
) -> None:
    """It is finished first, under the day that it was begun; what is new comes after that."""
    office.use(benefit_type="ROOM", quantity="9")
    office.slack.workspace.faults.order("chat.postMessage", Fault(loses_answer=True))
    with pytest.raises(PostUncertain):
        post_alerts(office.desk, office.settings, client, TODAY)
    office.use(quantity="4")
    post = post_alerts(office.desk, office.settings, client, TOMORROW)
    assert post
    assert not post.fresh
    assert len(in_channel(office)) == 1
    assert post_alerts(office.desk, office.settings, client, TOMORROW)
    assert len(in_channel(office)) == 2


def test_what_counts_as_nearly_used_up_is_a_setting(office: SlackOffice, client: WebClient) -> None:
    """Half, for example."""
    half = Schedule(alerts=Alerts(used_percent=50))
    office.use(benefit_type="ROOM", quantity="5")
    settings = office.settings.model_copy(update={"schedule": half})
    assert post_alerts(office.desk, office.settings, client, TODAY) is None
    assert post_alerts(office.desk, settings, client, TOMORROW)


# The night.


def test_a_sound_ledger_is_only_noted(office: SlackOffice, client: WebClient) -> None:
    """When, and how many entries; nobody is told."""
    verify_nightly(office.desk, office.settings, client, TODAY, lambda: nullcontext(office.desk))
    kept = office.desk.store.document(nightly.VERIFIED)
    assert kept
    assert (kept["entries"], kept["faults"]) == (office.desk.revision, 0)
    assert in_channel(office) == []


def test_a_fault_is_told_in_the_channel_once(
    office: SlackOffice, client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the first one's sentence and what to do; without a channel only in the log."""

    def faulty(_: Desk) -> Verification:
        return Verification(1, 1, ("Level 7: 2 more were used than there were.",))

    monkeypatch.setattr(nightly, "verify", faulty)
    for settings in (nowhere(office), office.settings, office.settings):
        verify_nightly(office.desk, settings, client, TODAY, lambda: nullcontext(office.desk))
    (posted,) = in_channel(office)
    assert "Level 7: 2 more were used than there were." in posted.text
    assert "benefit-desk verify" in posted.text


@pytest.fixture
def nights() -> Iterator[Period]:
    """Nights without end."""

    def one_after_another() -> Iterator[Period]:
        day = TODAY.since
        while True:
            yield Period(day, day, TODAY.planned_at + (day - TODAY.since))
            day += timedelta(days=1)

    return one_after_another()


def test_copies_rotate(office: SlackOffice, tmp_path: Path, nights: Iterator[Period]) -> None:
    """The last three stay, and each opens and verifies; other files are left alone."""
    plan = NightlyBackup(folder=tmp_path / "copies", keep=3)
    assert copies(plan.folder) == []
    for _ in range(5):
        back_up(office.desk, plan, next(nights))
        (plan.folder / "notes.txt").touch()
    kept = copies(plan.folder)
    assert [path.name for path in kept] == [
        f"benefit-desk-2026-06-{day}.db" for day in (17, 18, 19)
    ]
    assert (plan.folder / "notes.txt").exists()
    with closing(open_store(kept[-1], read_only=True)) as copy:
        assert verify(Desk(copy)).entries == office.desk.revision


def test_a_folder_that_can_t_be_used_is_told(office: SlackOffice, tmp_path: Path) -> None:
    """With the setting that names another one."""
    (tmp_path / "file").touch()
    plan = NightlyBackup(folder=tmp_path / "file" / "copies")
    with pytest.raises(BackupFolder, match=r"schedule\.nightly_backup\.folder"):
        back_up(office.desk, plan, TODAY)
