"""The weekly post: short enough for the screen of a phone, in the order of what people ask."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block

from bot.views.figures import Bar, bar_chart
from bot.views.parts import Message, bold, context, escaped, heading, section
from bot.views.sentences import counted, dates, quantity_of
from bot.week import WeekTold
from core.errors import day
from core.quantity import money
from core.reports.expiring import ExpiringRow

TITLE: Final = "Member benefits: the week"
BARS: Final = 8
NAMED: Final = 3
NOTHING: Final = "Nothing was used."
HINT: Final = "All figures as CSV are in the thread. For other days: /benefits report"


def week_message(told: WeekTold) -> Message:
    """The post; `otherwise` has the chart's figures in words."""
    term = dates(told.week.since, told.week.until)
    top = (
        heading(TITLE),
        section(f"{bold(told.organisation)} · {term}\n{_headline(told)}"),
    )
    rest = tuple(_below(told))
    text = f"{TITLE}, {term}: {_headline(told)}"
    if not told.benefits:
        return Message(text, (*top, *rest))
    words = Message(text, (*top, section(_chart_in_words(told)), *rest))
    return Message(f"{text} {_chart_in_words(told)}", (*top, _chart(told), *rest), otherwise=words)


def _headline(told: WeekTold) -> str:
    if not told.benefits:
        return f"{NOTHING} {_compared(told)}"
    members = counted(len(told.members), "member")
    return f"{counted(told.uses, 'use')} by {members}{_worth(told)}. {_compared(told)}"


def _worth(told: WeekTold) -> str:
    if not told.value:
        return ""
    least = "at least " if told.has_unknown_values else ""
    return f", worth {least}{money(told.value)} {told.currency}"


def _compared(told: WeekTold) -> str:
    difference = told.uses - told.uses_before
    if not told.uses_before:
        return "The week before had none."
    if not difference:
        return "The week before had as many."
    word = "more" if difference > 0 else "fewer"
    return f"That is {abs(difference)} {word} than the week before ({told.uses_before})."


def _chart(told: WeekTold) -> Block:
    bars = [Bar(row.name, row.uses) for row in told.benefits[:BARS]]
    return bar_chart("Uses by benefit", "Uses", bars, x_label="Benefit", y_label="Uses")


def _chart_in_words(told: WeekTold) -> str:
    named = [f"{escaped(row.name)} {row.uses}" for row in told.benefits[:BARS]]
    more = len(told.benefits) - BARS
    rest = f", and {more} more" if more > 0 else ""
    return f"Uses by benefit: {', '.join(named)}{rest}."


def _below(told: WeekTold) -> Iterator[Block]:
    if told.members:
        most = ", ".join(
            f"{bold(row.name)} ({counted(row.uses, 'use')})" for row in told.members[:NAMED]
        )
        yield section(f"Used most by {most}.")
    if told.ends_soon:
        lines = "\n".join(f"• {_ending(row)}" for row in told.ends_soon[:NAMED])
        more = len(told.ends_soon) - NAMED
        rest = f"\n• and {more} more" if more > 0 else ""
        yield section(f"Ends within two weeks, unused:\n{lines}{rest}")
    if told.benefits:
        yield context(HINT)


def _ending(row: ExpiringRow) -> str:
    """Such as “Acme: 2 Gala seats left until 30 Nov 2026”."""
    level = row.row
    left = quantity_of(level.balance.remaining, level.benefit)
    name = escaped(level.benefit.name)
    return f"{bold(level.contact.name)}: {name}, {left} left until {day(row.ends_on)}"
