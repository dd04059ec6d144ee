"""The form after the call, as a trainee fills it in and finds it again in the debrief."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from desk import practice
from desk.db import Store
from desk.permissions import Actor
from tests.ui.conftest import calm, open_app
from tests.ui.test_practise import KIND, begin, debriefed


def after_call(store: Store, actor: Actor, language: str = "zh") -> tuple[str, AppTest]:
    """The page after a call has ended."""
    run_id = begin(store, actor, KIND, "传票是哪一天收到的？", end=True)
    return run_id, open_app(actor, "practise", language=language, run=run_id)


def submit(at: AppTest, label: str) -> AppTest:
    return at.button(key=f"FormSubmitter:wrap_up-{label}").click().run()


def test_the_form_comes_before_the_guess_and_its_result_stands_in_the_debrief(
    people: dict[str, Actor], store: Store
) -> None:
    run_id, at = after_call(store, people["trainee"])
    at.radio(key=f"form_{run_id}_category").set_value(0)
    at.text_area(key=f"form_{run_id}_promised").set_value("30天内退款")
    submit(at, "交小结")
    assert len(calm(at).slider) == 1
    with store.session() as session:
        practice.self_rate(session, people["trainee"], run_id, 50)
    at = debriefed(people["trainee"], run_id)
    words = " ".join(line.value for line in at.markdown)
    assert "应当是：转介其他部门" in words
    assert "30天内" in words
    assert any(expander.label.startswith("工单小结：") for expander in at.expander)


def test_an_empty_form_counts_as_handed_in_and_says_so(people: dict[str, Actor], store: Store) -> None:
    run_id, at = after_call(store, people["trainee"], "en")
    submit(at, "Hand it in")
    with store.session() as session:
        practice.self_rate(session, people["trainee"], run_id, 50)
    at = debriefed(people["trainee"], run_id, "en")
    assert "Your form: 0 of 7 fields are right" in [expander.label for expander in at.expander]


def test_who_skips_the_form_comes_to_the_guess(people: dict[str, Actor], store: Store) -> None:
    run_id, at = after_call(store, people["trainee"])
    at.button(key="skip_form").click().run()
    assert len(calm(at).slider) == 1
    with store.session() as session:
        practice.self_rate(session, people["trainee"], run_id, 50)
    at = debriefed(people["trainee"], run_id)
    assert not [expander for expander in at.expander if expander.label.startswith("工单小结")]


def test_a_hint_shows_in_the_score_with_its_price(people: dict[str, Actor], store: Store) -> None:
    run_id = begin(store, people["trainee"], KIND)
    at = open_app(people["trainee"], "practise", run=run_id)
    at.button(key="hint").click().run()
    with store.session() as session:
        run = practice.finish(session, people["trainee"], run_id)
        practice.self_rate(session, people["trainee"], run_id, 50)
    at = debriefed(people["trainee"], run_id)
    assert run.total is not None
    assert at.metric[0].value == str(int(run.total + 0.5))
    assert any("用了 1 次提示，扣 5 分" in caption.value for caption in at.caption)
