"""The weekly usage report: which week is due, and the post of it."""

from datetime import datetime, tzinfo
from typing import Final

from slack_sdk import WebClient

from bot.schedule.attaching import Csv, attach
from bot.schedule.periods import Period, Plan, weekly
from bot.schedule.posting import Post, PostKey, post_once
from bot.settings import Settings, Weekday, WeeklyReport
from bot.views.week import week_message
from bot.week import week_of
from core.desk import Desk
from core.errors import BenefitError
from core.reports import usage

REPORT: Final = "weekly-usage"
COLUMNS: Final = ("benefit", *usage.COLUMNS)
"""What the CSV has of each benefit."""


class NoReportChannel(BenefitError):
    """The settings name no channel for reports."""

    def __init__(self) -> None:
        super().__init__(
            "No channel is set for reports. An administrator can name one in benefit-desk.toml,"
            " under [reports]."
        )


def plan_of(plan: WeeklyReport, zone: tzinfo) -> Plan:
    """The report's day and hour."""
    return weekly(list(Weekday).index(plan.weekday), plan.hour, zone)


def due_week(plan: WeeklyReport, zone: tzinfo, now: datetime) -> Period:
    """The week whose report was planned last: the seven days before the planned day."""
    return plan_of(plan, zone).last(now)


def post_weekly_report(desk: Desk, settings: Settings, slack: WebClient) -> Post:
    """Post the report of the week that is due, unless it stands in the channel already.

    Raises:
        NoReportChannel: there is nowhere to post it.
        PostRefused, PostUnderWay, PostUncertain: it isn't there, or may not be; try again later.
    """
    here = settings.organisation
    week = due_week(settings.schedule.weekly_report, here.time_zone, desk.clock.now())
    return post_week(desk, settings, slack, week)


def post_week(desk: Desk, settings: Settings, slack: WebClient, week: Period) -> Post:
    """The same for a week that is given."""
    channel = settings.channel_for(settings.schedule.weekly_report)
    if channel is None:
        raise NoReportChannel
    key = PostKey(REPORT, channel, str(week))
    told = week_of(desk, settings, week)
    post = post_once(desk, slack, key, week_message(told))
    rows = [row.as_json("benefit") for row in told.benefits]
    attach(desk, slack, post, key, Csv(f"usage-{week.since}-{week.until}.csv", COLUMNS, rows))
    return post
