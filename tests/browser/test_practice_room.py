"""The practice room in a real browser: typing fast, speaking, silence, keyboard alone, two windows, a telephone."""

from __future__ import annotations

import signal
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from desk import accounts, practice
from desk.db import Store
from desk.models import User
from desk.run_views import RunView
from desk.settings import Settings
from recordings.audio import decode
from recordings.errors import Language
from tests.browser.driver import PHONE, App, Visit, browser, visit
from tests.desk.sounds import speech

pytestmark = pytest.mark.browser
FIRST, SECOND = "您好，这里是12363。", "您别急，慢慢说。"
HURRIED = "wrong_transfer"  # waits five seconds
SPOKEN = Path(__file__).parents[1] / "fixtures" / "speech" / "en.ogg"  # "Hello, how can I help you today?"
MOST_TABS = 90


def enter(window: Visit) -> Page:
    """Take Mr Li's call."""
    window.sign_in_demo("xiaolin")
    window.open(f"/practise?run={begin(window.app).id}")
    window.page.wait_for_selector(".st-key-reply textarea", timeout=30_000)
    return window.settle()


def begin(
    app: App, language: Language = "zh", scenario: str = "li_card_debt", mode: practice.Mode = "practise"
) -> RunView:
    """A run of 小林's, begun beforehand; one to learn has no clock."""
    with Store(Settings(home=app.home, demo=True)).session() as session:
        (user,) = [user for user in session.query(User) if user.name == "xiaolin"]
        trainee = accounts.actor_by_id(session, user.id)
        assert trainee is not None
        return practice.start_run(session, trainee, scenario, language, seed=0, mode=mode)


@contextmanager
def standing_still(app: App) -> Iterator[None]:
    """The app's process takes nothing up until the block ends, like one on a machine that is swamped."""
    app.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        app.process.send_signal(signal.SIGCONT)


def said(page: Page) -> Locator:
    return page.locator("[data-testid=stChatMessage]")


