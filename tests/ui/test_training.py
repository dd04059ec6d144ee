from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from desk import assignments, contests, practice
from desk.db import Store
from desk.models import now
from desk.permissions import Actor
from tests.ui.conftest import buttons, calm, open_app

LI = "li_card_debt"
KIND = "您好，这里是12363热线。收到传票换了谁都会害怕，您别急，慢慢说。"


def played(store: Store, actor: Actor, *said: str) -> str:
    with store.session() as session:
        run = practice.start_run(session, actor, LI, "zh", seed=0)
        for text in said or (KIND,):
            run = practice.answer(session, actor, run.id, text, run.step)
        practice.finish(session, actor, run.id)
        practice.self_rate(session, actor, run.id, 50)
    return run.id


def give(store: Store, actor: Actor, **about: object) -> None:
    due = (now() + timedelta(days=7)).date()
    with store.session() as session:
        assignments.assign(session, actor, **{"trainee": "xiaolin", "scenario_id": LI, "due_on": due, **about})  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "label"), [("zh", "布置的练习"), ("en", "Assigned")])
def test_an_assignment_is_the_first_thing_on_the_trainees_home_page_and_begins_with_one_click(
    people: dict[str, Actor], store: Store, language: str, label: str
) -> None:
    give(store, people["supervisor"], note="先接住情绪")
    at = open_app(people["trainee"], language=language)
    assert label in at.header[0].value
    assert any("先接住情绪" in text.value for text in at.markdown)
    at.button(key="home_try").click().run()
    assert calm(at).query_params["run"]


def test_a_supervisor_assigns_practice_on_the_page(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["supervisor"], "training", view="assign")
    at.selectbox(key="assign_whom").set_value("xiaolin").run()
    at.text_input(key="assign_note").set_value("慢一点").run()
    at.button(key="assign_send").click().run()
    with store.reading() as session:
        (one,) = assignments.list_assignments(session, people["trainee"])
    assert (one.note, one.mode, one.goal) == ("慢一点", "practise", 70)
    at.button(key="withdraw").click().run()
    with store.reading() as session:
        assert assignments.list_assignments(session, people["trainee"]) == ()


def test_a_manager_looks_and_assigns_nothing(people: dict[str, Actor], store: Store) -> None:
    played(store, people["trainee"])
    at = calm(open_app(people["manager"], "training", view="assign"))
    assert "布置" not in buttons(at)
    at = calm(open_app(people["manager"], "training", language="en"))
    assert len(at.dataframe) == 2
    assert any("not of scores" in caption.value for caption in at.caption)


def test_a_trainee_sees_no_training_of_others(people: dict[str, Actor], store: Store) -> None:
    played(store, people["supervisor"])
    at = open_app(people["trainee"], "training")
    assert len(at.warning) == 1
    assert not at.dataframe


def test_a_trainee_contests_a_point_and_reads_the_answer(people: dict[str, Actor], store: Store) -> None:
    run_id = played(store, people["trainee"], KIND, "您说的我记下了。")
    at = open_app(people["trainee"], "practise", run=run_id)
    at.segmented_control(key="contest_kind").set_value("contest_point").run()
    at.selectbox(key="contest_line").set_value("understand_situation").run()
    at.text_input(key="contest_point_reason").set_value("我问了")
    at.button(key="contest_send_point").click().run()
    calm(at)
    with store.reading() as session:
        (one,) = contests.list_contests(session, people["supervisor"])
    at = open_app(people["supervisor"], "training", view="contests")
    at.text_input(key=f"contest_answer_{one.id}").set_value("您说得对")
    at.button(key=f"contest_accept_{one.id}").click().run()
    calm(at)
    at = open_app(people["trainee"], "practise", run=run_id)
    assert any("您说得对" in text.value for text in calm(at).text)
    assert any("主管复核后是" in caption.value for caption in at.caption)


def test_ones_progress_shows_skills_and_customers_and_nobody_else(people: dict[str, Actor], store: Store) -> None:
    at = calm(open_app(people["trainee"], "progress"))
    assert len(at.info) == 1
    played(store, people["trainee"])
    played(store, people["supervisor"])
    at = calm(open_app(people["trainee"], "progress"))
    assert len(at.dataframe) == 2
    assert len(at.dataframe[1].value) == 1
    assert next(button.label for button in at.get("download_button")) == "导出 Excel"


def test_a_fact_told_wrongly_waits_to_be_refreshed_and_is_judged_like_a_call(
    people: dict[str, Actor], store: Store
) -> None:
    assert any("今天没有要温习的了" in one.value for one in open_app(people["trainee"], "refresh").success)
    played(store, people["trainee"], KIND, "收到起诉状副本之日起三十日内可以向法院提交答辩状。")
    at = open_app(people["trainee"], "refresh")
    at.text_area[0].set_value("收到起诉状副本之日起十五日内可以提交答辩状。")
    next(button for button in at.button if button.label == "看看对不对").click().run()
    assert [one.value for one in calm(at).success] == ["说对了。"]
    at.button(key="refresh_next").click().run()
    assert any("今天没有要温习的了" in one.value for one in at.success)


def test_a_reply_that_nobody_understood_is_there_for_the_author(people: dict[str, Actor], store: Store) -> None:
    played(store, people["trainee"], "这样啊行吧")
    at = calm(open_app(people["supervisor"], "training", view="odd"))
    assert at.dataframe[0].value.iloc[0, 2] == "这样啊行吧"


def test_from_a_call_one_comes_to_assigning_with_that_call(
    people: dict[str, Actor], store: Store, call: Callable[..., str]
) -> None:
    call_id = call(agent="A1024")
    at = open_app(people["supervisor"], "call", call=call_id)
    at.session_state["call_assigning"] = True  # as its menu does
    at.run()
    assert calm(at).query_params["call"] == call_id
    assert any("那通电话" in caption.value for caption in at.caption)
    at.button(key="assign_send").click().run()
    with store.reading() as session:
        (one,) = assignments.list_assignments(session, people["trainee"])
    assert one.call_id == call_id
