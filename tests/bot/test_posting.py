"""Posts to a channel: once per report, channel and period, whatever breaks in between."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.app import slack_client
from bot.names import Command
from bot.schedule import posting
from bot.schedule.posting import Post, PostKey, PostUncertain, PostUnderWay, post_once
from bot.schedule.weekly import NoReportChannel, due_week, post_weekly_report
from bot.settings import Reports, Settings, Weekday, WeeklyReport
from bot.views.parts import Message, section
from core.errors import BenefitError
from playground.slack import Fault
from playground.slack import Message as Posted
from tests.bot.office import SlackOffice, words_of

LONDON = ZoneInfo("Europe/London")
HELLO = Message("Hello", (section("Hello"),))


@pytest.fixture
def client(office: SlackOffice) -> WebClient:
    """Slack's Web API as the bot uses it."""
    return slack_client(office.settings)


@pytest.fixture
def key(office: SlackOffice) -> PostKey:
    """A report of one period in the channel for reports."""
    return PostKey("test", office.reports.id, "2026-24")


@pytest.fixture
def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, this is another process than the one that claimed."""
    monkeypatch.setattr(posting, "THIS_PROCESS", "another")


def in_channel(office: SlackOffice) -> list[Posted]:
    """What the bot posted in the channel for reports."""
    seen = office.may.sees(office.reports)
    return [message for message in seen if message.bot_id and not message.thread_ts]


def send(office: SlackOffice, client: WebClient, key: PostKey) -> Post:
    """Post the hello once."""
    return post_once(office.desk, client, key, HELLO)


def test_a_post_goes_out_once(office: SlackOffice, client: WebClient, key: PostKey) -> None:
    """The second time answers where the first one stands."""
    first, second = send(office, client, key), send(office, client, key)
    assert (first.fresh, second.fresh) == (True, False)
    assert first.ts == second.ts
    assert len(in_channel(office)) == 1


def test_each_period_and_channel_has_its_own(
    office: SlackOffice, client: WebClient, key: PostKey
) -> None:
    """Next week's report is another one."""
    send(office, client, key)
    assert send(office, client, PostKey("test", office.reports.id, "2026-25")).fresh
    assert send(office, client, PostKey("test", office.channel.id, "2026-24")).fresh


def test_the_post_carries_its_period(office: SlackOffice, client: WebClient, key: PostKey) -> None:
    """The message's metadata is what a lost post is found by."""
    send(office, client, key)
    (posted,) = in_channel(office)
    assert posted.metadata == {
        "event_type": "benefit_desk_post",
        "event_payload": {"post": str(key)},
    }


def test_a_lost_answer_is_looked_up_before_sending_again(
    office: SlackOffice, client: WebClient, key: PostKey
) -> None:
    """The post stands there although the connection broke; the next try finds it."""
    office.slack.workspace.faults.order("chat.postMessage", Fault(loses_answer=True))
    with pytest.raises(PostUncertain, match="isn't known yet"):
        send(office, client, key)
    assert not send(office, client, key).fresh
    assert len(in_channel(office)) == 1


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(error="internal_error")])
def test_a_failing_server_is_asked_again_after_a_look(
    office: SlackOffice, client: WebClient, key: PostKey, fault: Fault
) -> None:
    """Nobody knows whether it was posted; it wasn't, so it is now."""
    office.slack.workspace.faults.order("chat.postMessage", fault)
    with pytest.raises(PostUncertain):
        send(office, client, key)
    assert send(office, client, key).fresh
    assert office.slack.workspace.recorder.calls_of("conversations.history")
    assert len(in_channel(office)) == 1


def test_a_channel_that_can_t_be_looked_through_gets_no_second_post(
    office: SlackOffice, client: WebClient, key: PostKey
) -> None:
    """As long as nobody knows, nothing is sent."""
    faults = office.slack.workspace.faults
    faults.order("chat.postMessage", Fault(loses_answer=True))
    faults.order("conversations.history", Fault(error="fatal_error"))
    for _ in range(2):
        with pytest.raises(PostUncertain):
            send(office, client, key)
    assert not send(office, client, key).fresh
    assert len(in_channel(office)) == 1


