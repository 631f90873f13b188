"""The weekly post: short enough for the screen of a phone, in the order of what people ask."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block

from bot.views.figures import Bar, bar_chart
from bot.views.parts import Message, bold, context, escaped, heading, section
from bot.views.sentences import counted, quantity_of, short_dates, short_day
from bot.views.sentences import scheduled as said
from bot.week import WeekTold
from core.quantity import money
from core.reports.expiring import ExpiringRow

BARS: Final = 8
NAMED: Final = 3


def week_message(told: WeekTold) -> Message:
    """The post; `otherwise` has the chart's figures in words."""
    scope = f"{bold(told.organisation)} · {short_dates(told.week.since, told.week.until)}"
    top = (heading(said.WEEK), section(f"{scope}\n{_headline(told)}"))
    rest = tuple(_below(told))
    text = f"{said.WEEK}, {scope}: {_headline(told)}"
    if not told.benefits:
        return Message(text, (*top, *rest))
    words = Message(text, (*top, section(_chart_in_words(told)), *rest))
    return Message(f"{text} {_chart_in_words(told)}", (*top, _chart(told), *rest), otherwise=words)


def _headline(told: WeekTold) -> str:
    if not told.benefits:
        return f"{said.NOTHING} {_compared(told)}"
    return said.USED.format(
        uses=counted(told.uses, "use"),
        members=counted(len(told.members), "member"),
        worth=_worth(told),
        compared=_compared(told),
    )


def _worth(told: WeekTold) -> str:
    if not told.value:
        return ""
    sentence = said.WORTH_AT_LEAST if told.has_unknown_values else said.WORTH
    return sentence.format(value=money(told.value), currency=told.currency)


def _compared(told: WeekTold) -> str:
    difference = told.uses - told.uses_before
    if not told.uses_before:
        return said.NONE_BEFORE
    if not difference:
        return said.AS_MANY
    sentence = said.MORE if difference > 0 else said.FEWER
    return sentence.format(count=abs(difference), before=told.uses_before)


def _chart(told: WeekTold) -> Block:
    bars = [Bar(row.name, row.uses) for row in told.benefits[:BARS]]
    return bar_chart(said.USES_BY_BENEFIT, said.USES, bars, x_label=said.BENEFIT, y_label=said.USES)


def _chart_in_words(told: WeekTold) -> str:
    named = [f"{escaped(row.name)} {row.uses}" for row in told.benefits[:BARS]]
    more = len(told.benefits) - BARS
    rest = said.MORE_NAMED.format(count=more) if more > 0 else ""
    return said.USES_IN_WORDS.format(named=", ".join(named), more=rest)


def _below(told: WeekTold) -> Iterator[Block]:
    if told.members:
        yield section(_used_most(told))
    if told.ends_soon:
        lines = [f"• {_ending(row)}" for row in told.ends_soon[:NAMED]]
        more = len(told.ends_soon) - NAMED
        lines += [said.AND_MORE.format(count=more)] if more > 0 else []
        yield section(said.ENDS_UNUSED.format(lines="\n".join(lines)))
    if told.benefits:
        yield context(said.WEEK_HINT)


def _used_most(told: WeekTold) -> str:
    if len(told.members) > 1 and all(row.uses == 1 for row in told.members):
        return said.ONCE_EACH
    most = ", ".join(
        said.BY_MEMBER.format(member=bold(row.name), uses=counted(row.uses, "use"))
        for row in told.members[:NAMED]
    )
    return said.USED_MOST.format(members=most)


def _ending(row: ExpiringRow) -> str:
    """Such as “Acme: 2 Gala seats left until 30 Nov 2026”."""
    level = row.row
    left = quantity_of(level.balance.remaining, level.benefit)
    return said.LEFT_UNTIL.format(
        contact=bold(level.contact.name),
        benefit=escaped(level.benefit.name),
        left=left,
        until=short_day(row.ends_on),
    )
