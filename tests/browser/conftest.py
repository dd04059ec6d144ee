"""One app with the demo loaded and one Chromium for the tests of a file; skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from desk.settings import Settings
from jobs.demo import load_demo
from tests.browser.driver import App, browser, has_browser, running_app

expect.set_options(timeout=20_000)  # ms; a page on a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample calls, scored, and no made-up history. To be copied: it is loaded once."""
    if not has_browser():
        pytest.skip("no Chromium on this machine")
    home = tmp_path_factory.mktemp("demo")
    load_demo(Settings(home=home, demo=True), history=0)
    return home


@pytest.fixture(scope="module")
def app(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app over a copy of the demo that is this file's own."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(demo_home, home, dirs_exist_ok=True)
    with running_app(home) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(app: App) -> Iterator[Browser]:
    """Started after the app: without one there is nothing to see."""
    with browser() as started:
        yield started