def test_the_look_goes_through_all_pages(
    office: SlackOffice, client: WebClient, key: PostKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others have written much in the channel since."""
    office.slack.workspace.faults.order("chat.postMessage", Fault(loses_answer=True))
    with pytest.raises(PostUncertain):
        send(office, client, key)
    for n in range(5):
        office.may.say(office.reports, f"Chat {n}")
    monkeypatch.setattr(posting, "HISTORY_PAGE", 2)
    assert not send(office, client, key).fresh


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault(error="not_in_channel"), "/invite"),
        (Fault(error="missing_scope"), "paste app_manifest.yml"),
        (Fault(retry_after=30), "Slack takes no more posts just now"),
    ],
)
def test_a_refused_post_may_be_tried_again(
    office: SlackOffice, client: WebClient, key: PostKey, fault: Fault, sentence: str
) -> None:
    """Slack said that it isn't there, so no look is needed."""
    office.slack.workspace.faults.order("chat.postMessage", fault)
    with pytest.raises(BenefitError, match=sentence):
        send(office, client, key)
    assert send(office, client, key).fresh
    assert office.slack.workspace.recorder.calls_of("conversations.history") == []


@pytest.mark.usefixtures("another_process")
def test_another_process_s_claim_is_respected_while_it_may_be_sending(
    office: SlackOffice, client: WebClient, key: PostKey
) -> None:
    """Two minutes later nobody is sending any more; the channel is looked through."""
    claim = {
        "state": "claimed",
        "at": office.clock.now().isoformat(),
        "process": "the first",
        "ts": "",
    }
    office.desk.store.keep(str(key), claim)
    with pytest.raises(PostUnderWay, match="at this moment"):
        send(office, client, key)
    office.clock.pass_time(minutes=2)
    assert send(office, client, key).fresh


def test_two_processes_that_look_it_up_at_once_post_once(office: SlackOffice, key: PostKey) -> None:
    """The one that claims it first after the look sends it; the other leaves it alone."""

    class Racing(WebClient):
        """Slack's Web API, so slow that another process is quicker."""

        def conversations_history(self, **arguments: Any) -> SlackResponse:
            """Look through the channel while somebody else claims the post."""
            claim = office.desk.store.document(str(key)) or {}
            office.desk.store.keep(str(key), claim | {"process": "the other"})
            return super().conversations_history(**arguments)

    token, address = office.slack.workspace.bot_token, office.slack.base_url
    racing = Racing(token, address, retry_handlers=[])
    office.slack.workspace.faults.order("chat.postMessage", Fault(status=503))
    with pytest.raises(PostUncertain):
        send(office, racing, key)
    with pytest.raises(PostUnderWay):
        send(office, racing, key)
    assert in_channel(office) == []


def test_what_was_posted_is_known_after_a_restart(
    office: SlackOffice, client: WebClient, key: PostKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store remembers, not the process."""
    send(office, client, key)
    monkeypatch.setattr(posting, "THIS_PROCESS", "after the restart")
    assert not send(office, client, key).fresh


@pytest.mark.parametrize(
    ("now", "since", "until"),
    [
        (datetime(2026, 6, 15, 8, 1, tzinfo=UTC), date(2026, 6, 8), date(2026, 6, 14)),
        (datetime(2026, 6, 15, 7, 59, tzinfo=UTC), date(2026, 6, 1), date(2026, 6, 7)),
        (datetime(2026, 6, 21, 23, 0, tzinfo=UTC), date(2026, 6, 8), date(2026, 6, 14)),
        (datetime(2026, 12, 28, 9, 0, tzinfo=UTC), date(2026, 12, 21), date(2026, 12, 27)),
        (datetime(2026, 12, 28, 8, 59, tzinfo=UTC), date(2026, 12, 14), date(2026, 12, 20)),
    ],
)
def test_the_week_that_is_due_ends_before_the_planned_day(
    now: datetime, since: date, until: date
) -> None:
    """Monday at nine in London, in summer and in winter."""
    week = due_week(WeeklyReport(), LONDON, now)
    assert (week.since, week.until) == (since, until)


def test_every_instant_belongs_to_one_week() -> None:
    """Over both nights on which the clocks change, no week is doubled or left out."""
    plan = WeeklyReport(weekday=Weekday.SUNDAY, hour=0)
    start = datetime(2026, 3, 1, tzinfo=UTC)
    weeks = [due_week(plan, LONDON, start + timedelta(hours=n)) for n in range(24 * 7 * 40)]
    firsts = list(dict.fromkeys(weeks))
    assert len(firsts) == 40
    gaps = {after.since - before.since for before, after in pairwise(firsts)}
    assert gaps == {timedelta(days=7)}


def test_the_weekly_report_is_posted_once(office: SlackOffice, client: WebClient) -> None:
    """By whoever asks first: the schedule or a manager."""
    office.use(quantity="2", used_on=date(2026, 6, 10))
    office.use(used_on=date(2026, 6, 15))
    assert post_weekly_report(office.desk, office.settings, client).fresh
    assert not post_weekly_report(office.desk, office.settings, client).fresh
    (posted,) = in_channel(office)
    assert "8 to 14 Jun 2026. Benefits were used once, by 1 member." in posted.text


def test_the_weekly_report_comes_as_text_where_slack_draws_nothing(
    office: SlackOffice, client: WebClient
) -> None:
    """Posted once all the same, with its metadata."""
    office.slack.workspace.switches.draws_data = False
    office.use(used_on=date(2026, 6, 10))
    assert post_weekly_report(office.desk, office.settings, client).fresh
    assert not post_weekly_report(office.desk, office.settings, client).fresh
    (posted,) = in_channel(office)
    assert "Guest pass" in words_of(posted)
    assert posted.metadata


def test_without_a_channel_nothing_is_posted(office: SlackOffice, client: WebClient) -> None:
    """And it is said where one is named."""
    nowhere = office.settings.model_copy(update={"reports": Reports()})
    with pytest.raises(NoReportChannel, match="under"):
        post_weekly_report(office.desk, nowhere, client)
    assert in_channel(office) == []


def test_a_manager_posts_it_now(office: SlackOffice) -> None:
    """And is shown where it stands; asked again, that it was posted before."""
    told = office.says(office.manager, Command.PANEL, "post-report", words="is posted")
    (posted,) = in_channel(office)
    link = f"/archives/{office.reports.id}/p{posted.ts.replace('.', '')}"
    assert link in words_of(told)
    told = office.says(office.manager, Command.PANEL, "post-report", words="was posted before")
    assert link in words_of(told)
    assert len(in_channel(office)) == 1


def test_staff_may_not_post_it(office: SlackOffice) -> None:
    """A post is seen by everybody in the channel."""
    words = "As staff you may not post the weekly report. Please ask a manager."
    office.says(office.staff, Command.PANEL, "post-report", words=words)
    assert in_channel(office) == []


def test_a_channel_without_the_bot_is_told_to_the_manager(office: SlackOffice) -> None:
    """With what to do about it."""
    bot = office.slack.workspace.bot_user.id
    office.slack.call_soon(lambda: office.reports.members.remove(bot))
    office.says(office.manager, Command.PANEL, "post-report", words="/invite it there")


def _with(settings: Settings, **parts: object) -> Settings:
    return settings.model_copy(update=parts)
