"""The supervisor's call page in a real browser: sound, keys, a change with its reason, publishing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import DESK, PHONE, App, Visit, visit

pytestmark = pytest.mark.browser


@pytest.fixture
def mei(app: App, chromium: Browser) -> Iterator[Visit]:
    with visit(chromium, app) as window:
        window.sign_in_demo("mei")
        yield window
        assert window.errors == []
        assert window.strangers == []  # nothing leaves this machine


def open_sample(window: Visit) -> Page:
    """Mr Li's call, by the card on the home page."""
    window.page.locator(".st-key-home_try button").click()
    page = window.page
    page.wait_for_selector(".player audio", state="attached")
    return window.settle()


def sound(page: Page, what: str) -> float:
    """A property of the sound: currentTime, paused, duration …"""
    return float(page.locator(".player audio").evaluate(f"audio => Number(audio.{what})"))


def wait_sound(page: Page, condition: str) -> None:
    """Until the sound is as wanted."""
    handle = page.locator(".player audio").element_handle()
    page.wait_for_function(f"audio => {condition}", arg=handle, timeout=10_000)


def seconds(label: str) -> float:
    """`▶ 1:04` in seconds."""
    minutes, rest = label.removeprefix("▶").strip().split(":")
    return int(minutes) * 60 + int(rest)


def test_evidence_plays_the_very_second_and_the_transcript_follows(mei: Visit) -> None:
    page = open_sample(mei)
    wait_sound(page, "audio.readyState > 0")
    button = page.locator(".hear").first
    wanted = seconds(button.inner_text())
    button.click()
    wait_sound(page, f"!audio.paused && audio.currentTime >= {wanted} && audio.currentTime < {wanted} + 5")
    expect(page.locator(".turn.now")).to_have_count(1)
    page.keyboard.press("Space")
    wait_sound(page, "audio.paused")


def test_a_click_on_a_word_plays_it(mei: Visit) -> None:
    page = open_sample(mei)
    wait_sound(page, "audio.readyState > 0")
    word = page.locator(".turn .word").nth(12)
    wanted = float(word.get_attribute("data-at") or 0)
    assert wanted > 2  # else a sound that never moved would pass
    word.click()
    wait_sound(page, f"!audio.paused && Math.abs(audio.currentTime - {wanted}) < 2")
    assert sound(page, "currentTime") > wanted - 2


def test_the_keyboard_plays_seeks_and_explains_itself(mei: Visit) -> None:
    page = open_sample(mei)
    wait_sound(page, "audio.readyState > 0")
    page.keyboard.press("e")  # the first evidence
    wait_sound(page, "!audio.paused && audio.currentTime > 0")
    page.keyboard.press("Space")
    wait_sound(page, "audio.paused")
    before = sound(page, "currentTime")
    page.keyboard.press("ArrowRight")
    wait_sound(page, f"audio.currentTime > {before} + 2.5")
    page.keyboard.press("ArrowLeft")
    wait_sound(page, f"audio.currentTime < {before} + 0.5")
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_hidden()


def test_a_link_that_has_aged_is_renewed_and_the_sound_goes_on_where_it_was(mei: Visit) -> None:
    page = open_sample(mei)
    wait_sound(page, "audio.readyState > 0")
    page.locator(".hear").nth(1).click()
    wait_sound(page, "!audio.paused && audio.currentTime > 1")
    before = sound(page, "currentTime")
    page.locator(".player audio").evaluate("audio => { audio.src = '/audio/outlived'; audio.load(); }")
    wait_sound(page, "audio.readyState > 0 && !audio.src.endsWith('outlived')")
    wait_sound(page, "audio.currentTime > 1")
    assert abs(sound(page, "currentTime") - before) < 8
    assert all("403" in error for error in mei.errors)  # the false link is refused, and nothing else went wrong
    mei.errors.clear()


def test_a_sound_that_cannot_be_played_is_said_once_and_not_asked_for_again_and_again(mei: Visit) -> None:
    page = open_sample(mei)
    wait_sound(page, "audio.readyState > 0")
    for _ in range(2):  # renewed the first time, given up the second
        page.locator(".player audio").evaluate("audio => { audio.src = '/audio/false'; audio.load(); }")
        page.wait_for_timeout(1500)
    expect(page.locator(".trouble")).to_have_count(1)
    mei.errors.clear()


def test_a_claim_shows_its_fact_by_mouse_by_keyboard_and_to_a_screen_reader(mei: Visit) -> None:
    page = mei.open("/calls")
    page.get_by_text("示范接听").first.click()  # the model answer claims the most
    page.wait_for_selector("button.claim")
    mei.settle()
    opener = page.get_by_role("button", name=re.compile("^与知识库一致：.*查看依据$")).first
    expect(opener).to_have_attribute("aria-expanded", "false")
    page.locator("mark.claim.supported").first.click()  # in the text itself
    card = page.get_by_role("group", name="说法核对")
    expect(card).to_have_count(1)
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(card).to_contain_text("《")  # the law it stands in
    expect(card).to_contain_text("核对过出处")
    expect(card.locator("[lang=en]").first).to_be_visible()
    page.keyboard.press("c")  # on to the next one
    expect(card).to_have_count(1)
    expect(opener).to_have_attribute("aria-expanded", "false")
    following = page.locator("button.claim[aria-expanded=true]")
    expect(following).to_be_focused()
    page.keyboard.press("Enter")
    expect(card).to_have_count(0)
    opener.focus()
    page.keyboard.press("Enter")
    card.get_by_role("link", name="在知识库中查看").focus()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(opener).to_be_focused()
    shapes = page.locator("button.claim .sign").all_inner_texts()  # never by colour alone
    assert set(shapes) <= {"✓", "✗", "~", "?", "·"}


