"""Rubrics as a supervisor uses them: copy, edit, see what would change, publish, use, score anew."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from desk import rescoring, rubric_store, rubrics
from desk.db import Store
from desk.permissions import Actor
from tests.ui.conftest import buttons, calm, open_app, shown
from ui.rubrics.editor import HELD


def draft_of(store: Store, actor: Actor) -> int:
    with store.session() as session:
        return rubrics.start_draft(session, actor, "12363@1").id


def typed(at: AppTest, old: str, new: str) -> AppTest:
    """What the editor does once the typing stops, short of saving."""
    held = at.session_state[HELD]
    assert old in held.text
    held.text = held.text.replace(old, new, 1)
    return calm(at.run())


def view(at: AppTest, name: str) -> AppTest:
    at.segmented_control(key="rubric_view").set_value(name)
    return calm(at.run())


def test_both_rubrics_are_shown_with_the_one_in_use(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "rubrics")
    said = " ".join(one.value for one in at.markdown)
    assert "12363 通话质量评分表" in said
    assert "通用客服质量评分表" in said
    assert "复制后修改" in buttons(at)


def test_a_manager_reads_and_changes_nothing(people: dict[str, Actor]) -> None:
    at = open_app(people["manager"], "rubrics", language="en")
    assert "Edit a copy" not in buttons(at)
    at = open_app(people["manager"], "rubrics", language="en", rubric="service_en@1")
    assert "Edit a copy" not in buttons(at)
    assert any("Always a way forward" in one.label for one in at.expander)


def test_somebody_without_the_right_is_told(people: dict[str, Actor]) -> None:
    at = open_app(people["admin"], "rubrics", language="en")
    assert "rubrics.read" in at.warning[0].value


def test_a_rubric_that_is_not_there_is_told(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "rubrics", language="en", rubric="nope@1")
    assert "There is no rubric nope@1" in at.warning[0].value


def test_an_error_is_told_on_its_line_and_blocks_publishing(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["supervisor"], "rubrics", language="en", draft=str(draft_of(store, people["supervisor"])))
    assert not at.button(key="rubric_publish").disabled
    typed(at, "scorer: privacy", "scorer: privcy")
    (found,) = shown(at, "rubric_editor")["findings"]
    text = at.session_state[HELD].text.splitlines()
    assert text[found["line"] - 1].strip() == "scorer: privcy"
    assert "no scorer is called privcy" in found["message"]
    assert "privacy" in found["advice"]
    assert at.button(key="rubric_publish").disabled
    view(at, "fields")
    assert f"line {found['line']}" in at.info[0].value


def test_findings_are_in_the_readers_language(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["supervisor"], "rubrics", draft=str(draft_of(store, people["supervisor"])))
    typed(at, "zh: 礼貌地结束通话。", "zh: 微笑着结束通话。")
    (found,) = shown(at, "rubric_editor")["findings"]
    assert "文字稿里看不出“微笑”" in found["message"]
    assert not at.button(key="rubric_publish").disabled


def test_a_weight_and_a_switch_change_one_line_each(people: dict[str, Actor], store: Store) -> None:
    mei = people["supervisor"]
    draft_id = draft_of(store, mei)
    at = view(open_app(mei, "rubrics", language="en", draft=str(draft_id)), "fields")
    at.number_input(key="rubric_weight_s_empathy_35").set_value(45)
    calm(at.run())
    at.toggle(key="rubric_on_c_opening_True").set_value(False)
    calm(at.run())
    with store.reading() as session:
        body = rubrics.get_draft(session, mei, draft_id).body
        before = rubrics.text_of(session, mei, "12363@1").splitlines()
    added = [line.strip() for line in body.splitlines() if line not in before]
    assert added == ["version: 2", "weight: 45", "off: true"]
    view(at, "text")
    assert "off: true" in shown(at, "rubric_editor")["text"]


def test_from_a_copy_to_calls_scored_on_it(people: dict[str, Actor], store: Store, call: Callable[..., str]) -> None:
    call()
    mei = people["supervisor"]
    at = open_app(mei, "rubrics", language="en", draft=str(draft_of(store, mei)))
    typed(at, "      - id: opening\n", "      - id: opening\n        off: true\n")
    view(at, "preview")
    calm(at.button(key="rubric_preview").click().run())
    said = " ".join(one.value for one in at.markdown)
    assert "Of the latest 1 calls, 1 would come out otherwise." in said
    assert "Opening" in said
    at.text_input(key="rubric_note").set_value("no opening")
    calm(at.button(key="rubric_publish").click().run())
    with store.reading() as session:
        assert rubrics.get_version(session, mei, "12363@2").note == "no opening"
    at = open_app(mei, "rubrics", language="en", rubric="12363@2")
    calm(at.button(key="rubrics_use_yes").click().run())
    with store.reading() as session:
        assert rubric_store.in_use(session, "zh").reference == "12363@2"
    calm(at.button(key="rescore_start").click().run())
    with store.reading() as session:
        run = rescoring.latest(session, mei)
    assert run is not None
    assert (run.rubric, run.state, run.total) == ("12363@2", "queued", 1)
    assert "rescore_stop" in [button.key for button in at.button]


def test_what_another_window_saved_is_not_overwritten(people: dict[str, Actor], store: Store) -> None:
    mei = people["supervisor"]
    draft_id = draft_of(store, mei)
    at = open_app(mei, "rubrics", language="en", draft=str(draft_id))
    with store.session() as session:
        draft = rubrics.get_draft(session, mei, draft_id)
        rubrics.save_draft(session, mei, draft_id, draft.body + "# theirs\n", draft.revision)
    calm(at.button(key="rubric_publish").click().run())
    assert any("saved this draft" in one.value for one in at.warning)
    calm(at.button(key="rubric_reload").click().run())
    assert at.session_state[HELD].text.endswith("# theirs\n")


def test_a_draft_is_thrown_away(people: dict[str, Actor], store: Store) -> None:
    mei = people["supervisor"]
    draft_id = draft_of(store, mei)
    at = open_app(mei, "rubrics", language="en")
    calm(at.button(key=f"rubrics_discard_yes_{draft_id}").click().run())
    with store.reading() as session:
        assert rubrics.list_drafts(session, mei) == ()
