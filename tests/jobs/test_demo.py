from __future__ import annotations

from datetime import datetime
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import accounts, assignments, calls, contests, figures, media, practice, rollups
from desk.db import Store
from desk.demo_accounts import demo_people
from desk.errors import BadCredentials
from desk.models import Call, ScorecardRow
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from desk.settings import Settings
from desk.training_models import AssignmentRow, ContestRow, FactCardRow
from desk.views import CallFilter
from jobs.demo import PASSWORD, load_demo, remove_demo
from jobs.demo_practice import DAYS_AGO
from jobs.demo_talk import Skill, converse, topics
from tests.desk.hand import rollups_of

PAST = 12
SUPERVISOR = Actor(id=0, name="x", display_name="x", role="supervisor")


def test_the_demo_holds_sounding_samples_and_a_marked_past_that_can_be_taken_out_again(
    store: Store, settings: Settings
) -> None:
    """One load for all of it: a load takes seconds."""
    told = load_demo(settings, history=PAST)
    assert "8 sample calls" in told
    with store.reading() as session:
        found = list(session.scalars(select(Call)))
        assert {(call.status, call.is_demo, call.source) for call in found} == {("done", True, "demo")}
        sounding = [call for call in found if call.audio_key]
        assert (len(found), len(sounding)) == (PAST + 8, 8)
        assert all(len(call.peaks or ()) == 2 for call in sounding)
        assert all(call.auto_total is not None for call in found)
        assert media.sign_audio(session, SUPERVISOR, sounding[0].id, settings)
        # The newest sample is of yesterday, whenever the demo is loaded.
        today = datetime.now(settings.zone).date()
        assert (today - max(call.day for call in sounding)).days == 1
        check_past(session_calls=[call for call in found if not call.audio_key], today=today)
        cold = calls.list_calls(session, SUPERVISOR, CallFilter(text="zh_li_cold")).rows[0]
        assert calls.get_call(session, SUPERVISOR, cold.id).transcript is not None
        assert figures.overview(session, SUPERVISOR).calls > 0
        runs = practice.list_runs(session, SUPERVISOR)
        assert len(runs) == len(DAYS_AGO)
        assert all(run.ended and run.total is not None for run in runs)
        assert len(figures.practice_progress(session, SUPERVISOR)) == len(DAYS_AGO)
        check_training(session)
        kept = rollups_of(session)
    with store.session() as session:
        rollups.rebuild(session)
        assert rollups_of(session) == kept
    check_accounts(store, settings)
    check_again_and_out(store, settings)


def check_past(session_calls: list[Call], today: object) -> None:
    assert len(session_calls) == PAST
    assert all(call.day != today for call in session_calls)
    assert len({call.agent for call in session_calls}) > 1


def check_training(session: Session) -> None:
    """The pages of training and the trainee's home have something to show."""
    given = assignments.list_assignments(session, SUPERVISOR)
    assert {one.progress for one in given} == {"done", "open", "overdue"}
    for names in ("team", "call_id", "criterion"):
        assert any(getattr(one, names) for one in given)
    assert len(contests.list_contests(session, SUPERVISOR)) == 1
    assert len(contests.list_contests(session, SUPERVISOR, "accepted")) == 1
    assert session.scalar(select(func.count()).select_from(FactCardRow))


def check_accounts(store: Store, settings: Settings) -> None:
    demo = settings.model_copy(update={"demo": True})
    with store.session() as session:
        assert [person.name for person in demo_people(session, demo)] == ["mei", "xiaolin", "zhou", "admin"]
        assert accounts.sign_in(session, "mei", PASSWORD, settings=demo).role == "supervisor"
        with pytest.raises(BadCredentials):
            accounts.sign_in(session, "mei", PASSWORD, settings=settings)


def check_again_and_out(store: Store, settings: Settings) -> None:
    assert load_demo(settings) == f"The demo is loaded already ({PAST + 8} calls)."
    assert remove_demo(settings) == PAST + 8
    with store.reading() as session:
        for table in (ScorecardRow, AssignmentRow, ContestRow, FactCardRow, PracticeRun):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert rollups_of(session) == {}
        assert demo_people(session, settings.model_copy(update={"demo": True})) == ()


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: f"{topic['topic']}-{topic['language']}")
@pytest.mark.parametrize("skill", [Skill(0, 0, 0, 1), Skill(0.5, 0.5, 0.5, 0.5), Skill(1, 1, 1)])
def test_a_made_up_call_begins_and_ends_with_the_agent_and_goes_forward_in_time(topic, skill: Skill) -> None:  # type: ignore[no-untyped-def]
    said = converse(topic, skill, "1031", Random(7))
    assert said.turns[0].speaker == said.turns[-1].speaker == "agent"
    starts = [turn.start_s or 0.0 for turn in said.turns]
    assert starts == sorted(starts)
    assert said.language == topic["language"]
    assert not any("{" in turn.text for turn in said.turns)


def test_the_same_chance_gives_the_same_call() -> None:
    topic = topics()[0]
    assert converse(topic, Skill(0.5, 0.5, 0.5), "1", Random(3)) == converse(
        topic, Skill(0.5, 0.5, 0.5), "1", Random(3)
    )
