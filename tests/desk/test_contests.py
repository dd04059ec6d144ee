from __future__ import annotations

from collections.abc import Callable

import pytest

from desk import contests, practice
from desk.db import Store
from desk.errors import BadField, NoSuchCriterion, NoSuchRun, NotAllowed, TextNeeded
from desk.permissions import Actor
from desk.training_errors import NoSuchContest, OwnContest, Settled
from tests.desk.runs import KIND, played


def test_a_contested_point_that_is_accepted_stands_beside_the_machines_score(
    store: Store, xiaolin: Actor, mei: Actor
) -> None:
    run = played(store, xiaolin, KIND, "您说的我记下了。")
    with store.session() as session:
        before = practice.scorecard_of(session, xiaolin, run.id)
        line = next(one for one in before.criteria if one.id == "understand_situation")
        assert line.value == 0
        one = contests.contest_point(session, xiaolin, run.id, "understand_situation", 1, "我问了，没有听进去。")
        assert [each.id for each in contests.list_contests(session, mei)] == [one.id]
        settled = contests.settle(session, mei, one.id, accept=True, answer="听过录音，您说得对。")
        after = practice.get_run(session, xiaolin, run.id)
        assert practice.scorecard_of(session, xiaolin, run.id) == before
        assert contests.list_contests(session, mei) == ()
    assert (settled.state, settled.settled_by) == ("accepted", "梅主管")
    assert after.total == before.total
    assert after.settled_total is not None
    assert before.total is not None
    assert after.settled_total > before.total


def test_words_that_were_misheard_are_scored_anew_as_they_were_said(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = played(store, xiaolin, KIND, "您不还钱肯定要坐牢。")
    with store.session() as session:
        assert "respect" in practice.scorecard_of(session, xiaolin, run.id).critical_failed
        one = contests.contest_words(session, xiaolin, run.id, 1, "您不用怕，欠钱不会坐牢。", "听写听错了。")
        assert one.heard == "您不还钱肯定要坐牢。"
        contests.settle(session, mei, one.id, accept=True, answer="确实听错了。")
        after = practice.get_run(session, xiaolin, run.id)
    assert after.total == 0.0  # the threat failed the whole call
    assert after.settled_total is not None
    assert after.settled_total > 0


def test_a_declined_contest_changes_no_score(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = played(store, xiaolin)
    with store.session() as session:
        one = contests.contest_point(session, xiaolin, run.id, "closing", 1, "我觉得说了。")
        contests.settle(session, mei, one.id, accept=False, answer="没有听到道别。")
        assert practice.get_run(session, xiaolin, run.id).settled_total is None
        assert [each.answer for each in contests.of_run(session, xiaolin, run.id)] == ["没有听到道别。"]


def test_an_answer_is_given_once_by_another_supervisor_and_never_by_a_trainee(
    store: Store, xiaolin: Actor, mei: Actor, person: Callable[..., Actor]
) -> None:
    run, hers, wu = played(store, xiaolin), played(store, mei), person("wu", "supervisor")
    with store.session() as session:
        one = contests.contest_point(session, xiaolin, run.id, "closing", 1, "说了")
        own = contests.contest_point(session, mei, hers.id, "closing", 1, "说了")
        with pytest.raises(NotAllowed):
            contests.settle(session, xiaolin, one.id, accept=True, answer="好")
        with pytest.raises(OwnContest):
            contests.settle(session, mei, own.id, accept=True, answer="好")
        with pytest.raises(NoSuchContest):
            contests.settle(session, mei, 999, accept=True, answer="好")
        contests.settle(session, wu, one.id, accept=True, answer="好")
        with pytest.raises(Settled):
            contests.settle(session, mei, one.id, accept=False, answer="不好")


def test_what_cannot_be_contested_is_told(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = played(store, xiaolin)
    with store.session() as session:
        with pytest.raises(BadField, match="moment"):
            contests.contest_words(session, xiaolin, run.id, 9, "别的", "错了")
        with pytest.raises(TextNeeded, match="Reason"):
            contests.contest_point(session, xiaolin, run.id, "closing", 1, "  ")
        with pytest.raises(BadField, match="level"):
            contests.contest_point(session, xiaolin, run.id, "closing", 7, "错了")
        with pytest.raises(NoSuchCriterion):
            contests.contest_point(session, xiaolin, run.id, "charm", 1, "错了")
        with pytest.raises(NoSuchRun):
            contests.contest_point(session, mei, run.id, "closing", 1, "不是我的")
