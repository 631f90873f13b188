"""What the books said at an instant."""

from datetime import date

import pytest

from core.past import PastIsFixed, as_known_at
from tests.core.building import STAFF, Office


def test_known_at_is_what_the_books_said_then(office: Office) -> None:
    """A usage told later isn't in it, though its date is earlier; nor is a later void."""
    level = office.enroll().levels[0]
    early = office.use(used_on=date(2026, 3, 1))
    noon = office.clock.now()
    office.clock.pass_time(hours=1)
    office.use(used_on=date(2026, 2, 1))
    office.void(early)
    then = as_known_at(office.desk, noon)
    assert then.balance(level.key).remaining == 3
    assert then.balance(level.key, date(2026, 2, 28)).remaining == 4
    assert office.remaining(level, date(2026, 2, 28)) == 3


def test_the_past_cannot_be_written(office: Office) -> None:
    """It is there to be read."""
    office.enroll()
    then = as_known_at(office.desk, office.clock.now())
    with pytest.raises(PastIsFixed):
        then.store.keep("seen", {})
    with pytest.raises(PastIsFixed):
        then.void(office.use().key, reason="", idempotency_key="v", actor=STAFF)
