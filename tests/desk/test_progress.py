from __future__ import annotations

import codecs
import csv
import io
import json

import pytest

from desk import attempts, practice, progress
from desk.db import Store
from desk.errors import NotAllowed
from desk.permissions import TERMINAL, Actor
from desk.practice_exports import export_practice
from tests.desk.runs import COLD, KIND, LI, played


def test_tries_stand_side_by_side_from_the_first_to_the_best(store: Store, xiaolin: Actor) -> None:
    first = played(store, xiaolin, COLD, days_ago=2)
    played(store, xiaolin, KIND, mode="learn", days_ago=1)
    with store.session() as session:
        again = practice.retry_from(session, xiaolin, first.id, 0)
        practice.answer(session, xiaolin, again.id, KIND, 0)
        better = practice.finish(session, xiaolin, again.id)
        found = attempts.attempts_of(session, xiaolin, first.id)
        moment = attempts.same_moment(session, xiaolin, again.id)
    assert [(one.number, one.mode, one.from_step) for one in found] == [
        (1, "practise", None), (2, "learn", None), (3, "practise", 0),
    ]  # fmt: skip
    assert attempts.first_to_best(found) == (first.total, better.total)  # learning doesn't count
    assert moment is not None
    assert (moment.before, moment.now) == (COLD, KIND)


def test_a_criterion_low_in_three_runs_stays_weak_and_two_are_too_few_to_say(store: Store, xiaolin: Actor) -> None:
    for days in (3, 2):
        played(store, xiaolin, COLD, days_ago=days)
    with store.reading() as session:
        assert progress.weakest(session, xiaolin) is None
    played(store, xiaolin, COLD, days_ago=1)
    with store.reading() as session:
        lines = {line.criterion: line for line in progress.by_criterion(session, xiaolin)}
    assert lines["acknowledge_feeling"].shares == (0.0, 0.0, 0.0)
    assert lines["acknowledge_feeling"].weak


def test_a_supervisor_sees_first_best_attempts_and_time_by_name_and_not_by_rank(
    store: Store, xiaolin: Actor, mei: Actor, zhou: Actor
) -> None:
    first = played(store, xiaolin, COLD, days_ago=2)
    best = played(store, xiaolin, KIND, days_ago=1)
    with store.reading() as session:
        (row,) = progress.by_scenario(session, zhou, everybody=True)
        assert progress.weak_criteria(session, mei, "xiaolin") == ()
    assert (row.attempts, row.first, row.best, row.minutes) == (2, first.total, best.total, 10.0)
    assert row.gain == (best.total or 0) - (first.total or 0)


def test_nobody_sees_anothers_progress_without_the_right_to(store: Store, xiaolin: Actor, mei: Actor) -> None:
    played(store, mei, COLD)
    with store.reading() as session:
        assert progress.by_scenario(session, xiaolin) == ()
        with pytest.raises(NotAllowed):
            progress.by_scenario(session, xiaolin, everybody=True)
        with pytest.raises(NotAllowed):
            progress.by_criterion(session, xiaolin, "mei")


def test_the_table_holds_a_row_a_run_and_nothing_that_a_spreadsheet_would_run(
    store: Store, person: object, mei: Actor, xiaolin: Actor
) -> None:
    run = played(store, xiaolin, KIND)
    with store.session() as session:
        from desk.models import User

        session.get_one(User, xiaolin.id).team = "=HYPERLINK(1)"
        body = export_practice(session, TERMINAL, "csv")
        with pytest.raises(NotAllowed):
            export_practice(session, xiaolin, "csv")
        others = export_practice(session, mei, "csv", own=True)
        assert export_practice(session, xiaolin, "csv", own=True) == body
    assert body.startswith(codecs.BOM_UTF8)  # else Excel garbles Chinese
    assert list(csv.DictReader(io.StringIO(others.decode("utf-8-sig")))) == []
    (row,) = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    assert (row["run_id"], row["scenario"], row["mode"], row["team"]) == (run.id, LI, "practise", "'=HYPERLINK(1)")
    assert float(row["total"]) == run.total
    assert row["criterion.opening"] == "1"


def test_xapi_tells_each_choice_with_its_time_and_the_end_with_its_score(store: Store, xiaolin: Actor) -> None:
    run = played(store, xiaolin, KIND, COLD)
    with store.session() as session:
        found = json.loads(export_practice(session, TERMINAL, "xapi"))
        assert json.loads(export_practice(session, TERMINAL, "xapi")) == found  # the same ids: a store counts once
    verbs = [one["verb"]["id"].rpartition("/")[2] for one in found]
    assert verbs == ["initialized", "answered", "answered", "completed"]
    assert [one["result"]["response"] for one in found[1:3]] == [KIND, COLD]
    assert found[3]["result"]["score"] == {
        "scaled": round((run.total or 0) / 100, 4), "raw": round(run.total or 0, 2), "min": 0, "max": 100,
    }  # fmt: skip
    assert len({one["id"] for one in found}) == 4
    assert all(one["actor"]["account"]["name"] == "xiaolin" for one in found)
    assert all(one["timestamp"] for one in found)
