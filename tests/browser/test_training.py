"""Assigned practice, a contested point and facts to refresh, from the supervisor's window to the trainee's and back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driver import PHONE, App, visit

pytestmark = pytest.mark.browser


def test_what_a_supervisor_assigns_and_answers_reaches_the_trainee(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        window.sign_in_demo("mei")
        page = window.open("/training?view=assign")
        page.locator(".st-key-assign_note input").fill("慢一点，先问再答。")
        page.locator(".st-key-assign_send button").click()
        expect(page.get_by_text("已布置")).to_be_visible()
        page = window.open("/training?view=contests")
        page.locator("[class*=st-key-contest_answer_] input").fill("听过了，这一项可以算。")
        page.locator("[class*=st-key-contest_accept_] button").click()
        expect(page.get_by_text("没有等您答复的异议。")).to_be_visible()
    with visit(chromium, app, language="en", size=PHONE) as window:
        window.sign_in_demo("xiaolin")
        page = window.open("/")
        expect(page.get_by_text("慢一点，先问再答。")).to_be_visible()
        page.locator(".st-key-home_try button").focus()  # by keyboard from here
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-reply textarea")).to_be_visible()
        assert window.errors == []


def test_a_fact_to_refresh_is_said_judged_and_put_off(app: App, chromium: Browser) -> None:
    with visit(chromium, app, language="en") as window:
        window.sign_in_demo("xiaolin")
        page = window.open("/refresh")
        card = page.locator("[class*=st-key-refresh_said_]")
        first = card.get_attribute("class")
        card.locator("textarea").fill("I am not sure about that one.")
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".st-key-refresh_next button")).to_be_visible()
        page.locator(".st-key-refresh_next button").click()
        expect(page.locator(".st-key-refresh_next button")).to_have_count(0)
        assert card.get_attribute("class") != first  # the next fact; this one is put off
        assert window.errors == []
