"""The practice room in a real browser: typing fast, and the way it looks on a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import PHONE, App, Visit, visit

pytestmark = pytest.mark.browser
FIRST, SECOND = "您好，这里是12363。", "您别急，慢慢说。"


def enter(window: Visit) -> Page:
    """Take Mr Li's call."""
    window.sign_in_demo("xiaolin")
    window.page.locator(".st-key-home_try button").click()
    window.page.wait_for_selector(".st-key-reply textarea", timeout=30_000)
    return window.settle()


def test_a_reply_typed_while_the_customer_thinks_is_not_lost(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        page = enter(window)
        page.locator(".st-key-reply textarea").click()
        for text in (FIRST, SECOND):  # a person's hands: no waiting for the page between the two
            page.keyboard.type(text, delay=20)
            page.keyboard.press("Enter")
        said = page.locator("[data-testid=stChatMessage]")
        expect(said.filter(has_text=SECOND)).to_have_count(1, timeout=15_000)
        expect(said.filter(has_text=FIRST)).to_have_count(1)
        assert window.errors == []


def test_on_a_telephone_the_customers_words_and_the_box_are_in_sight_together(app: App, chromium: Browser) -> None:
    with visit(chromium, app, size=PHONE) as window:
        page = enter(window)
        words = page.locator("[data-testid=stChatMessage]").last.bounding_box()
        box = page.locator(".st-key-reply textarea").bounding_box()
        assert words is not None
        assert box is not None
        assert words["y"] >= 0
        assert box["y"] + box["height"] <= PHONE[1]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
