"""Which report somebody looks at: its kind, its days, whose, of which benefit, by what."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from bot.typed import words_of
from bot.typed_dates import leading_date
from bot.views.sentences import reporting as said
from core.errors import BenefitError
from core.reports.usage import GroupBy
from core.statement import ENDING_SOON

USUAL_DAYS: Final = timedelta(days=29)
"""Before today, which makes thirty days with it."""
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
    """What was typed behind "report" isn't a kind and one or two dates."""

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

        Of one member, everything since the beginning.
        """
        if kind is ReportKind.EXPIRING:
            return cls(kind, None, today + ENDING_SOON, member=member)
        ranged = kind in RANGED and not member
        return cls(kind, today - USUAL_DAYS if ranged else None, today, member=member)

    @property
    def backwards(self) -> bool:
        """Whether it ends before it begins."""
        return self.since is not None and self.until < self.since


def look_typed(text: str, today: date) -> ReportLook:
    """The report that is typed: its kind, then the first day, or the first and the last.

    Raises:
        ReportUnreadable: it is something else.
    """
    words = [word.text for word in words_of(text)]
    kind = ReportKind.USAGE
    if words and words[0].casefold() in list(ReportKind):
        kind, words = ReportKind(words[0].casefold()), words[1:]
    look = ReportLook.usual(kind, today)
    dates: list[date] = []
    while words and len(dates) < 2 and (read := leading_date(words, today)):  # noqa: PLR2004
        dates.append(read[0])
        words = words[read[1] :]
    if words:
        raise ReportUnreadable(text)
    if not dates:
        return look
    if kind not in RANGED:
        return replace(look, until=dates[-1])
    return replace(look, since=dates[0], until=dates[1] if len(dates) > 1 else look.until)
