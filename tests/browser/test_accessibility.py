"""No page has a barrier that axe-core calls moderate or worse: names, roles, contrast, both languages and themes.

What axe can't see, a walk by keyboard alone shows (`test_practice_room.py`).
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.driver import PHONE, App, Visit, visit

pytestmark = pytest.mark.browser
GRAVE = ("moderate", "serious", "critical")
REPLY = "您好，这里是12363。您别急，慢慢说。"


def barriers(window: Visit) -> list[str]:
    """The grave ones of the page as it stands, each with the piece of it and what is wrong there."""
    window.settle()
    found = Axe().run(window.page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def unfold(window: Visit) -> None:
    """Open everything that is folded: what is hidden isn't checked."""
    folded = window.page.locator("[data-testid=stMain] details:not([open]) > summary")
    while folded.count():
        left = folded.count()
        folded.first.click()
        expect(folded).to_have_count(left - 1)
    window.settle()


def test_a_page_with_a_barrier_is_found_out(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        window.open("/")
        window.page.evaluate("document.querySelector('[data-testid=stMain]').prepend(document.createElement('button'))")
        assert [one.split(":")[0] for one in barriers(window)] == ["button-name"]


@pytest.mark.parametrize(("language", "colours"), [("zh", "light"), ("en", "dark")])
def test_the_supervisors_pages_have_no_barrier(app: App, chromium: Browser, language: str, colours: str) -> None:
    with visit(chromium, app, language=language, colours=colours) as window:  # type: ignore[arg-type]
        window.open("/")
        assert barriers(window) == [], "signing in"
        window.sign_in_demo("mei")
        assert barriers(window) == [], "home"
        for path in ("calls", "training", "training?view=assign", "training?view=contests", "knowledge", "scenarios"):
            window.open(f"/{path}")
            assert barriers(window) == [], path
        window.open("/rubrics")
        unfold(window)
        assert barriers(window) == [], "rubrics"
        window.open("/")
        window.page.locator(".st-key-home_try button").click()
        window.page.wait_for_selector(".player audio", state="attached")
        assert barriers(window) == [], "a call"


@pytest.mark.parametrize(
    ("language", "colours", "size"), [("zh", "dark", PHONE), ("en", "light", (1440, 900))], ids=["phone", "desk"]
)
def test_practising_has_no_barrier(
    app: App, chromium: Browser, language: str, colours: str, size: tuple[int, int]
) -> None:
    with visit(chromium, app, language=language, colours=colours, size=size) as window:  # type: ignore[arg-type]
        page = window.page
        window.sign_in_demo("xiaolin")
        assert barriers(window) == [], "home"
        window.open("/practise")
        page.locator("[data-testid=stMain] details > summary").first.click()
        assert barriers(window) == [], "the library with a brief"
        page.locator(".st-key-start_li_card_debt button").click()
        page.wait_for_selector(".st-key-reply textarea")
        page.locator(".st-key-reply textarea").fill(REPLY)
        page.locator(".st-key-reply textarea").press("Enter")
        expect(page.locator("[data-testid=stChatMessage]").filter(has_text=REPLY)).to_have_count(1)
        assert barriers(window) == [], "the call"
        page.locator(".st-key-finish button").click()
        page.wait_for_selector("[data-testid=stForm]")
        assert barriers(window) == [], "the form"
        page.locator(".st-key-skip_form button").click()
        page.wait_for_selector("[data-testid=stSlider]")
        assert barriers(window) == [], "the guess"
        page.locator("[class*=st-key-FormSubmitter-guess] button").click()
        expect(page.locator("[data-testid=stMetric]").first).to_be_visible()
        unfold(window)
        assert barriers(window) == [], "the debrief"
        window.open("/progress")
        assert barriers(window) == [], "progress"
