from __future__ import annotations

from collections.abc import Callable

import pytest

from desk import figures, practice
from desk.db import Store
from desk.errors import BadField, NoSuchRun, NotAllowed, RunIsOver, StaleStep
from desk.permissions import Actor
from scenarios.errors import NoScript
from scenarios.load import load_script

LI = "li_card_debt"


def start(store: Store, actor: Actor) -> practice.RunView:
    with store.session() as session:
        return practice.start_run(session, actor, LI, "zh", seed=1)


def say(
    store: Store, actor: Actor, run: practice.RunView, text: str | None, step: int | None = None
) -> practice.RunView:
    with store.session() as session:
        return practice.answer(session, actor, run.id, text, run.step if step is None else step)


def test_the_customer_speaks_first_and_answers(store: Store, xiaolin: Actor) -> None:
    run = start(store, xiaolin)
    assert (run.step, run.ended, run.lines[0].speaker) == (0, None, "customer")
    assert all(line.line_id for line in run.lines)
    after = say(store, xiaolin, run, "您好，我听得出来您很害怕。传票是哪天收到的？")
    assert after.step == 1
    said = [line.speaker for line in after.lines[len(run.lines) :]]
    assert (said[0], said[-1]) == ("agent", "customer")


def test_a_run_is_there_again_after_a_reload(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, start(store, xiaolin), "传票是哪天收到的？")
    with store.reading() as session:
        assert practice.get_run(session, xiaolin, run.id) == run


def test_silence_is_an_answer_too_and_is_shown_as_such(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, start(store, xiaolin), None)
    quiet = next(line for line in run.lines if line.speaker == "agent")
    assert (quiet.text, quiet.silence_s) == ("", load_script(LI).persona.silence_s)


def test_a_second_tab_that_lags_behind_changes_nothing(store: Store, xiaolin: Actor) -> None:
    run = start(store, xiaolin)
    ahead = say(store, xiaolin, run, "传票是哪天收到的？")
    with pytest.raises(StaleStep, match="step 1, not 0"):
        say(store, xiaolin, run, "您尽快还清就行了。")
    with store.reading() as session:
        assert practice.get_run(session, xiaolin, run.id) == ahead


def test_an_ended_run_is_scored_like_a_call_and_takes_no_more_answers(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, start(store, xiaolin), "您尽快还清就行了，这个我们管不了。")
    with store.session() as session:
        over = practice.finish(session, xiaolin, run.id)
        assert practice.finish(session, xiaolin, run.id) == over
        card = practice.scorecard_of(session, xiaolin, run.id)
    assert over.ended is not None
    assert (card.rubric, card.topic, over.total) == ("12363@1", load_script(LI).topic, card.total)
    with pytest.raises(RunIsOver):
        say(store, xiaolin, over, "再说一句")


def test_there_is_no_score_before_the_end(store: Store, xiaolin: Actor) -> None:
    run = start(store, xiaolin)
    with pytest.raises(NoSuchRun), store.reading() as session:
        practice.scorecard_of(session, xiaolin, run.id)


def test_the_debrief_names_at_most_two_things(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, start(store, xiaolin), "您尽快还清就行了。")
    with store.session() as session:
        practice.finish(session, xiaolin, run.id)
        assert len(practice.debrief_of(session, xiaolin, run.id).fixes) <= 2


def test_another_try_begins_where_the_answer_was_given(store: Store, xiaolin: Actor) -> None:
    first = say(store, xiaolin, start(store, xiaolin), "传票是哪天收到的？")
    say(store, xiaolin, first, "您尽快还清就行了。")
    with store.session() as session:
        again = practice.retry_from(session, xiaolin, first.id, 1)
    assert (again.step, again.parent_run_id, again.parent_step) == (1, first.id, 1)
    assert [line.text for line in again.lines] == [line.text for line in first.lines]
    with pytest.raises(BadField), store.session() as session:
        practice.retry_from(session, xiaolin, first.id, 9)


def test_the_own_guess_is_kept_and_lies_between_0_and_100(store: Store, xiaolin: Actor) -> None:
    run = start(store, xiaolin)
    with store.session() as session:
        assert practice.self_rate(session, xiaolin, run.id, 60).self_rating == 60
        with pytest.raises(BadField):
            practice.self_rate(session, xiaolin, run.id, 101)


def test_a_trainee_sees_own_runs_and_a_supervisor_everybodys(
    store: Store, xiaolin: Actor, mei: Actor, person: Callable[..., Actor]
) -> None:
    other = person("lan", "trainee")
    run = start(store, xiaolin)
    with store.reading() as session:
        assert [row.id for row in practice.list_runs(session, mei)] == [run.id]
        assert [row.id for row in practice.list_runs(session, mei, trainee="lan")] == []
        assert practice.list_runs(session, other) == ()
        assert practice.get_run(session, mei, run.id).id == run.id
        with pytest.raises(NoSuchRun):
            practice.get_run(session, other, run.id)


def test_nobody_answers_for_another(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = start(store, xiaolin)
    with pytest.raises(NoSuchRun):
        say(store, mei, run, "您好")


@pytest.mark.parametrize("who", ["zhou", "admin"])
def test_who_does_not_practise_starts_nothing(store: Store, who: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        start(store, actor)


@pytest.mark.parametrize("name", ["nobody", "../li_card_debt", "/tmp/x.yaml", "li_card_debt.yaml"])
def test_only_scenarios_of_the_library_are_played(store: Store, xiaolin: Actor, name: str) -> None:
    with pytest.raises(NoScript), store.session() as session:
        practice.start_run(session, xiaolin, name, "zh")


def test_progress_counts_finished_runs(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = start(store, xiaolin)
    with store.session() as session:
        assert figures.practice_progress(session, xiaolin) == ()
        practice.finish(session, xiaolin, run.id)
        (point,) = figures.practice_progress(session, mei)
    assert point.runs == 1


def test_too_long_an_answer_is_refused(store: Store, xiaolin: Actor) -> None:
    with pytest.raises(BadField):
        say(store, xiaolin, start(store, xiaolin), "好" * (practice.MAX_REPLY + 1))


def test_who_is_not_understood_twice_chooses_what_they_meant(store: Store, xiaolin: Actor) -> None:
    run = start(store, xiaolin)
    for step in range(2):
        run = say(store, xiaolin, run, "这样啊行吧", step)
    assert len(run.choices) == 3
    with store.session() as session, pytest.raises(BadField, match="Allowed"):
        practice.answer(session, xiaolin, run.id, None, 2, meant="threaten")
    with store.session() as session:
        after = practice.answer(session, xiaolin, run.id, None, 2, meant=run.choices[0])
    assert (after.step, after.mood, after.choices) == (3, run.mood, ())
    assert [line.meant for line in after.lines if line.meant] == [run.choices[0]]


def test_a_run_keeps_the_mode_it_was_begun_in_and_another_try_is_practice(store: Store, xiaolin: Actor) -> None:
    with store.session() as session:
        run = practice.start_run(session, xiaolin, LI, "zh", seed=1, mode="learn")
        again = practice.retry_from(session, xiaolin, run.id, 0)
        listed = {row.id: row.mode for row in practice.list_runs(session, xiaolin)}
    assert (run.mode, again.mode) == ("learn", "practise")
    assert listed == {run.id: "learn", again.id: "practise"}
