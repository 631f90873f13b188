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
        said.NAMED_TIMES.format(name=escaped(row.name), times=said.times(row.uses))
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
    """Who used benefits, and how often; who did most often stands first."""
    named = ", ".join(
        said.BY_MEMBER.format(member=bold(row.name), times=said.times(row.uses))
        for row in told.members[:USERS]
    )
    more = len(told.members) - USERS
    rest = said.MORE_MEMBERS.format(count=counted(more, said.MORE_MEMBER)) if more > 0 else ""
    return said.USED_BY.format(members=f"{named}{rest}")
