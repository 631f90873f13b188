"""What a rule may look at: timelines are kept, but not for ever."""

from datetime import date

import pytest

from core.errors import NotEnoughRemaining
from tests.core.building import Office


@pytest.mark.parametrize("most", [1, 2, 100])
def test_late_usages_are_judged_alike_however_many_timelines_are_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Two members by turns, each with two passes left between what was told before.

    A pass more since today says nothing of earlier days.
    """
    monkeypatch.setattr("core.ledger.MOST", most)
    members = ("ACME", "ZED")
    levels = [office.enroll(member).levels[0] for member in members]
    for member in members:
        office.use(member, quantity="2", used_on=date(2026, 6, 1))
    for level in levels:
        office.set_number(level, "5")
    for month in (5, 4):
        for member in members:
            office.use(member, used_on=date(2026, month, 1))
    for member in members:
        with pytest.raises(
            NotEnoughRemaining,
            match="None can be used on 1 Mar 2026",
        ):
            office.use(member, used_on=date(2026, 3, 1))
    assert [office.remaining(level) for level in levels] == [1, 1]
