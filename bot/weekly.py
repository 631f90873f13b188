"""The weekly usage report: which week is due, and the post of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from slack_sdk import WebClient

from bot.posting import Post, PostKey, post_once
from bot.settings import Settings, Weekday, WeeklyReport
from bot.views.report import UsageReport, usage_report_message
from core.desk import Desk
from core.errors import BenefitError
from core.reports.usage import GroupBy, UsageQuery, usage_report

WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
REPORT: Final = "weekly-usage"
CATCH_UP: Final = timedelta(days=3)
"""How late a missed report is still posted by itself."""


class NoReportChannel(BenefitError):
    """The settings name no channel for reports."""

    def __init__(self) -> None:
        super().__init__(
            "No channel is set for reports. An administrator can name one in benefit-desk.toml,"
            " under [reports]."
        )


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days that one report tells of, both included, and when it is posted."""

    since: date
    until: date
    planned_at: datetime

    def __str__(self) -> str:
        return f"{self.since.isoformat()}/{self.until.isoformat()}"


def due_week(plan: WeeklyReport, zone: tzinfo, now: datetime) -> Week:
    """The week whose report was planned last: the seven days before the planned day."""
    here = now.astimezone(zone).date()
    planned = here - timedelta(days=(here.weekday() - list(Weekday).index(plan.weekday)) % 7)
    planned_at = datetime.combine(planned, time(plan.hour), zone)
    if planned_at > now:
        planned, planned_at = (
            planned - WEEK,
            datetime.combine(planned - WEEK, time(plan.hour), zone),
        )
    return Week(planned - WEEK, planned - DAY, planned_at)


def post_weekly_report(desk: Desk, settings: Settings, slack: WebClient) -> Post:
    """Post the report of the week that is due, unless it stands in the channel already.

    Raises:
        NoReportChannel: there is nowhere to post it.
        PostRefused, PostUnderWay, PostUncertain: it isn't there, or may not be; try again later.
    """
    channel = settings.reports.channel
    if channel is None:
        raise NoReportChannel
    here = settings.organisation
    week = due_week(settings.schedule.weekly_report, here.time_zone, desk.clock.now())
    query = UsageQuery(since=week.since, until=week.until, by=GroupBy.BENEFIT)
    report = UsageReport(
        organisation=here.name,
        currency=here.currency,
        since=week.since,
        until=week.until,
        by=query.by,
        rows=usage_report(desk, query),
    )
    key = PostKey(REPORT, channel, str(week))
    return post_once(desk, slack, key, usage_report_message(report))


def post_if_due(desk: Desk, settings: Settings, slack: WebClient) -> Post | None:
    """The same on the schedule: nothing where it is turned off, or missed for too long."""
    plan = settings.schedule.weekly_report
    if not plan.enabled or settings.reports.channel is None:
        return None
    week = due_week(plan, settings.organisation.time_zone, desk.clock.now())
    if desk.clock.now() - week.planned_at > CATCH_UP:
        return None
    return post_weekly_report(desk, settings, slack)
