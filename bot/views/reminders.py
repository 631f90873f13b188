"""What a member has left that ends soon, in a line of a scheduled post."""

from collections.abc import Sequence
from typing import Final

from bot.unused import MemberUnused
from bot.views.parts import bold, escaped
from bot.views.sentences import amount, counted, quantity_of, whole
from bot.views.sentences import scheduled as said
from core.errors import day
from core.reports.expiring import ExpiringRow

BENEFITS: Final = 2
"""Benefits that a line names where there are no more of them, else the most valuable one alone."""


def reminders(members: Sequence[MemberUnused], most: int, currency: str = "") -> str:
    """A line for each of the first members, and how many more there are."""
    lines = [f"• {reminder(member, currency)}" for member in members[:most]]
    more = len(members) - most
    if more > 0:
        lines.append(said.AND_MEMBERS.format(count=counted(more, said.MORE_MEMBER)))
    return "\n".join(lines)


def reminder(member: MemberUnused, currency: str = "") -> str:
    """Such as “Acme, until 8 Dec 2026: Guest pass (2) and 3 more benefits; 1 ends later”.

    With a currency, all of it is also told in money, as far as its value is known.
    """
    first = member.ending_first
    named = first if len(first) <= BENEFITS else first[:1]
    others, later = len(first) - len(named), len(member.rows) - len(first)
    return said.REMINDER.format(
        member=bold(member.contact.name),
        until=whole(day(member.ends_on)),
        benefits=said.AND.join(map(_left, named)),
        others=said.OTHERS.format(count=counted(others, said.OTHER)) if others else "",
        later=said.LATER.format(count=counted(later, said.ENDS, said.END)) if later else "",
        worth=_worth(member, currency) if currency and member.value else "",
    )


def _left(row: ExpiringRow) -> str:
    benefit = row.row.benefit
    quantity = whole(quantity_of(row.row.balance.remaining, benefit))
    return said.BENEFIT_LEFT.format(benefit=escaped(benefit.name), quantity=quantity)


def _worth(member: MemberUnused, currency: str) -> str:
    sentence = said.VALUE_AT_LEAST if member.has_unknown_values else said.VALUE
    return sentence.format(value=amount(member.value), currency=currency)
