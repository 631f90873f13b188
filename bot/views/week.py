"""The weekly post: short enough for the screen of a phone, in the order of what people ask."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block

from bot.views.figures import Bar, bar_chart
from bot.views.parts import Message, bold, context, escaped, heading, section
from bot.views.reminders import reminders
from bot.views.sentences import amount, counted, short_dates
from bot.views.sentences import scheduled as said
from bot.week import WeekTold
from core.reports.subtotals import UsageGroup

BARS: Final = 8
USERS: Final = 5
NAMED: Final = 3
"""Members who are to be reminded."""


def week_message(told: WeekTold) -> Message:
    """The post; `otherwise` has the chart's figures in words."""
    title = said.WEEK.format(days=short_dates(told.week.since, told.week.until))
    headline = " ".join(_headline(told))
    top = (heading(title), section(headline))
    rest = tuple(_below(told))
    text = f"{title}. {headline}"
    if not told.benefits:
        return Message(text, (*top, *rest))
    words = Message(text, (*top, section(_chart_in_words(told)), *rest))
    return Message(f"{text} {_chart_in_words(told)}", (*top, _chart(told), *rest), otherwise=words)


def _headline(told: WeekTold) -> Iterator[str]:
    before = said.times(told.uses_before) if told.uses_before else said.NONE
    if not told.benefits:
        yield said.NOTHING.format(before=before)
        return
    members = counted(len(told.members), "member")
    yield said.USED.format(times=said.times(told.uses), members=members, before=before)
    if told.value:
        sentence = said.WORTH_AT_LEAST if told.has_unknown_values else said.WORTH
        yield sentence.format(value=amount(told.value), currency=told.currency)


def _chart(told: WeekTold) -> Block:
    bars = [Bar(row.name, row.uses) for row in told.benefits[:BARS]]
    return bar_chart(said.USES_BY_BENEFIT, said.USES, bars, y_label=said.USES)


def _chart_in_words(told: WeekTold) -> str:
    named = [
        said.NAMED_COUNT.format(name=escaped(row.name), count=row.uses)
        for row in told.benefits[:BARS]
    ]
    more = len(told.benefits) - BARS
    rest = said.MORE_NAMED.format(count=more) if more > 0 else ""
    return said.USES_IN_WORDS.format(named=", ".join(named), more=rest)


def _below(told: WeekTold) -> Iterator[Block]:
    if told.members:
        yield section(_used_by(told))
    if told.ends_soon:
        yield section(said.ENDS_SOON.format(lines=reminders(told.ends_soon, NAMED)))
    if told.benefits:
        yield context(said.WEEK_HINT)


def _used_by(told: WeekTold) -> str:
    """Who used what, and how often; who did most often stands first."""
    named = ", ".join(
        said.BY_MEMBER.format(member=bold(each.name), benefits=_benefits_of(each))
        for each in told.members[:USERS]
    )
    more = len(told.members) - USERS
    rest = said.MORE_MEMBERS.format(count=counted(more, said.MORE_MEMBER)) if more > 0 else ""
    return said.USED_BY.format(members=f"{named}{rest}")


def _benefits_of(member: UsageGroup) -> str:
    """Such as “Guest pass”, “Guest pass, 3 times” or “Guest pass and 2 more, 5 times”."""
    first, more = escaped(member.rows[0].name), len(member.rows) - 1
    times = said.times(member.sum.uses)
    if more:
        return said.BENEFITS_OF.format(benefit=first, count=more, times=times)
    once = member.sum.uses == 1
    return first if once else said.BENEFIT_TIMES.format(benefit=first, times=times)
