"""The digest of unused benefits: what ends soon, and whom to remind of it."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block

from bot.names import Command
from bot.unused import DigestTold
from bot.views.figures import Bar, bar_chart
from bot.views.parts import Message, context, escaped, heading, section
from bot.views.reminders import reminders
from bot.views.sentences import amount, counted, whole
from bot.views.sentences import scheduled as said
from core.errors import day

NAMED: Final = 4
"""Members of whom a phone's screen has room for a bar and a reminder."""


def digest_message(told: DigestTold) -> Message:
    """The post; `otherwise` leaves the chart out, whose figures stand below it anyway."""
    title = said.DIGEST.format(on=day(told.on))
    headline = _headline(told)
    top = (heading(title), section(headline))
    text = f"{title}. {headline}"
    if not told.members:
        return Message(text, top)
    rest = tuple(_reminders(told))
    words = Message(text, (*top, *rest))
    if not told.value:
        return words
    return Message(text, (*top, _chart(told), *rest), otherwise=words)


def _headline(told: DigestTold) -> str:
    until = whole(day(told.until))
    if not told.members:
        return said.NOTHING_LEFT.format(until=until)
    worth = said.ALL_WORTH_AT_LEAST if told.has_unknown_values else said.ALL_WORTH
    return (said.HAS if len(told.members) == 1 else said.HAVE).format(
        members=counted(len(told.members), "member"),
        until=until,
        worth=worth.format(value=amount(told.value), currency=told.currency) if told.value else "",
    )


def _chart(told: DigestTold) -> Block:
    bars = [Bar(member.contact.name, member.value) for member in told.members[:NAMED]]
    title = said.LEFT_BY_MEMBER.format(currency=told.currency)
    return bar_chart(title, said.LEFT, bars, y_label=told.currency)


def _reminders(told: DigestTold) -> Iterator[Block]:
    lines = reminders(told.members, NAMED, told.currency)
    yield section(said.REMINDERS.format(lines=lines))
    first = escaped(told.members[0].contact.name)
    hint = said.DIGEST_HINT.format(command=Command.CHECK, member=first)
    unknown = told.value and told.has_unknown_values
    yield context(f"{said.AT_LEAST} {hint}" if unknown else hint)
