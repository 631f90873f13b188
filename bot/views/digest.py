"""The digest of unused benefits: what is about to be lost, and what to offer to whom."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block

from bot.unused import DigestTold, MemberUnused
from bot.views.figures import Bar, bar_chart
from bot.views.parts import Message, bold, context, escaped, heading, section
from bot.views.sentences import counted, quantity_of
from core.errors import day
from core.quantity import money

TITLE: Final = "Unused member benefits"
NAMED: Final = 8
BARS: Final = 8
HINT: Final = "Every unused benefit as CSV is in the thread. For one member: /benefits check NAME"


def digest_message(told: DigestTold) -> Message:
    """The post; `otherwise` leaves the chart out, whose figures stand below it anyway."""
    top = (heading(TITLE), section(f"{bold(told.organisation)} · {_headline(told)}"))
    text = f"{TITLE}: {_headline(told)}"
    if not told.members:
        return Message(text, top)
    rest = tuple(_offers(told))
    words = Message(text, (*top, *rest))
    if not told.value:
        return words
    return Message(text, (*top, _chart(told), *rest), otherwise=words)


def _headline(told: DigestTold) -> str:
    if not told.members:
        return f"nothing that ends until {day(told.until)} is unused."
    count = sum(len(member.rows) for member in told.members)
    worth = f", worth {money(told.value)} {told.currency}" if told.value else ""
    members = counted(len(told.members), "member")
    verb = "has" if len(told.members) == 1 else "have"
    return f"{members} {verb} {counted(count, 'benefit')} left until {day(told.until)}{worth}."


def _chart(told: DigestTold) -> Block:
    bars = [Bar(member.contact.name, member.value) for member in told.members[:BARS]]
    return bar_chart(
        f"Unused value by member ({told.currency})",
        "Unused",
        bars,
        x_label="Member",
        y_label=told.currency,
    )


def _offers(told: DigestTold) -> Iterator[Block]:
    lines = [f"• {_offer(member, told.currency)}" for member in told.members[:NAMED]]
    more = len(told.members) - NAMED
    if more > 0:
        lines.append(f"• and {counted(more, 'more member')}")
    yield section("Who has most left, and what to offer them:\n" + "\n".join(lines))
    yield context(HINT)


def _offer(member: MemberUnused, currency: str) -> str:
    worth = f" ({money(member.value)} {currency})" if member.value else ""
    row = member.to_offer.row
    left = quantity_of(row.balance.remaining, row.benefit)
    until = day(member.to_offer.ends_on)
    name = escaped(row.benefit.name)
    return f"{bold(member.contact.name)}{worth}: offer {name}, {left} left until {until}"
