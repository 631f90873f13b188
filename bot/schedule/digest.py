"""The monthly digest of unused benefits: the post of it."""

from typing import Final

from slack_sdk import WebClient

from bot.schedule.attaching import Csv, attach
from bot.schedule.periods import Period
from bot.schedule.posting import Post, PostKey, post_once
from bot.schedule.weekly import NoReportChannel
from bot.settings import Settings
from bot.unused import digest_of
from bot.views.digest import digest_message
from core.desk import Desk
from core.reports.expiring import COLUMNS

REPORT: Final = "monthly-digest"


def post_digest(desk: Desk, settings: Settings, slack: WebClient, month: Period) -> Post:
    """Post the digest of a month, unless it stands in the channel already.

    Raises:
        NoReportChannel: there is nowhere to post it.
        PostRefused, PostUnderWay, PostUncertain: it isn't there, or may not be; try again later.
    """
    channel = settings.channel_for(settings.schedule.monthly_digest)
    if channel is None:
        raise NoReportChannel
    key = PostKey(REPORT, channel, f"{month.since:%Y-%m}")
    told = digest_of(desk, settings)
    post = post_once(desk, slack, key, digest_message(told))
    rows = [row.as_json() for member in told.members for row in member.rows]
    attach(desk, slack, post, key, Csv(f"unused-{month.since:%Y-%m}.csv", COLUMNS, rows))
    return post
