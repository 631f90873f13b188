"""What runs low and what ends soon, found once for all homes."""

import time

import pytest

from bot import running_low
from bot.running_low import ShortagesOnce
from tests.bot.office import SlackOffice


def test_a_change_is_found_at_once(office: SlackOffice) -> None:
    """In books of a usual size."""
    shortages = ShortagesOnce(office.desk)
    assert shortages.find().low == []
    office.use(quantity="3")
    assert [row.benefit.code for row in shortages.find().low] == ["PASS"]


def test_what_takes_long_to_find_stays_for_a_while(
    office: SlackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each act in a large organisation would have all of its levels looked through."""
    monkeypatch.setattr(running_low, "LONG", -1.0)
    monkeypatch.setattr(running_low, "PART", 1_000_000)
    shortages = ShortagesOnce(office.desk)
    first = shortages.find()
    office.use(quantity="3")
    assert shortages.find() is first
    monkeypatch.setattr(shortages, "_stays_until", time.monotonic())
    assert shortages.find().low != []
