"""Python's collector of garbage rests while much is made, and is then as it was."""

import gc

import pytest

from core.collecting import garbage_kept


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_afterwards_as_it_was(was_on: bool) -> None:
    """Whoever had turned it off finds it off."""
    if not was_on:
        gc.disable()
    try:
        with garbage_kept():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
