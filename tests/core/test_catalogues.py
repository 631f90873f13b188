"""Published catalogues, lived through: every membership type, every benefit, to the last unit."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.core.catalogue_files import read
from tests.core.catalogue_life import live_through

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "catalogues"


def folders() -> list[Path]:
    """The published catalogues that lie beside this checkout."""
    return sorted(path.parent for path in PUBLISHED.glob("*/membership-types.csv"))


def test_the_published_catalogues_are_there() -> None:
    """They lie beside the checkout where the product is built; CI must have them."""
    if not folders():
        missing = (
            f"The published catalogues are not at {PUBLISHED}, so they were not lived through."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.mark.parametrize("starts_on", [date(2026, 1, 1), date(2024, 2, 29)], ids=str)
@pytest.mark.parametrize(
    "folder", [*folders(), ROOT / "playground" / "sample"], ids=lambda folder: folder.name
)
def test_a_catalogue_is_lived_through(folder: Path, tmp_path: Path, starts_on: date) -> None:
    """Enrolled in with everything, used up, renewed, reported, verified and moved."""
    files = read(folder)
    assert files.membership_types
    assert files.lines
    live_through(files, tmp_path, starts_on)
