"""What the server sends to the browser during and after a certifying call: no expected answer is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocket, expect

from scenarios.load import list_scripts
from scoring.knowledge import load_knowledge
from tests.browser.driver import App, Visit, browser, to_the_debrief, visit
from tests.browser.test_practice_room import microphone

pytestmark = pytest.mark.browser
SENTENCE = 12  # characters from which a piece of a model answer can't be there by chance


def pieces() -> dict[str, str]:
    """Pieces of model answers that no customer, brief or fact says: the middle of each, with where it is from."""
    found = {}
    for script in list_scripts():
        for key, node in script.nodes.items():
            if node.model is not None and len(node.model.zh) >= 3 * SENTENCE:
                middle = len(node.model.zh) // 2
                found[node.model.zh[middle : middle + SENTENCE]] = f"{script.id}:{key}"
    return found


def listen(window: Visit) -> list[bytes]:
    """Everything that the server sends from now on."""
    frames: list[bytes] = []

    def keep(socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda payload: frames.append(payload.encode() if isinstance(payload, str) else payload),
        )

    window.page.on("websocket", keep)
    return frames


def one_call(window: Visit, *replies: str) -> None:
    """Answer, end the call, fill in nothing, guess, and open everything of the debrief."""
    page = window.page
    page.wait_for_selector(".st-key-reply textarea", timeout=30_000)
    for text in replies:
        page.locator(".st-key-reply textarea").fill(text)
        page.keyboard.press("Enter")
        page.locator("[data-testid=stChatMessage]").filter(has_text=text).wait_for()
        window.settle()
    to_the_debrief(page)
    page.get_by_text("逐项评分").wait_for()
    window.settle()


def leaked(frames: list[bytes]) -> set[str]:
    sent = b"".join(frames)
    facts = " ".join(fact.statement.zh for fact in load_knowledge().facts)  # a fact with its source may be shown
    return {place for piece, place in pieces().items() if piece.encode() in sent and piece not in facts}


def choose(window: Visit, mode: str) -> None:
    """The library, in a mode."""
    window.open("/practise")
    window.page.get_by_role("radio", name=mode).click()
    window.settle()


def test_no_expected_answer_reaches_the_browser_of_who_is_certified(app: App, chromium: Browser) -> None:
    with visit(chromium, app) as window:
        frames = listen(window)
        window.sign_in_demo("xiaolin")
        choose(window, "考核")
        window.page.locator(".st-key-certify button").click()
        one_call(window, "您好，这里是12363。您别急，慢慢说。", "换了谁都会着急的，您接着讲，我在听。")
        assert leaked(frames) == set()
        choose(window, "练习")  # the same ear hears them after practice: the silence before was no deafness
        window.page.locator(".st-key-start_li_card_debt button").click()
        one_call(window, "您好，这里是12363。", "您尽快还清就行了。")
        assert any(place.startswith("li_card_debt:") for place in leaked(frames))
        assert window.errors == []


def test_what_is_spoken_in_a_certifying_call_counts_as_it_was_heard(
    app: App, chromium: Browser, tmp_path: Path
) -> None:
    """No box to correct it in, no hint; the call goes on with what the engine heard, and is judged in the end."""
    with (
        browser(microphone=microphone(tmp_path / "said.wav"), beside=chromium) as hearing,
        visit(hearing, app, language="en") as window,
    ):
        window.context.grant_permissions(["microphone"])
        window.sign_in_demo("xiaolin")
        choose(window, "Certify")
        page = window.page
        page.locator(".st-key-certify button").click()
        expect(page.locator("[data-testid=stMain]")).to_contain_text("your words are sent as they were heard")
        expect(page.locator(".st-key-hint button")).to_have_count(0)
        before = page.locator("[data-testid=stChatMessage]").count()
        page.get_by_role("button", name="Record", exact=True).click()
        page.wait_for_timeout(5_000)  # as long as the recording
        page.get_by_role("button", name="Stop recording").click()
        expect(page.locator("[data-testid=stChatMessage]")).to_have_count(before + 2, timeout=60_000)
        expect(page.locator("[class*=st-key-heard_text_]")).to_have_count(0)
        window.settle()
        to_the_debrief(page)
        expect(page.locator("[data-testid=stMain]")).to_contain_text("Not passed")
        assert window.errors == []
