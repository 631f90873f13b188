"""The digest of unused benefits: what is about to be lost, and what to remind whom of."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block

from bot.unused import DigestTold, MemberUnused
from bot.views.figures import Bar, bar_chart
from bot.views.parts import Message, bold, context, escaped, heading, section
from bot.views.sentences import counted, quantity_of, short_day
from bot.views.sentences import scheduled as said
from core.errors import day
from core.quantity import money

NAMED: Final = 8
BARS: Final = 8


def digest_message(told: DigestTold) -> Message:
    """The post; `otherwise` leaves the chart out, whose figures stand below it anyway."""
    summary = f"{bold(told.organisation)} · {_headline(told)}"
    top = (heading(said.DIGEST), section(summary))
    text = f"{said.DIGEST}: {summary}"
    if not told.members:
        return Message(text, top)
    rest = tuple(_reminders(told))
    words = Message(text, (*top, *rest))
    if not told.value:
        return words
    return Message(text, (*top, _chart(told), *rest), otherwise=words)


def _headline(told: DigestTold) -> str:
    if not told.members:
        return said.NOTHING_UNUSED.format(until=day(told.until))
    count = sum(len(member.rows) for member in told.members)
    sentence = said.WORTH_AT_LEAST if told.has_unknown_values else said.WORTH
    worth = sentence.format(value=money(told.value), currency=told.currency)
    return (said.HAS if len(told.members) == 1 else said.HAVE).format(
        members=counted(len(told.members), "member"),
        benefits=counted(count, "benefit"),
        until=day(told.until),
        worth=worth if told.value else "",
    )


def _chart(told: DigestTold) -> Block:
    bars = [Bar(member.contact.name, member.value) for member in told.members[:BARS]]
    return bar_chart(
        said.UNUSED_BY_MEMBER.format(currency=told.currency),
        said.UNUSED,
        bars,
        x_label=said.MEMBER,
        y_label=told.currency,
    )


def _reminders(told: DigestTold) -> Iterator[Block]:
    lines = [f"• {_reminder(member, told.currency)}" for member in told.members[:NAMED]]
    more = len(told.members) - NAMED
    if more > 0:
        lines.append(said.MORE_MEMBERS.format(count=counted(more, said.MORE_MEMBER)))
    yield section(said.REMINDERS.format(lines="\n".join(lines)))
    yield context(said.DIGEST_HINT)


def _reminder(member: MemberUnused, currency: str) -> str:
    sentence = said.VALUE_AT_LEAST if member.has_unknown_values else said.VALUE
    worth = sentence.format(value=money(member.value), currency=currency)
    row = member.to_remind_of.row
    left = quantity_of(row.balance.remaining, row.benefit)
    return said.REMINDER.format(
        member=bold(member.contact.name),
        worth=worth if member.value else "",
        benefit=escaped(row.benefit.name),
        left=left,
        until=short_day(member.to_remind_of.ends_on),
    )
