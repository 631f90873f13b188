"""Balances: derived from entries, as of any day, and always adding up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from core.adjusting import LevelChange
from core.clock import Key
from core.entry import EntryKind
from core.errors import BenefitError
from core.quantity import UNLIMITED, ZERO
from core.timeline import lowest, timeline_of
from core.verify import verify
from tests.core.building import MANAGER, NEW_YEAR, Office, an_office


def test_as_of_a_day_counts_what_was_used_up_to_it(office: Office) -> None:
    """Later usage doesn't count for an earlier day, whenever it was told."""
    level = office.enroll().levels[0]
    office.use(used_on=date(2026, 5, 2))
    office.use(used_on=date(2026, 3, 31))
    assert office.remaining(level, date(2026, 3, 30)) == 4
    assert office.remaining(level, date(2026, 3, 31)) == 3
    assert office.remaining(level, date(2026, 5, 2)) == 2


def test_as_of_a_day_knows_what_was_taken_back_since(office: Office) -> None:
    """As of March, with everything known now, a usage voided in June was none."""
    level = office.enroll().levels[0]
    office.void(office.use(used_on=date(2026, 3, 1)))
    assert office.remaining(level, date(2026, 3, 31)) == 4


def test_as_of_a_day_winds_the_flags_back(office: Office) -> None:
    """A level made inactive today was active yesterday."""
    level = office.enroll().levels[0]
    change = LevelChange(level=level.key, active=False)
    office.desk.change_level(change, idempotency_key="off", actor=MANAGER)
    assert office.remaining(level) == 0
    assert office.remaining(level, date(2026, 6, 14)) == 4


def test_units_end_with_the_term(office: Office) -> None:
    """The day after the end, what was left has lapsed; no entry is needed."""
    level = office.enroll().levels[0]
    office.use()
    office.clock.pass_time(days=199)
    assert office.remaining(level) == 3
    office.clock.pass_time(days=1)
    balance = office.desk.balance(level.key)
    assert (balance.remaining, balance.available, balance.lapsed) == (0, 0, 3)


def test_an_unlimited_level_lapses_too(office: Office) -> None:
    """Nothing is left of unlimited after the term."""
    level = office.enroll().levels[2]
    office.clock.pass_time(days=365)
    balance = office.desk.balance(level.key)
    assert balance.remaining == 0
    assert balance.lapsed is UNLIMITED
    assert balance.total_value is None


def test_values_follow_the_numbers(office: Office) -> None:
    """Total is number times single value, used value used times single value."""
    level = office.enroll().levels[0]
    office.use(quantity="3")
    balance = office.desk.balance(level.key)
    assert (balance.total_value, balance.used_value) == (Decimal("50.00"), Decimal("37.50"))


def test_a_day_before_the_ledger_has_everything_granted(office: Office) -> None:
    """The fewest units left on any later day is what may be taken."""
    level = office.enroll().levels[0]
    office.use(quantity="3")
    entries = office.store.entries_of_level(level.key)
    assert timeline_of(level, entries).least_left(NEW_YEAR) == 1
    endless = timeline_of(replace(level, number=UNLIMITED), entries)
    assert endless.least_left(NEW_YEAR) is UNLIMITED


def test_what_has_no_date_moves_nothing(office: Office) -> None:
    """An entry that says so little is left to `verify`."""
    level = office.enroll().levels[0]
    (usage,) = office.use(quantity="3").entries
    assert timeline_of(level, [usage]).least_left(NEW_YEAR) == 1
    assert timeline_of(level, [replace(usage, on=None)]).least_left(NEW_YEAR) == 4


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["use", "void", "number", "active", "accepted"]),
        st.integers(0, 6),
        st.integers(0, 160),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(ACTS)
def test_the_law_holds_after_every_entry(acts: list[tuple[str, int, int]]) -> None:
    """Granted + adjusted - used - lapsed = remaining, and no day is below zero."""
    with TemporaryDirectory() as folder, an_office(Path(folder)) as office:
        level = office.enroll().levels[0]
        for act in acts:
            _attempt(office, level.key, *act)
            held = office.desk.balance(level.key)
            assert isinstance(held.granted, Decimal)
            assert isinstance(held.lapsed, Decimal)
            assert held.granted + held.adjusted - held.used - held.lapsed == held.remaining
            least = lowest(level, office.store.entries_of_level(level.key))
            assert isinstance(least, Decimal)
            assert least >= ZERO
        assert verify(office.desk).content


def _attempt(office: Office, level: Key, act: str, number: int, day: int) -> None:
    """Do one thing, or be refused."""
    try:
        if act == "use":
            used_on = date.fromordinal(NEW_YEAR.toordinal() + day)
            office.use(quantity=str(number), used_on=used_on)
        elif act == "void":
            entries = office.store.entries_of_level(level)
            movements = [e for e in entries if e.kind in {EntryKind.USAGE, EntryKind.ADJUSTMENT}]
            if movements:
                entry = movements[day % len(movements)]
                key = office.request_key()
                office.desk.void(entry.key, reason="Wrong", idempotency_key=key, actor=MANAGER)
        else:
            changes = {
                "number": LevelChange(level=level, number=Decimal(number), reason="r"),
                "active": LevelChange(level=level, active=number > 2),
                "accepted": LevelChange(level=level, accepted=number > 2),
            }
            change = changes[act]
            office.desk.change_level(change, idempotency_key=office.request_key(), actor=MANAGER)
    except BenefitError:
        pass
