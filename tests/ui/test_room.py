"""The room itself: clock, pause, hints, what is at hand, and the microphone."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from desk import practice
from desk.db import Store
from desk.permissions import Actor
from tests.ui.conftest import buttons, calm, open_app, shown
from tests.ui.test_practise import KIND, SCENARIO, spoken
from ui.practice import warm


def enter(store: Store, actor: Actor, *said: str, language: str = "zh", mode: Any = "practise") -> tuple[str, AppTest]:
    """The room of a run that stands after these replies."""
    with store.session() as session:
        run = practice.start_run(session, actor, SCENARIO, "zh" if language == "zh" else "en", seed=1, mode=mode)
        for text in said:
            run = practice.answer(session, actor, run.id, text, run.step)
    return run.id, open_app(actor, "practise", language=language, run=run.id)


def test_the_price_of_a_hint_is_on_its_button_and_it_names_a_skill(people: dict[str, Actor], store: Store) -> None:
    _, at = enter(store, people["trainee"], KIND)
    assert at.button(key="hint").label == "给点提示（扣 5 分，还有 3 次）"
    at.button(key="hint").click().run()
    assert any("这一刻要做到" in line.value for line in calm(at).markdown)
    assert at.button(key="hint").label == "给点提示（扣 5 分，还有 2 次）"


def test_after_three_hints_there_are_no_more(people: dict[str, Actor], store: Store) -> None:
    run_id, at = enter(store, people["trainee"], language="en")
    for step in range(3):
        at.button(key="hint").click().run()
        at.chat_input[0].set_value("Hello, this is the 12363 hotline. Take your time.").run()
        calm(at)
        with store.reading() as session:
            assert practice.get_run(session, people["trainee"], run_id).step == step + 1
    assert [button for button in at.button if button.key == "hint"] == []
    assert "All hints are used." in [caption.value for caption in at.caption]


def test_the_customer_speaks_with_the_clock_that_this_customer_has(people: dict[str, Actor], store: Store) -> None:
    run_id, at = enter(store, people["trainee"], KIND)
    data = shown(at, "voice")
    with store.reading() as session:
        run = practice.get_run(session, people["trainee"], run_id)
    assert data["wait_s"] == run.silence_s
    assert [line["text"] for line in data["lines"]] == [
        line.text for line in run.lines if line.step == 1 and line.speaker == "customer"
    ]


def test_without_pressure_nobody_counts_and_that_is_kept(people: dict[str, Actor], store: Store) -> None:
    run_id, at = enter(store, people["trainee"], KIND)
    at.toggle(key=f"untimed_{run_id}").set_value(True).run()
    assert shown(calm(at), "voice")["wait_s"] is None
    again = open_app(people["trainee"], "practise", run=run_id)
    assert shown(again, "voice")["wait_s"] is None
    assert again.toggle(key=f"untimed_{run_id}").value


def test_a_call_on_pause_waits_and_goes_on_where_it_stood(people: dict[str, Actor], store: Store) -> None:
    run_id, at = enter(store, people["trainee"], KIND)
    at.button(key="pause").click().run()
    assert KIND in spoken(calm(at))
    assert len(at.chat_input) == 0
    again = open_app(people["trainee"], "practise", run=run_id)
    again.button(key="resume_call").click().run()
    assert len(calm(again).chat_input) == 1


def test_who_leaves_in_mid_call_finds_it_on_pause(people: dict[str, Actor], store: Store) -> None:
    run_id, at = enter(store, people["trainee"], KIND)
    at.button(key="leave").click().run()
    assert "run" not in calm(at).query_params
    with store.reading() as session:
        assert practice.get_run(session, people["trainee"], run_id).paused


def test_what_is_looked_up_stands_with_its_source(people: dict[str, Actor], store: Store) -> None:
    _, at = enter(store, people["trainee"], language="en")
    at.text_input(key="knowledge_search").set_value("answer 15").run()
    assert any("15" in line.value and ":small[" in line.value for line in calm(at).markdown)
    at.text_input(key="knowledge_search").set_value("xyzzy").run()
    assert "Nothing found; try another word." in [caption.value for caption in calm(at).caption]


@pytest.mark.parametrize(("language", "hears"), [("zh", False), ("en", True)])
def test_without_weights_the_page_says_why_and_what_to_do(
    people: dict[str, Actor], store: Store, language: str, hears: bool
) -> None:
    """What ships hears English alone, in draft quality."""
    _, at = enter(store, people["trainee"], language=language)
    told = [info.value for info in at.info if "tingxin model add" in info.value]
    assert bool(told) != hears
    assert bool(at.get("audio_input")) == hears
    assert len(at.chat_input) == 1


def test_two_lines_of_one_breath_stand_together(people: dict[str, Actor], store: Store) -> None:
    _, at = enter(store, people["trainee"], KIND)
    assert len(at.chat_message) == 3
    assert "给点提示" in " ".join(buttons(at))


def test_what_every_reply_is_read_by_is_not_looked_through_for_garbage_after_every_click() -> None:
    """More than 300 000 objects are loaded once and stay: Streamlit would look at each after every run of a page."""
    warm.ready()
    assert gc.get_freeze_count() > 100_000
