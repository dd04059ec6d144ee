from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from desk import practice
from desk.db import Store
from desk.permissions import Actor
from scenarios.load import load_script
from tests.ui.conftest import buttons, calm, open_app

SCENARIO = "li_card_debt"
KIND = "您好，这里是12363热线。李先生，收到传票换了谁都会害怕，您别急，慢慢说。"
ASKING = "传票是哪一天收到的？您现在收入怎么样？"
THREAT = "不还钱当然可能坐牢。"


def begin(store: Store, actor: Actor, *said: str, language: Any = "zh", end: bool = False) -> str:
    """A run that stands after these replies."""
    with store.session() as session:
        run = practice.start_run(session, actor, SCENARIO, language, seed=1)
        for text in said:
            run = practice.answer(session, actor, run.id, text, run.step)
        if end:
            practice.finish(session, actor, run.id)
    return run.id


def debriefed(actor: Actor, run_id: str, language: str = "zh") -> AppTest:
    """The debrief, where a critical failure stands in red."""
    at = open_app(actor, language=language)
    at.switch_page("app_pages/practise.py")
    at.query_params["run"] = run_id
    at.run()
    assert not at.exception
    return at


def spoken(at: AppTest) -> list[str]:
    """What stands in the conversation."""
    return [text.value for text in at.text]


def test_the_library_shows_every_scenario_and_says_that_nothing_was_tried(people: dict[str, Actor]) -> None:
    at = open_app(people["trainee"], "practise")
    assert at.title[0].value == "练习"
    assert load_script(SCENARIO).title.zh in [header.value for header in at.header]
    assert any("还没练过" in caption.value for caption in at.caption)
    assert "打完第一通练习，记录会出现在这里。" in [caption.value for caption in at.caption]


def test_taking_the_call_opens_the_room_and_the_customer_speaks_first(people: dict[str, Actor]) -> None:
    at = open_app(people["trainee"], "practise", language="en")
    at.button(key=f"start_{SCENARIO}").click().run()
    assert calm(at).query_params["run"]
    assert len(at.chat_message) == 1
    assert len(at.chat_input) == 1


def test_a_typed_reply_stands_and_the_customer_answers(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["trainee"], "practise", run=begin(store, people["trainee"]))
    at.chat_input[0].set_value(KIND).run()
    assert KIND in spoken(calm(at))
    assert len(at.chat_message) >= 3


def test_two_replies_in_a_row_are_both_kept(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["trainee"], "practise", run=begin(store, people["trainee"]))
    at.chat_input[0].set_value(KIND).run()
    at.chat_input[0].set_value(ASKING).run()
    said = [line for line in spoken(calm(at)) if line in (KIND, ASKING)]
    assert said == [KIND, ASKING]


def test_a_reply_to_a_run_that_went_on_elsewhere_is_told_with_its_words(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"])
    at = open_app(people["trainee"], "practise", run=run_id)
    with store.session() as session:
        practice.answer(session, people["trainee"], run_id, KIND, 0)
    at.chat_input[0].set_value(ASKING).run()
    assert any(ASKING in warning.value for warning in calm(at).warning)
    assert KIND in spoken(at)
    assert ASKING not in spoken(at)


def test_silence_is_a_reply(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["trainee"], "practise", run=begin(store, people["trainee"]))
    at.button(key="silence_0").click().run()
    assert any("沉默" in caption.value for caption in calm(at).caption)


def test_a_reload_in_mid_call_shows_the_call_as_it_stood(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], KIND)
    assert KIND in spoken(open_app(people["trainee"], "practise", run=run_id))
    at = open_app(people["trainee"], "practise")
    at.button(key="resume").click().run()
    assert KIND in spoken(calm(at))


def test_markup_in_a_reply_is_shown_as_it_was_typed(people: dict[str, Actor], store: Store) -> None:
    typed = "<b>您好</b> **12363** $x$"
    at = open_app(people["trainee"], "practise", run=begin(store, people["trainee"]))
    at.chat_input[0].set_value(typed).run()
    assert typed in spoken(calm(at))


def test_the_guess_comes_before_the_debrief(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], KIND, THREAT)
    at = open_app(people["trainee"], "practise", run=run_id)
    at.button(key="finish").click().run()
    at.button(key="skip_form").click().run()
    assert not calm(at).metric
    at.slider(key=f"guess_{run_id}").set_value(80)
    at.button(key="FormSubmitter:guess-看点评").click().run()
    assert any("您猜的是 80 分" in caption.value for caption in at.caption)
    assert len(at.metric) == 5  # the score and its four parts


def test_the_debrief_quotes_her_words_and_leads_back_to_them(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], KIND, THREAT, end=True)
    with store.session() as session:
        practice.self_rate(session, people["trainee"], run_id, 50)
    at = debriefed(people["trainee"], run_id)
    tries = [button.key for button in at.button if (button.key or "").startswith("retry_fix_")]
    assert 1 <= len(tries) <= 2
    assert any(THREAT.rstrip("。") in line for line in spoken(at))
    at.button(key=tries[0]).click().run()
    assert at.query_params["run"] != [run_id]
    assert KIND in spoken(at)
    assert len(at.chat_input) == 1


def test_a_critical_failure_is_named(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], KIND, THREAT, end=True)
    with store.session() as session:
        practice.self_rate(session, people["trainee"], run_id, 50)
        card = practice.scorecard_of(session, people["trainee"], run_id)
    at = debriefed(people["trainee"], run_id)
    assert bool(card.critical_failed) == bool(at.error)
    assert all("红线" in error.value for error in at.error)


def test_a_supervisor_reads_a_run_and_changes_nothing_of_it(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], KIND, THREAT, end=True)
    at = debriefed(people["supervisor"], run_id, "en")
    assert "This is a run of 小林." in [caption.value for caption in at.caption]
    assert len(at.metric) == 5
    assert not [label for label in buttons(at) if label == "Try again from here"]


@pytest.mark.parametrize("run_id", ["nonsense", "../../etc/passwd"])
def test_a_link_to_no_run_is_told_in_words(people: dict[str, Actor], run_id: str) -> None:
    at = open_app(people["trainee"], "practise", run=run_id)
    assert len(at.warning) == 1


def test_another_trainees_run_stays_theirs(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["supervisor"], KIND)
    at = open_app(people["trainee"], "practise", run=run_id)
    assert len(at.warning) == 1
    assert KIND not in spoken(at)


def test_who_is_not_understood_twice_is_offered_three_meanings(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], "这样啊行吧", "这样啊行吧")
    at = debriefed(people["trainee"], run_id)
    offered = [button for button in at.button if str(button.key).startswith("meant_2_")]
    assert len(offered) == 3
    offered[0].click().run()
    calm(at)
    assert not [button for button in at.button if str(button.key).startswith("meant_")]
    assert any("您选了" in caption.value for caption in at.caption)
