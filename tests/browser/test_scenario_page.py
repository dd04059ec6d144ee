"""The scenario page in a real browser: a moment is chosen in the graph, by mouse and by keyboard, and tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from desk import accounts
from desk.db import Store
from desk.settings import Settings
from tests.browser.driver import PHONE, browser, has_browser, running_app, visit

READY_MS = 30_000  # that a busy machine may take to draw a page anew


@pytest.mark.skipif(not has_browser(), reason="no Chromium on this machine")
def test_a_moment_is_chosen_in_the_graph_and_a_line_tried_in_it(tmp_path: Path) -> None:
    store = Store(Settings(home=tmp_path, demo=True))
    store.migrate()
    with store.session() as session:
        accounts.add_user(session, None, "mei", "supervisor", "correct horse", display_name="Mei", is_demo=True)
    with running_app(tmp_path) as app, browser() as chromium, visit(chromium, app, language="en", size=PHONE) as window:
        window.sign_in_demo("mei")
        page = window.open("/scenarios?scenario=li_card_debt@1")
        court = page.locator(".graph button[data-id=court]")
        expect(court).to_be_visible(timeout=READY_MS)
        assert page.locator(".graph svg path.arc").count() > 20
        court.click()
        expect(page.get_by_role("heading", name="court")).to_be_visible(timeout=READY_MS)
        expect(court).to_have_attribute("aria-pressed", "true", timeout=READY_MS)
        court.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="heard_out")).to_be_visible(timeout=READY_MS)
        court.click()
        expect(page.get_by_role("heading", name="court")).to_be_visible(timeout=READY_MS)  # else it tries heard_out's
        page.get_by_role("button", name="Try a line").or_(page.get_by_role("radio", name="Try a line")).click()
        reply = page.locator(".st-key-scenario_try_court textarea")
        reply.fill("You have fifteen days to file a defence.")
        reply.blur()
        expect(page.get_by_text("court.explains_defence").first).to_be_visible(timeout=READY_MS)
        width = page.evaluate("() => document.documentElement.scrollWidth")
        assert width <= PHONE[0]
        assert window.errors == []
        assert window.strangers == []
