from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from desk import certifying, practice
from desk.db import Store
from desk.permissions import Actor
from tests.ui.conftest import calm, open_app

SCENARIO = "li_card_debt"


def certify(store: Store, actor: Actor, *said: str, end: bool = True) -> str:
    """A certifying call with these replies, rated by the trainee where it has ended."""
    with store.session() as session:
        run = certifying.begin(session, actor, "zh", seed=1)
        for text in said:
            run = practice.answer(session, actor, run.id, text, run.step)
        if end:
            practice.finish(session, actor, run.id)
            practice.self_rate(session, actor, run.id, 50)
    return run.id


def library(actor: Actor, language: str = "zh") -> AppTest:
    """The library with its rules of certifying."""
    return open_app(actor, "practise", language=language, mode="certify")


def said(at: AppTest) -> str:
    """Every notice and caption."""
    return "\n".join(str(each.value) for each in (*at.info, *at.success, *at.warning, *at.caption))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_library_tells_the_rules_and_begins_a_call_that_says_it_counts(
    people: dict[str, Actor], language: str
) -> None:
    at = library(people["trainee"], language)
    assert any("20" in text.value and "80" in text.value for text in at.markdown)
    at.button(key="certify").click().run()
    assert calm(at).query_params["run"]
    assert ("考核进行中" if language == "zh" else "This call certifies") in said(at)


def test_an_open_call_can_be_gone_on_with_and_nothing_else_begun(people: dict[str, Actor], store: Store) -> None:
    run_id = certify(store, people["trainee"], "您好，12363，请讲。", end=False)
    at = open_app(people["trainee"], "practise")
    at.button(key=f"start_{SCENARIO}").click().run()
    assert "您的考核通话还没有结束" in said(at)
    at.button(key="certify_go_on").click().run()
    assert calm(at).query_params["run"] == run_id


def test_the_debrief_says_first_whether_it_was_passed_and_why_not(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["trainee"], "practise", run=certify(store, people["trainee"], "您好，12363，请讲。"))
    assert "这次没有通过" in said(calm(at))
    assert "更好的说法" not in said(at)


def test_without_attempts_the_button_rests_and_says_from_when_it_works_again(
    people: dict[str, Actor], store: Store
) -> None:
    for _ in range(3):
        certify(store, people["trainee"])
    at = library(people["trainee"])
    assert at.button(key="certify").disabled
    assert "起可以再考" in said(at)


def test_who_learns_sees_an_example_answer_beside_the_call_and_who_practises_does_not(
    people: dict[str, Actor], store: Store
) -> None:
    shown = {}
    for mode in ("learn", "practise"):
        with store.session() as session:
            run = practice.start_run(session, people["trainee"], SCENARIO, "zh", seed=1, mode=mode)  # type: ignore[arg-type]
        at = open_app(people["trainee"], "practise", run=run.id)
        shown[mode] = "好的说法" in said(calm(at))
    assert shown == {"learn": True, "practise": False}
