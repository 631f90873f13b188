"""Alerts: whose benefits are nearly used up, each told once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from slack_sdk import WebClient

from bot.schedule.periods import Period
from bot.schedule.posting import Post, PostKey, post_once
from bot.schedule.weekly import NoReportChannel
from bot.settings import Settings
from bot.views.alerts import alerts_message
from core.desk import Desk
from core.quantity import Unlimited
from core.reports.balances import BalanceRow, balances

REPORT: Final = "alerts"
REMEMBERED: Final = timedelta(days=60)
"""How long after its end it is still remembered that a level was told."""
WHOLE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Told:
    """Which levels were told, and which are to be told by the post that is under way."""

    told: frozenset[str]
    period: str
    planned: tuple[str, ...]

    def to_document(self) -> dict[str, Any]:
        """As the store keeps it."""
        return {"told": sorted(self.told), "period": self.period, "planned": [*self.planned]}


def nearly_used_up(desk: Desk, used_percent: int) -> dict[str, BalanceRow]:
    """The levels of today that are used to this part or more, by their last day and key."""
    return {
        f"{row.balance.lasts_until.isoformat()}:{row.level.key}": row
        for row in balances(desk)
        if row.level.runs_on(row.balance.on) and _is_nearly_used_up(row, used_percent)
    }


def _is_nearly_used_up(row: BalanceRow, used_percent: int) -> bool:
    number, used = row.balance.number, row.balance.used
    if isinstance(number, Unlimited) or not row.benefit.tracked or not number:
        return False
    return used * WHOLE >= number * used_percent


def post_alerts(desk: Desk, settings: Settings, slack: WebClient, day: Period) -> Post | None:
    """Post the levels that weren't told before; None where there are none.

    What is to be told is kept before it is posted, so that a post whose fate is unknown is looked
    up with the same content, and nothing is told twice.

    Raises:
        NoReportChannel: there is nowhere to post it.
        PostRefused, PostUnderWay, PostUncertain: it isn't there, or may not be; try again later.
    """
    channel = settings.channel_for(settings.schedule.alerts)
    if channel is None:
        raise NoReportChannel
    name, percent = f"alerts:{channel}", settings.schedule.alerts.used_percent
    found = nearly_used_up(desk, percent)
    kept = _kept(desk.store.document(name))
    if not kept.planned:
        news = tuple(each for each in found if each not in kept.told)
        kept = _Told(_still_news(kept.told, desk.today()), str(day), news)
        desk.store.keep(name, kept.to_document())
    if not kept.planned:
        return None
    rows = _rows(found, kept.planned)
    post = None
    if rows:
        key = PostKey(REPORT, channel, kept.period)
        post = post_once(desk, slack, key, alerts_message(rows, percent))
    desk.store.keep(name, _Told(kept.told | {*kept.planned}, "", ()).to_document())
    return post


def _kept(document: dict[str, Any] | None) -> _Told:
    if document is None:
        return _Told(frozenset(), "", ())
    return _Told(frozenset(document["told"]), document["period"], tuple(document["planned"]))


def _still_news(told: Iterable[str], today: date) -> frozenset[str]:
    oldest = (today - REMEMBERED).isoformat()
    return frozenset(each for each in told if each >= oldest)


def _rows(found: dict[str, BalanceRow], planned: Sequence[str]) -> list[BalanceRow]:
    return [found[each] for each in planned if each in found]
