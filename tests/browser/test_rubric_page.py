"""The rubric page in a real browser: a mistake is told where it was typed, and the way back leads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from desk import accounts
from desk.db import Store
from desk.settings import Settings
from tests.browser.driver import browser, has_browser, running_app, visit

READY_MS = 30_000  # that a busy machine may take to draw a page anew


@pytest.mark.skipif(not has_browser(), reason="no Chromium on this machine")
def test_a_mistake_is_told_on_its_line_and_the_caret_goes_there(tmp_path: Path) -> None:
    store = Store(Settings(home=tmp_path, demo=True))
    store.migrate()
    with store.session() as session:
        accounts.add_user(session, None, "mei", "supervisor", "correct horse", display_name="Mei", is_demo=True)
    with running_app(tmp_path) as app, browser() as chromium, visit(chromium, app, language="en") as window:
        window.sign_in_demo("mei")
        page = window.open("/rubrics")
        page.get_by_role("button", name="Edit a copy").first.click()
        area = page.locator(".editor textarea")
        expect(area).to_be_visible(timeout=READY_MS)
        text = area.input_value()
        area.fill(text.replace("scorer: privacy", "scorer: privcy"))
        finding = page.locator(".findings button")
        expect(finding).to_have_count(1, timeout=READY_MS)
        line = text[: text.index("scorer: privacy")].count("\n") + 1
        expect(finding).to_contain_text(f"Line {line}")
        finding.click()
        start = area.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd).trim()")
        assert start == "scorer: privcy"
        expect(page.get_by_role("button", name="Publish as a new version")).to_be_disabled(timeout=READY_MS)
        area.fill(text)
        expect(finding).to_have_count(0, timeout=READY_MS)
        page.get_by_role("button", name="All rubrics").click()
        expect(page.get_by_role("heading", name="Being worked on")).to_be_visible(timeout=READY_MS)
        window.settle()  # a click while the page is still being drawn is lost
        page.get_by_role("button", name="Open").first.click()
        expect(page.get_by_role("button", name="Score past calls anew")).to_be_visible(timeout=READY_MS)
        assert "rubric=12363" in page.url
        assert window.errors == []
        assert window.strangers == []
