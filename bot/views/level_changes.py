"""Confirmations of what was conveyed, recalled or changed."""

from collections.abc import Sequence

from bot.slips import UndoFrom
from bot.views.parts import Message, bold, escaped, row, section
from bot.views.receipt import undo_button
from bot.views.sentences import left, number_of, quantity_of
from bot.views.sentences import levels as said
from core.balance import Balance
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact, ContactKind
from core.entry import Entry
from core.quantity import Unlimited


def conveyed(
    entry: Entry,
    benefit: BenefitType,
    who: Sequence[Contact],
    held: Balance,
    organisation: Contact | None = None,
) -> Message:
    """What was given to whom (`who` are owner and holder), with Undo.

    Where the holder is of another `organisation` than the owner, it says so: that is allowed, and
    may be a slip.
    """
    owner, holder = who
    lines = [_moved(said.CONVEYED, entry, benefit, who), _now_left(held, benefit)]
    lines.append(_elsewhere(owner, holder, organisation))
    return _message("\n".join(filter(None, lines)), entry.key)


def _elsewhere(owner: Contact, holder: Contact, organisation: Contact | None) -> str:
    """Where the holder belongs, if it isn't where the owner does; blank where neither is known."""
    names = {"holder": bold(holder.name), "owner": bold(owner.name)}
    ours = {owner.code, owner.affiliated_to}
    if organisation:
        if organisation.code in ours:
            return ""
        return said.ELSEWHERE.format(organisation=bold(organisation.name), **names)
    is_other = holder.kind is ContactKind.ORGANISATION and holder.code not in ours
    return said.ANOTHER.format(**names) if is_other else ""


def recalled(entry: Entry, benefit: BenefitType, who: Sequence[Contact], held: Balance) -> Message:
    """What was taken back from whom."""
    text = f"{_moved(said.RECALLED, entry, benefit, who)}\n{_now_left(held, benefit)}"
    return _message(text)


def changed(
    changes: Sequence[str],
    benefit: BenefitType,
    owner: Contact,
    held: Balance,
    adjustment: Key | None,
) -> Message:
    """What was changed about a level, with Undo where it was its number."""
    whose = {"benefit": bold(benefit.name), "owner": bold(owner.name)}
    if not changes:
        return _message(said.NOTHING_DIFFERS.format(**whose))
    told = said.CHANGED.format(**whose, changes=escaped(", ".join(changes)))
    now = left(held.remaining, held.number, benefit) if held.live and benefit.tracked else ""
    return _message(f"{told}\n{now}", adjustment)


def _moved(sentence: str, entry: Entry, benefit: BenefitType, who: Sequence[Contact]) -> str:
    owner, holder = who
    assert entry.quantity is not None
    return sentence.format(
        quantity=number_of(entry.quantity, benefit),
        benefit=bold(benefit.name),
        owner=bold(owner.name),
        holder=bold(holder.name),
    )


def _now_left(held: Balance, benefit: BenefitType) -> str:
    if isinstance(held.number, Unlimited) or isinstance(held.available, Unlimited):
        return ""
    number = quantity_of(held.number, benefit)
    return said.NOW_LEFT.format(left=number_of(held.available, benefit), number=number)


def _message(text: str, undo: Key | None = None) -> Message:
    blocks = [section(text.strip())]
    below = [row(undo_button(undo, UndoFrom.RECEIPT))] if undo else []
    return Message(text.strip(), (*blocks, *below))
