"""One app with the demo loaded and one Chromium for the tests of a file; skipped where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from desk.settings import Settings
from jobs.demo import load_demo
from tests.browser.driver import App, browser, has_browser, running_app

expect.set_options(timeout=20_000)  # ms; a page on a busy machine is slow, not wrong


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app over the sample calls, scored; no made-up history."""
    if not has_browser():
        pytest.skip("no Chromium on this machine")
    home = tmp_path_factory.mktemp("home")
    load_demo(Settings(home=home, demo=True), history=0)
    with running_app(home) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(app: App) -> Iterator[Browser]:
    """Started after the app: without one there is nothing to see."""
    with browser() as started:
        yield started