def test_a_fact_is_written_as_yaml_with_findings_live_and_the_form_beside_it_follows(mei: Visit) -> None:
    page = mei.open("/knowledge?edit=instalment_plan_5_years")
    page.get_by_role("tab", name="全部内容").click()
    area = page.get_by_role("textbox", name="条目的全部内容（YAML）")
    text = area.input_value()
    area.fill(text.replace("value: 5", "value: five"))
    expect(page.locator(".findings li")).not_to_have_count(0, timeout=15_000)
    expect(page.locator(".st-key-knowledge_propose button")).to_be_disabled()
    area.fill(text.replace("value: 5", "value: 3"))
    expect(page.locator(".st-key-knowledge_propose button")).to_be_enabled(timeout=15_000)
    page.get_by_role("tab", name="常用字段").click()
    expect(page.get_by_label("数字", exact=True)).to_have_value("3")
    page.locator(".st-key-knowledge_note textarea").fill("新办法七月一日施行")
    page.locator(".st-key-knowledge_propose button").click()
    expect(page.get_by_text("须由另一位主管或管理员审核")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("+ 3")).to_be_visible()


def test_what_is_typed_in_a_fact_that_was_opened_by_clicks_stays(mei: Visit) -> None:
    page = mei.open("/knowledge")
    page.locator("[class*=st-key-fact_] button").first.click()
    page.locator(".st-key-knowledge_to_edit button").click()
    words = page.get_by_label("内容（中文）")
    words.fill("换一种说法：收到之日起算。")
    page.keyboard.press("Tab")
    mei.settle()
    expect(words).to_have_value("换一种说法：收到之日起算。")
    assert "edit=" in page.url  # so that a reload comes back here
    page.locator(".st-key-knowledge_back button").click()
    page.locator(".st-key-knowledge_to_list button").click()
    expect(page.locator(".st-key-knowledge_add button")).to_be_visible()
    assert "?" not in page.url


def test_the_transcript_is_text_and_never_markup(mei: Visit) -> None:
    page = open_sample(mei)
    assert page.locator(".turn .text script, .turn .text img, .turn .text a").count() == 0


def test_a_change_with_its_reason_is_published_and_outlives_a_reload(mei: Visit) -> None:
    page = open_sample(mei)
    page.keyboard.press("j")  # the first criterion
    page.keyboard.press("1")  # opens the dialog with that value chosen
    dialog = page.locator("[role=dialog]")
    save = dialog.locator("[class*=st-key-override_][class*=_save] button")
    reason = dialog.locator("[class*=_reason] input")
    expect(reason).to_be_enabled()  # the whole dialog stands: a click while it is drawn is lost
    save.click()
    expect(dialog.get_by_text("请写一句理由")).to_be_visible()
    reason.click()
    reason.fill("听录音，坐席有回应")
    page.keyboard.press("Enter")
    save.click()
    expect(page.locator(".criterion .value.yours")).to_have_text("您：1/2")
    page.locator(".st-key-call_publish button").click()
    page.locator(".st-key-publish_stay button").click()
    expect(page.locator(".criterion .value.yours")).to_have_text("复核：1/2")
    page.reload()  # still signed in: the cookie
    expect(page.locator(".criterion .value.yours")).to_have_text("复核：1/2", timeout=30_000)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_nothing_is_wider_than_the_window(app: App, chromium: Browser, size: tuple[int, int]) -> None:
    with visit(chromium, app, size=size, language="en", colours="dark") as window:
        window.sign_in_demo("mei")
        for path in ("/", "/calls", "/upload", "/account", "/knowledge", "/knowledge?fact=reply_15_days"):
            page = window.open(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path


def test_on_a_telephone_the_player_stays_in_sight(app: App, chromium: Browser) -> None:
    with visit(chromium, app, size=PHONE) as window:
        window.sign_in_demo("mei")
        page = window.open("/calls")
        page.locator(".what a").first.click()
        page.wait_for_selector(".player audio", state="attached")
        window.settle()
        page.locator(".criterion").last.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        box = page.locator(".player").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < PHONE[1] / 2


def test_signing_out_outlives_a_reload_too(mei: Visit) -> None:
    mei.page.locator(".st-key-sign_out button").click()
    expect(mei.page.locator(".st-key-demo_mei button")).to_be_visible(timeout=15_000)
    mei.wait_for_cookie(there=False)
    mei.page.reload()
    expect(mei.page.locator(".st-key-demo_mei button")).to_be_visible(timeout=15_000)
