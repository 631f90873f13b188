"""Everything that the settings plan, in the words in which `benefit-desk schedule` tells it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Final

from slack_sdk import WebClient

from bot.schedule import alerts, digest, nightly, nightly_copies, weekly
from bot.schedule.periods import Period, daily, monthly
from bot.schedule.rounds import Chore
from bot.settings import Settings
from core.desk import Desk

CATCH_UP: Final = timedelta(days=3)
"""How late a report is still posted where none was ever posted before."""
Reader = Callable[[], AbstractContextManager[Desk]]


def chores_of(desk: Desk, settings: Settings, slack: WebClient, reader: Reader) -> Iterator[Chore]:
    """What is switched on, and has a channel where it needs one."""
    zone, plan = settings.organisation.time_zone, settings.schedule
    if plan.nightly_verify.enabled:
        at = daily(plan.nightly_verify.hour, zone)

        def verify(night: Period) -> None:
            nightly.verify_nightly(desk, settings, slack, night, reader)

        says = "every balance is recomputed; what is wrong is told"
        yield Chore(name="nightly verify", says=says, plan=at, do=verify)
    if plan.nightly_backup.enabled:
        at = daily(plan.nightly_backup.hour, zone)
        kept = plan.nightly_backup

        def back_up(night: Period) -> object:
            return nightly_copies.back_up(desk, kept, night)

        says = f"the store is copied into {kept.folder}; the last {kept.keep} copies are kept"
        yield Chore(name="nightly backup", says=says, plan=at, do=back_up)
    yield from _posts(desk, settings, slack)


def _posts(desk: Desk, settings: Settings, slack: WebClient) -> Iterator[Chore]:
    zone, plan = settings.organisation.time_zone, settings.schedule
    channel = settings.channel_for(plan.alerts)
    if plan.alerts.enabled and channel:

        def alert(day: Period) -> object:
            return alerts.post_alerts(desk, settings, slack, day)

        percent = plan.alerts.used_percent
        says = f"benefits that are used to {percent}% or more are told in {channel}, each once"
        yield Chore(
            name=f"alerts {channel}", says=says, plan=daily(plan.alerts.hour, zone), do=alert
        )
    channel = settings.channel_for(plan.weekly_report)
    if plan.weekly_report.enabled and channel:

        def post_week(week: Period) -> object:
            return weekly.post_week(desk, settings, slack, week)

        yield Chore(
            name=f"weekly report {channel}",
            says=f"the usage of the seven days before is posted in {channel}",
            plan=weekly.plan_of(plan.weekly_report, zone),
            do=post_week,
            late=CATCH_UP,
        )
    channel = settings.channel_for(plan.monthly_digest)
    if plan.monthly_digest.enabled and channel:

        def post_digest(month: Period) -> object:
            return digest.post_digest(desk, settings, slack, month)

        days = plan.monthly_digest.ends_within_days
        yield Chore(
            name=f"monthly digest {channel}",
            says=f"what is unused and ends within {days} days is posted in {channel}",
            plan=monthly(plan.monthly_digest.day, plan.monthly_digest.hour, zone),
            do=post_digest,
            late=CATCH_UP,
        )
