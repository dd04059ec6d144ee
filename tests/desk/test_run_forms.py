from __future__ import annotations

import pytest

from desk import practice, run_forms
from desk.db import Store
from desk.errors import BadField, NoSuchRun
from desk.permissions import Actor


def over(store: Store, actor: Actor, *, end: bool = True, mode: practice.Mode = "practise") -> practice.RunView:
    with store.session() as session:
        run = practice.start_run(session, actor, "li_card_debt", "zh", seed=1, mode=mode)
        run = practice.answer(session, actor, run.id, "您好，传票是哪天收到的？", 0)
        return practice.finish(session, actor, run.id) if end else run


def test_the_form_is_due_after_the_call_and_once(store: Store, xiaolin: Actor) -> None:
    run = over(store, xiaolin)
    assert run.form_due
    with store.session() as session:
        filled = run_forms.fill_in(session, xiaolin, run.id, {"category": 0})
        again = run_forms.fill_in(session, xiaolin, run.id, {"category": 2})
        form = run_forms.checked_form(session, xiaolin, run.id)
    assert not filled.form_due
    assert not again.form_due
    assert form is not None
    (category,) = [item for item in form.fields if item.field.id == "category"]
    assert (category.answer, category.field.expected) == (0, 2)


def test_the_fields_go_out_without_what_is_expected(store: Store, xiaolin: Actor) -> None:
    run = over(store, xiaolin)
    with store.reading() as session:
        fields = run_forms.form_for(session, xiaolin, run.id)
    assert {field.expected for field in fields} == {None}
    assert "institution_name" in {field.id for field in fields}


def test_a_skipped_form_is_neither_due_nor_checked(store: Store, xiaolin: Actor) -> None:
    run = over(store, xiaolin)
    with store.session() as session:
        assert not run_forms.fill_in(session, xiaolin, run.id, {}).form_due
        assert run_forms.checked_form(session, xiaolin, run.id) is None


def test_another_try_from_a_turn_asks_for_no_form(store: Store, xiaolin: Actor) -> None:
    run = over(store, xiaolin)
    with store.session() as session:
        again = practice.retry_from(session, xiaolin, run.id, 1)
        assert not practice.finish(session, xiaolin, again.id).form_due


@pytest.mark.parametrize(
    "answers",
    [{"nonsense": "x"}, {"category": 3}, {"category": -1}, {"category": "转介"}, {"facts": 1}, {"facts": "好" * 1001}],
)
def test_what_the_form_does_not_have_is_refused(store: Store, xiaolin: Actor, answers: dict[str, str | int]) -> None:
    run = over(store, xiaolin)
    with pytest.raises(BadField), store.session() as session:
        run_forms.fill_in(session, xiaolin, run.id, answers)


def test_there_is_no_form_before_the_end_nor_for_others(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = over(store, xiaolin, end=False)
    with pytest.raises(NoSuchRun), store.session() as session:
        run_forms.fill_in(session, xiaolin, run.id, {})
    with pytest.raises(NoSuchRun), store.session() as session:
        run_forms.fill_in(session, mei, over(store, xiaolin).id, {})
