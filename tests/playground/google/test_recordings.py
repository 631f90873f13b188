"""The stand-in against recorded answers of the real API."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.google import Running

SHARED = Path(__file__).parents[4] / "shared"
CONFORMANCE = SHARED / "sheets-conformance"


def test_every_recording_is_answered_as_google_did(google: Running) -> None:
    """Each recorded request gets the recorded answer, to the word in refusals."""
    if not CONFORMANCE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"The recordings are missing: {CONFORMANCE.name} beside the checkout.")
        pytest.skip("Left out: there is no folder with recordings of Google beside the checkout.")
    done = subprocess.run(
        [
            sys.executable,
            CONFORMANCE / "replay.py",
            *("--base-url", google.base_url),
            *("--messages", "-v", "5"),
            CONFORMANCE / "cassettes",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    recordings = len(list((CONFORMANCE / "cassettes").glob("*.json")))
    assert f"cassettes {recordings}/{recordings}" in done.stdout
