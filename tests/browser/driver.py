"""Drives the real app in a real browser: starts it on a free port with a home of its own, signs in, takes pictures.

Used by the browser tests and by the script that makes the screenshots of the documents.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from desk.accounts import COOKIE

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
DESK, PHONE = (1440, 900), (390, 844)  # CSS pixels
READY_S = 60.0  # seconds that the app may take to answer
Colours = Literal["light", "dark"]


def has_browser() -> bool:
    """Whether there is a Chromium to drive."""
    return Path(CHROMIUM).exists()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class App:
    """A running app."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def running_app(home: Path, *, demo: bool = True, env: Mapping[str, str] | None = None) -> Iterator[App]:
    """The web app over `home`, without a worker, until the block ends.

    Args:
        home: Becomes TINGXIN_HOME; seed it before.
        demo: Whether demo accounts may sign in.
        env: More of the environment.

    Raises:
        RuntimeError: It did not answer within `READY_S`; with the end of its log.
    """
    port = free_port()
    log = home / "app.log"
    home.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "qa_app.py"), "--server.headless=true",
        f"--server.port={port}", "--server.address=127.0.0.1",
    ]  # fmt: skip
    settings = {"TINGXIN_HOME": str(home), "TINGXIN_DEMO": str(demo).lower(), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings, **(env or {})}, stdout=out, stderr=subprocess.STDOUT
        )
    app = App(f"http://127.0.0.1:{port}", home, process, log)
    try:
        _wait_ready(app)
        yield app
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running_worker(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker over `home`, in a process of its own, until the block ends; its log is `worker.log`."""
    settings = {"TINGXIN_HOME": str(home), "TINGXIN_DEMO": "true", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "qa_cli", "worker"]
    with (home / "worker.log").open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_ready(app: App) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and app.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the app does not answer:\n{app.said()[-2000:]}")


@contextmanager
def browser(*, microphone: Path | None = None, beside: Browser | None = None) -> Iterator[Browser]:
    """Chromium. `microphone`: a WAV file that it hears instead of one; `beside`: another that runs meanwhile."""
    flags = list(FLAGS)
    if microphone is not None:
        flags += [
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={microphone}",
        ]  # fmt: skip
    with nullcontext() if beside else sync_playwright() as playwright:
        kind = beside.browser_type if beside else playwright.chromium
        chromium = kind.launch(executable_path=CHROMIUM, args=flags)
        try:
            yield chromium
        finally:
            chromium.close()


@dataclass
class Visit:
    """One person's browser window on the app.

    `errors` is what the console complained about, `strangers` the addresses outside this machine that were asked for.
    """

    app: App
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """Go to a page of the app and wait until it stands."""
        self.page.goto(self.app.url + path)
        return self.settle()

    def settle(self) -> Page:
        """Wait until the app has drawn and nothing runs."""
        self.page.wait_for_selector("[data-testid=stAppViewContainer]", timeout=30_000)
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] > *') &&"
            " !document.querySelector('[data-testid=stStatusWidget]') &&"
            " !document.querySelector('[data-testid=stApp][data-test-script-state=running]')",
            timeout=30_000,
        )
        self.page.wait_for_timeout(400)  # fonts and canvases paint after the script has ended
        return self.page

    def sign_in_demo(self, name: str) -> Page:
        """Sign in with the one-click button of a demo account."""
        self.open("/")
        self.page.locator(f".st-key-demo_{name} button").click()
        self.page.wait_for_selector("[data-testid=stSidebarNav]", state="attached", timeout=30_000)
        self.wait_for_cookie(there=True)
        return self.settle()

    def wait_for_cookie(self, *, there: bool) -> None:
        """Wait for the cookie to come or go: it is set and taken back by a call of its own."""
        until = time.monotonic() + READY_S
        while any(cookie.get("name") == COOKIE for cookie in self.context.cookies()) != there:
            assert time.monotonic() < until, "no cookie came" if there else "the cookie stays"
            self.page.wait_for_timeout(100)

    def sign_in(self, name: str, password: str) -> Page:
        """Sign in with name and password."""
        self.open("/")
        self.page.locator(".st-key-sign_in_name input").fill(name)
        self.page.locator(".st-key-sign_in_password input").fill(password)
        self.page.locator(".st-key-sign_in_submit button").click()
        self.page.wait_for_selector("[data-testid=stSidebarNav]", state="attached", timeout=30_000)
        return self.settle()

    def picture(self, path: Path, *, full: bool = False) -> Path:
        """A PNG of what is in sight; `full`: of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.settle()
        if full:
            self._grow()
        self.page.screenshot(path=path)
        return path

    def _grow(self) -> None:
        """Make the window as tall as the page: the page scrolls within the app, not the window."""
        size = self.page.viewport_size
        height = self.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
        if size is not None and height > size["height"]:
            self.page.set_viewport_size({"width": size["width"], "height": int(height)})
            self.page.wait_for_timeout(300)


def _worth_telling(said: ConsoleMessage) -> bool:
    """Streamlit looks for its server below the page's address first: those 404s are its own habit."""
    return said.type == "error" and "/_stcore/" not in str(said.location.get("url", ""))


def _strange(url: str, app: App) -> bool:
    return not url.startswith((app.url, "data:", "blob:", "about:"))


def to_the_debrief(page: Page) -> None:
    """Out of the call that stands open: no form, the guess as it stands, the debrief."""
    page.locator(".st-key-finish button").click()
    page.locator(".st-key-skip_form button").click()
    page.locator("[class*=st-key-FormSubmitter-guess] button").click()


@contextmanager
def visit(
    chromium: Browser,
    app: App,
    *,
    size: tuple[int, int] = DESK,
    language: Literal["zh", "en"] = "zh",
    colours: Colours = "light",
) -> Iterator[Visit]:
    """A fresh window: no cookies, that size, language and colour scheme."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN" if language == "zh" else "en-GB",
        color_scheme=colours,
        has_touch=size[0] < 600,
        is_mobile=size[0] < 600,
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    window = Visit(app, context, page)
    page.on("console", lambda said: window.errors.append(said.text) if _worth_telling(said) else None)
    page.on("request", lambda asked: window.strangers.append(asked.url) if _strange(asked.url, app) else None)
    page.on("pageerror", lambda error: window.errors.append(str(error)))
    try:
        yield window
    finally:
        context.close()