def test_a_reply_typed_while_the_customer_thinks_is_not_lost(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        page = enter(window)
        page.locator(".st-key-reply textarea").click()
        for text in (FIRST, SECOND):  # a person's hands: no waiting for the page between the two
            page.keyboard.type(text, delay=20)
            page.keyboard.press("Enter")
        expect(said(page).filter(has_text=SECOND)).to_have_count(1)
        expect(said(page).filter(has_text=FIRST)).to_have_count(1)
        assert window.errors == []


def test_two_replies_typed_while_the_server_hears_nothing_both_arrive(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        page = enter(window)
        page.locator(".st-key-reply textarea").click()
        with standing_still(app):
            for text in (FIRST, SECOND):
                page.keyboard.type(text, delay=20)
                page.keyboard.press("Enter")
        expect(said(page).filter(has_text=SECOND)).to_have_count(1)
        expect(said(page).filter(has_text=FIRST)).to_have_count(1)
        expect(page.locator(".st-key-reply textarea")).to_have_value("")
        assert window.errors == []


def test_on_a_telephone_the_customers_words_and_the_box_are_in_sight_together(app: App, chromium: Browser) -> None:
    with visit(chromium, app, size=PHONE) as window:
        page = enter(window)
        words = said(page).last.bounding_box()
        box = page.locator(".st-key-reply textarea").bounding_box()
        assert words is not None
        assert box is not None
        assert words["y"] >= 0
        assert box["y"] + box["height"] <= PHONE[1]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_the_clock_runs_once_the_customer_has_finished_stands_while_one_types_and_ends_in_a_silence(
    app: App, chromium: Browser
) -> None:
    run = begin(app, scenario=HURRIED)
    with visit(chromium, app) as window:
        window.page.emulate_media(reduced_motion="reduce")
        window.sign_in_demo("xiaolin")
        page = window.open(f"/practise?run={run.id}")
        clock = page.locator(".voice .clock")
        box = page.locator(".st-key-reply textarea")
        box.fill("您")
        expect(clock).to_have_attribute("data-state", "held", timeout=20_000)
        assert clock.locator(".left").evaluate("ring => getComputedStyle(ring).transitionDuration") == "0s"
        box.fill("")
        expect(clock).to_have_attribute("data-state", "waits")
        expect(said(page).filter(has_text="沉默")).not_to_have_count(0, timeout=30_000)
        assert window.errors == []


def test_a_line_that_somebody_recorded_is_played(app: App, chromium: Browser) -> None:
    run = begin(app)
    folder = app.home / "lines" / run.scenario_id
    folder.mkdir(parents=True)
    speech(folder / f"{run.lines[0].line_id}.zh.wav", 3, 2)
    with visit(chromium, app) as window:
        window.sign_in_demo("xiaolin")
        with window.page.expect_response(lambda answer: "/lines/" in answer.url) as played:
            window.open(f"/practise?run={run.id}")
        assert played.value.status in (200, 206)
        expect(window.page.locator(".voice .note")).to_be_hidden()
        assert window.errors == []


def test_of_two_windows_the_one_that_lags_behind_says_so_and_keeps_the_words(app: App, chromium: Browser) -> None:
    run = begin(app)
    with visit(chromium, app) as window:
        window.sign_in_demo("xiaolin")
        first = window.open(f"/practise?run={run.id}")
        second = window.context.new_page()
        second.goto(first.url)
        second.wait_for_selector(".st-key-reply textarea", timeout=30_000)
        first.bring_to_front()
        first.locator(".st-key-reply textarea").fill(FIRST)
        first.locator(".st-key-reply textarea").press("Enter")
        expect(said(first).filter(has_text=FIRST)).to_have_count(1, timeout=15_000)
        second.bring_to_front()
        second.locator(".st-key-reply textarea").fill(SECOND)
        second.locator(".st-key-reply textarea").press("Enter")
        expect(second.locator("[data-testid=stAlertContentWarning]")).to_contain_text(SECOND, timeout=15_000)
        expect(said(second).filter(has_text=FIRST)).to_have_count(1)
        expect(said(second).filter(has_text=SECOND)).to_have_count(0)
        first.reload()
        expect(said(first).filter(has_text=FIRST)).to_have_count(1, timeout=30_000)


def test_a_call_on_pause_outlives_a_reload_and_what_was_practised_is_taken_away(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        page = enter(window)
        page.locator(".st-key-reply textarea").fill(FIRST)
        page.locator(".st-key-reply textarea").press("Enter")
        expect(said(page).filter(has_text=FIRST)).to_have_count(1, timeout=15_000)
        page.locator(".st-key-pause button").click()
        expect(page.locator(".st-key-resume_call button")).to_be_visible(timeout=15_000)
        page.reload()
        expect(page.locator(".st-key-resume_call button")).to_be_visible(timeout=30_000)
        expect(page.locator(".st-key-reply textarea")).to_have_count(0)
        page.locator(".st-key-resume_call button").click()
        expect(page.locator(".st-key-reply textarea")).to_be_visible(timeout=15_000)
        expect(said(page).filter(has_text=FIRST)).to_have_count(1)
        window.open("/progress")
        for kind, begins in (("csv", b"\xef\xbb\xbfrun_id,"), ("xlsx", b"PK"), ("json", b"["), ("xapi", b"[")):
            with page.expect_download(timeout=15_000) as download:
                page.locator(f".st-key-export_{kind} button").click()
            taken = Path(download.value.path()).read_bytes()
            assert taken.startswith(begins), (kind, taken[:20])
            assert len(taken) > 200
        assert window.errors == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` finds has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => Boolean(document.activeElement?.closest(selector))", selector):
            return
    raise AssertionError(f"{selector} is out of the keyboard's reach")


def test_a_whole_call_by_keyboard_alone(app: App, chromium: Browser) -> None:
    """Answer, hint, hang up, fill in the form, guess: never a pointer."""
    run = begin(app, "en", mode="learn")
    with visit(chromium, app, language="en") as window:
        window.sign_in_demo("xiaolin")
        page = window.open(f"/practise?run={run.id}")
        page.wait_for_selector(".st-key-reply textarea", timeout=30_000)
        tab_to(page, ".st-key-reply")
        page.keyboard.type("Hello, this is the 12363 hotline. Take your time.")
        page.keyboard.press("Enter")
        expect(said(page).filter(has_text="Take your time")).to_have_count(1, timeout=15_000)
        window.settle()
        tab_to(page, ".st-key-hint")
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-hint")).to_contain_text("2 left", timeout=15_000)
        window.settle()
        tab_to(page, ".st-key-finish")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-testid=stForm]", timeout=15_000)
        window.settle()
        tab_to(page, "[data-testid=stRadio]")
        page.keyboard.press("Space")
        tab_to(page, "[data-testid=stFormSubmitButton]")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-testid=stSlider]", timeout=15_000)
        window.settle()
        tab_to(page, "[data-testid=stSlider]")
        page.keyboard.press("ArrowLeft")
        tab_to(page, "[data-testid=stFormSubmitButton]")
        page.keyboard.press("Enter")
        expect(page.locator("[data-testid=stMetric]").first).to_be_visible(timeout=20_000)
        expect(page.locator("[data-testid=stMain]")).to_contain_text("−5 for one hint")
        assert window.errors == []


def microphone(path: Path) -> Path:
    """Our own recording as a WAV that Chromium plays into its fake microphone, silence at both ends."""
    sound = np.concatenate([np.zeros(8_000), decode(SPOKEN).samples[0], np.zeros(16_000)])
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((sound.clip(-1, 1) * 32767).astype("<i2").tobytes())
    return path


def test_what_is_spoken_is_written_down_corrected_and_sent(app: App, chromium: Browser, tmp_path: Path) -> None:
    """A real engine hears it: pocketsphinx, which ships its own model of English."""
    run = begin(app, "en")
    with (
        browser(microphone=microphone(tmp_path / "said.wav"), beside=chromium) as hearing,
        visit(hearing, app, language="en") as window,
    ):
        window.context.grant_permissions(["microphone"])
        window.sign_in_demo("xiaolin")
        page = window.open(f"/practise?run={run.id}")
        page.get_by_role("button", name="Record", exact=True).click()
        page.wait_for_timeout(5_000)  # as long as the recording
        page.get_by_role("button", name="Stop recording").click()
        box = page.locator("[class*=st-key-heard_text_] textarea")
        expect(box).not_to_be_empty(timeout=60_000)
        expect(page.locator("[data-testid=stMain]")).to_contain_text("dB")
        expect(page.locator(".voice .clock")).to_have_attribute("data-state", "held")
        box.fill("Hello, how can I help you today?")
        page.locator("[data-testid=stFormSubmitButton] button").click()
        expect(said(page).filter(has_text="how can I help you today")).to_have_count(1, timeout=20_000)
        expect(page.locator("[class*=st-key-heard_text_]")).to_have_count(0)
        assert window.errors == []
