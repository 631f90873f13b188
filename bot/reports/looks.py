"""Which report somebody looks at: its kind, its days, whose, of which benefit, by what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from dateutil.relativedelta import relativedelta

from bot.typed.report_days import leading_days
from bot.typed.words import words_of
from bot.views.sentences import reporting as said
from core.errors import BenefitError
from core.reports.usage import GroupBy
from core.statement import ENDING_SOON

USUAL_DAYS: Final = timedelta(days=29)
"""Before today, which makes thirty days with it."""
YEAR: Final = relativedelta(years=1, days=-1)
ALL: Final = "*"
"""What a menu sends where no member, or no benefit, is chosen."""


class ReportKind(StrEnum):
    """The reports that Slack shows."""

    USAGE = "usage"
    HISTORY = "history"
    BALANCES = "balances"
    EXPIRING = "expiring"
    QUID_PRO_QUO = "quid-pro-quo"


RANGED: Final = (ReportKind.USAGE, ReportKind.HISTORY, ReportKind.QUID_PRO_QUO)
"""The reports with a first day; the others are about one day."""


class ReportUnreadable(BenefitError):
    """What was typed behind "report" isn't a kind with days and a grouping."""

    def __init__(self, text: str) -> None:
        super().__init__(said.NO_SUCH_REPORT.format(text=text))


@dataclass(frozen=True, slots=True)
class ReportLook:
    """A report as it is looked at; `since` None is the beginning, `member` and `benefit` codes."""

    kind: ReportKind
    since: date | None
    until: date
    by: GroupBy = GroupBy.BENEFIT
    member: str = ""
    benefit: str = ""

    @classmethod
    def usual(cls, kind: ReportKind, today: date, member: str = "") -> Self:
        """The report as it is shown first: the past thirty days, today, or the next sixty.

        Payments, which come once a year, are shown of the past year; of one member, everything
        since the beginning.
        """
        if kind is ReportKind.EXPIRING:
            return cls(kind, None, today + ENDING_SOON, member=member)
        if kind not in RANGED or member:
            return cls(kind, None, today, member=member)
        yearly = kind is ReportKind.QUID_PRO_QUO
        return cls(kind, today - (YEAR if yearly else USUAL_DAYS), today)

    @property
    def backwards(self) -> bool:
        """Whether it ends before it begins."""
        return self.since is not None and self.until < self.since


def look_typed(text: str, today: date) -> ReportLook:
    """The report that is typed: its kind, its days, and by what its usage is grouped.

    The days are a whole such as "last month", or the first, or the first and the last.

    Raises:
        ReportUnreadable: it is something else.
    """
    words = [word.text for word in words_of(text)]
    kind = ReportKind.USAGE
    if words and words[0].casefold() in list(ReportKind):
        kind, words = ReportKind(words[0].casefold()), words[1:]
    look, dated = ReportLook.usual(kind, today), False
    while words:
        if kind is ReportKind.USAGE and (grouped := _grouping(words)):
            by, count = grouped
            look = replace(look, by=by)
        elif not dated and (read := leading_days(words, today, ahead=kind is ReportKind.EXPIRING)):
            days, count = read
            look, dated = _over(look, *days), True
        else:
            raise ReportUnreadable(text)
        words = words[count:]
    return look


def _over(look: ReportLook, since: date, until: date | None) -> ReportLook:
    """The look over other days."""
    if look.kind not in RANGED:
        return replace(look, until=until or since)
    return replace(look, since=since, until=until or look.until)


def _grouping(words: Sequence[str]) -> tuple[GroupBy, int] | None:
    """By what "by member" or "by membership type" groups, and how many words that took."""
    if words[0].casefold() != "by":
        return None
    for count in (3, 2):
        name = "-".join(words[1:count]).casefold()
        if len(words) >= count and name in list(GroupBy):
            return GroupBy(name), count
    return None
