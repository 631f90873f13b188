"""A Chromium for tests: the machine's own, else Playwright's."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_NAMES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_MISSING = "There is no Chromium here: install one, or run `playwright install chromium`."


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start a browser; without one the test is left out, and in CI it fails."""
    with sync_playwright() as playwright:
        path = _path(playwright)
        if path is None and os.environ.get("CI"):
            pytest.fail(_MISSING)
        if path is None:
            pytest.skip(_MISSING)
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


def _path(playwright: Playwright) -> str | None:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    installed = [*_MAC_NAMES, playwright.chromium.executable_path]
    return found or next((path for path in installed if Path(path).exists()), None)
