"""Practice assigned from a weak point and from a call and done to its end; a contested point and its answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from desk.assignments import list_assignments
from desk.db import Store
from desk.demo_accounts import sign_in_as
from desk.settings import Settings
from desk.training_models import AssignmentRow
from tests.browser.driver import PHONE, App, Visit, to_the_debrief, visit

pytestmark = pytest.mark.browser


def send(window: Visit, note: str) -> None:
    """The form with the goal at nought: what counts here is that the call is done, not how well."""
    page = window.page
    page.locator(".st-key-assign_goal input").fill("0")
    page.keyboard.press("Tab")
    window.settle()
    page.locator(".st-key-assign_note input").fill(note)
    page.keyboard.press("Tab")
    window.settle()
    page.locator(".st-key-assign_send button").click()
    expect(page.locator("[data-testid=stAlertContentSuccess], [data-testid=stToast]").first).to_be_visible()


def do_to_the_end(page: Page, reply: str) -> None:
    """From the card at home: the call, no form, the guess, the debrief."""
    page.locator(".st-key-home_try button").click()
    finish(page, reply)


def finish(page: Page, reply: str) -> None:
    """One reply in the call that stands open, then out of it."""
    box = page.locator(".st-key-reply textarea")
    box.fill(reply)
    box.press("Enter")
    expect(page.locator("[data-testid=stChatMessage]").filter(has_text=reply)).to_have_count(1)
    to_the_debrief(page)
    expect(page.locator("[data-testid=stMetric]").first).to_be_visible()


def given(app: App) -> list[AssignmentRow]:
    with Store(Settings(home=app.home, demo=True)).session() as session:
        return list(session.scalars(select(AssignmentRow).order_by(AssignmentRow.id)))


def progress(app: App) -> dict[str, str]:
    """How far each assignment is, by its note, as the supervisor's page tells it."""
    settings = Settings(home=app.home, demo=True)
    with Store(settings).session() as session:
        mei = sign_in_as(session, "mei", settings=settings)
        return {one.note: one.progress for one in list_assignments(session, mei)}


def test_practice_for_a_weak_point_and_from_a_call_is_done_and_seen_to_be_done(app: App, chromium: Browser) -> None:
    before = len(given(app))
    with visit(chromium, app, language="en") as window:
        page = window.page
        window.sign_in_demo("mei")
        window.open("/training?view=assign")
        page.locator("[class*=st-key-assign_criterion_] input").click()
        page.get_by_role("option").nth(1).click()  # the first after "none in particular"
        window.settle()
        send(window, "Ask before you advise.")
        window.open("/")
        page.locator(".st-key-home_try button").click()  # Mr Li's call
        page.wait_for_selector(".player audio", state="attached")
        window.settle()
        page.locator(".st-key-call_more button").click()
        page.get_by_text("Assign practice").last.click()
        page.wait_for_selector(".st-key-assign_send button")
        window.settle()
        send(window, "As in Mr Li's call.")
        for_point, from_call = given(app)[before:]
        assert for_point.criterion_id is not None
        assert for_point.call_id is None
        assert from_call.call_id is not None
        assert window.errors == []
    with visit(chromium, app, language="zh", size=PHONE) as window:
        page = window.page
        window.sign_in_demo("xiaolin")
        expect(page.get_by_text("Ask before you advise.")).to_be_visible()
        expect(page.get_by_text("As in Mr Li's call.")).to_be_visible()
        do_to_the_end(page, "您好，这里是12363。您别急，慢慢说。")
        window.open("/")
        expect(page.get_by_text("Ask before you advise.")).to_have_count(0)
        far = progress(app)
        assert (far["Ask before you advise."], far["As in Mr Li's call."]) == ("done", "open")
        assert window.errors == []


def test_what_is_contested_is_answered_and_the_answer_seen(app: App, chromium: Browser) -> None:
    """A point, on a telephone; and the words, which are then scored as they were said."""
    with visit(chromium, app, size=PHONE) as window:
        page = window.page
        window.sign_in_demo("xiaolin")
        window.open("/practise")
        page.locator(".st-key-start_li_card_debt button").click()
        finish(page, "您好，这里是12363。您别急，慢慢说。")
        debrief = page.url
        page.locator("details").filter(has=page.locator(".st-key-contest_kind")).locator("summary").click()
        page.locator(".st-key-contest_send_turn button").click()
        expect(page.get_by_text("理由：请填写内容")).to_be_visible()
        page.locator("[class*=st-key-contest_really_] input").fill("您好，这里是12363。您一定很害怕，慢慢说，我听着。")
        page.locator(".st-key-contest_turn_reason input").fill("听写漏了半句。")
        page.locator(".st-key-contest_send_turn button").click()
        expect(page.get_by_text("听写漏了半句。")).to_be_visible()
        page.locator(".st-key-contest_kind button").nth(1).click()
        window.settle()
        page.locator(".st-key-contest_point_reason input").fill("我安慰过他了。")
        page.locator(".st-key-contest_send_point button").click()
        expect(page.get_by_text("我安慰过他了。")).to_be_visible()
        assert window.errors == []
    with visit(chromium, app, language="en") as window:
        page = window.page
        window.sign_in_demo("mei")
        window.open("/training?view=contests")
        for reason, answer, button in (
            ("听写漏了半句。", "The recording has it.", "accept"),
            ("我安慰过他了。", "That was heard; it stands as scored.", "decline"),
        ):
            forms = page.locator("[data-testid=stForm]").filter(has=page.locator("[class*=st-key-contest_answer_]"))
            box = forms.nth(forms.count() - (2 if button == "accept" else 1))  # the oldest stands first
            box.locator("input").fill(answer)
            box.locator(f"[class*=st-key-contest_{button}_] button").click()
            expect(page.get_by_text(reason)).to_have_count(0)
        assert window.errors == []
    with visit(chromium, app) as window:
        window.sign_in_demo("xiaolin")
        page = window.page
        window.page.goto(debrief)
        expect(page.get_by_text("That was heard; it stands as scored.")).to_be_visible()
        expect(page.get_by_text("The recording has it.")).to_be_visible()
        expect(page.get_by_text("主管复核后是")).to_be_visible()
        assert window.errors == []
