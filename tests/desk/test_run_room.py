from __future__ import annotations

import pytest

from desk import certifying, practice, run_room
from desk.db import Store
from desk.errors import NoSuchRun, RunIsOver, StaleStep
from desk.permissions import Actor
from scenarios.errors import NoHint
from scenarios.hints import HINT_COST

LI = "li_card_debt"


def begin(store: Store, actor: Actor, *said: str, mode: practice.Mode = "practise") -> practice.RunView:
    with store.session() as session:
        run = practice.start_run(session, actor, LI, "zh", seed=1, mode=mode)
        for text in said:
            run = practice.answer(session, actor, run.id, text, run.step)
    return run


def test_a_hint_names_a_skill_and_costs_its_points_when_the_call_is_scored(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin, "您好，我听得出来您很害怕。")
    with store.session() as session:
        hinted = run_room.take_hint(session, xiaolin, run.id, run.step)
        over = practice.finish(session, xiaolin, run.id)
        card = practice.scorecard_of(session, xiaolin, run.id)
    assert (len(hinted.hints), hinted.hints_left) == (1, 2)
    assert card.total is not None
    assert over.total == max(0.0, card.total - HINT_COST)


def test_a_hint_asked_for_in_a_tab_that_lags_behind_costs_nothing(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin, "您好。")
    with pytest.raises(StaleStep), store.session() as session:
        run_room.take_hint(session, xiaolin, run.id, 0)
    with store.reading() as session:
        assert practice.get_run(session, xiaolin, run.id).hints == ()


def test_a_certifying_call_has_no_hints_and_keeps_its_clock(store: Store, xiaolin: Actor) -> None:
    with store.session() as session:
        run = certifying.begin(session, xiaolin, "zh", seed=1)
    assert run.hints_left == 0
    with pytest.raises(NoHint), store.session() as session:
        run_room.take_hint(session, xiaolin, run.id, 0)
    with store.session() as session:
        assert run_room.set_clock(session, xiaolin, run.id, timed=False).timed


def test_learning_begins_without_pressure_and_practising_with_the_clock(store: Store, xiaolin: Actor) -> None:
    assert not begin(store, xiaolin, mode="learn").timed
    run = begin(store, xiaolin)
    assert run.timed
    with store.session() as session:
        assert not run_room.set_clock(session, xiaolin, run.id, timed=False).timed


def test_another_try_keeps_the_hints_of_the_answers_that_it_keeps(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin)
    with store.session() as session:
        run_room.take_hint(session, xiaolin, run.id, 0)
        run = practice.answer(session, xiaolin, run.id, "您好，这里是12363。", 0)
        run_room.take_hint(session, xiaolin, run.id, 1)
        assert [hint.step for hint in practice.retry_from(session, xiaolin, run.id, 1).hints] == [0]
        assert practice.retry_from(session, xiaolin, run.id, 0).hints == ()


def test_a_call_that_was_put_down_waits_and_an_answer_takes_it_up(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin, "您好。")
    with store.session() as session:
        assert run_room.pause(session, xiaolin, run.id, paused=True).paused
    with store.session() as session:
        assert practice.get_run(session, xiaolin, run.id).paused
        assert not practice.answer(session, xiaolin, run.id, "您别急。", run.step).paused


def test_nothing_is_done_to_a_call_that_is_over_or_anothers(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = begin(store, xiaolin)
    with pytest.raises(NoSuchRun), store.session() as session:
        run_room.pause(session, mei, run.id, paused=True)
    with store.session() as session:
        practice.finish(session, xiaolin, run.id)
    with pytest.raises(RunIsOver), store.session() as session:
        run_room.take_hint(session, xiaolin, run.id, 0)
