"""What the books said at an instant."""

from datetime import date
from pathlib import Path

import pytest

from core.past import PastIsFixed, PastStore, as_known_at
from core.stores.embedded import open_store
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
        then.store.drop("seen")
    with pytest.raises(PastIsFixed):
        then.void(office.use().key, reason="Wrong", idempotency_key="v", actor=STAFF)


def test_the_past_is_read_like_the_present(office: Office, tmp_path: Path) -> None:
    """What was told by then is there; documents and copies are those of the whole store."""
    office.enroll()
    early = office.use()
    noon = office.clock.now()
    office.clock.pass_time(hours=1)
    late = office.use()
    office.store.keep("seen", {"rows": 1})
    then = as_known_at(office.desk, noon).store
    assert then.entry(early.key) == early.entries[0]
    assert then.entry(late.key) is None
    assert then.entries_of_request(late.entries[0].idempotency_key) == []
    requests = [each.entries[0].idempotency_key for each in (early, late)]
    assert then.carried_out(requests) == {requests[0]}
    assert then.document("seen") == {"rows": 1}
    then.backup(tmp_path / "copy.db")
    copy = PastStore(open_store(tmp_path / "copy.db"), office.clock.now())
    assert list(copy.entries()) == list(office.store.entries())
    copy.close()
    open_store(tmp_path / "copy.db").close()


def test_nothing_is_appended_to_the_past(office: Office) -> None:
    """Not even an entry that is of its time."""
    office.enroll()
    entry = office.use().entries[0]
    with pytest.raises(PastIsFixed, match="can be read, not written"):
        PastStore(office.store, office.clock.now()).append([entry])
