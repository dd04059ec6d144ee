from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from desk import assignments, next_steps, practice
from desk.db import Store
from desk.errors import BadField, NoSuchUser, NotAllowed
from desk.models import now
from desk.permissions import Actor
from desk.training_errors import NoSuchAssignment
from desk.training_models import AssignmentRow
from scenarios.errors import NoScript
from tests.desk.runs import KIND, LI, played


def day(days: int = 0) -> date:
    return (now() + timedelta(hours=8)).date() + timedelta(days=days)  # the centre's day, in Shanghai


def give(store: Store, actor: Actor, **about: object) -> int:
    with store.session() as session:
        wanted = {"trainee": "xiaolin", "scenario_id": LI, "due_on": day(7), **about}
        return assignments.assign(session, actor, **wanted)  # type: ignore[arg-type]


def seen(store: Store, actor: Actor) -> list[assignments.Assignment]:
    with store.reading() as session:
        return list(assignments.list_assignments(session, actor))


def test_a_trainee_sees_what_was_assigned_and_it_is_done_by_doing_it(store: Store, mei: Actor, xiaolin: Actor) -> None:
    played(store, xiaolin)  # before it was assigned: doesn't count
    give(store, mei, note="注意先接住情绪", criterion="acknowledge_feeling")
    (one,) = seen(store, xiaolin)
    assert (one.progress, one.note, one.by, one.criterion) == (
        "open",
        "注意先接住情绪",
        "梅主管",
        "acknowledge_feeling",
    )
    run = played(store, xiaolin, KIND)
    (one,) = seen(store, xiaolin)
    assert (one.progress, one.best) == ("done", run.total)


def test_a_goal_has_to_be_reached_and_learning_does_not_count_as_practising(
    store: Store, mei: Actor, xiaolin: Actor
) -> None:
    give(store, mei, goal=99)
    played(store, xiaolin, mode="learn")
    played(store, xiaolin)
    assert [one.progress for one in seen(store, xiaolin)] == ["open"]


def test_after_the_due_day_it_is_overdue_and_comes_first_on_the_home_page(
    store: Store, mei: Actor, xiaolin: Actor
) -> None:
    number = give(store, mei)
    with store.session() as session:
        session.get_one(AssignmentRow, number).due_on = day(-1)
    (one,) = seen(store, xiaolin)
    assert one.progress == "overdue"
    with store.reading() as session:
        steps = next_steps.next_steps(session, xiaolin)
    assert [step.kind for step in steps] == ["overdue", "first"]
    assert steps[0].scenario_id == LI


def test_a_team_gets_it_person_by_person_also_who_joins_later(
    store: Store, mei: Actor, xiaolin: Actor, person: Callable[..., Actor]
) -> None:
    give(store, mei, trainee=None, team="一组")
    person("late", "trainee", display_name="晚来", team="一组")
    person("other", "trainee", team="二组")
    assert [one.trainee for one in seen(store, mei)] == sorted(["xiaolin", "晚来"])
    assert len(seen(store, xiaolin)) == 1


def test_others_assignments_and_assigning_are_the_supervisors(
    store: Store, mei: Actor, xiaolin: Actor, zhou: Actor, person: Callable[..., Actor]
) -> None:
    give(store, mei)
    assert seen(store, person("other", "trainee")) == []
    assert len(seen(store, zhou)) == 1  # a manager looks
    for actor in (zhou, xiaolin):
        with pytest.raises(NotAllowed):
            give(store, actor)


def test_an_assignment_taken_back_is_gone(store: Store, mei: Actor, xiaolin: Actor) -> None:
    number = give(store, mei)
    with store.session() as session:
        assignments.withdraw(session, mei, number)
        with pytest.raises(NoSuchAssignment):
            assignments.withdraw(session, mei, number)
    assert seen(store, xiaolin) == []


@pytest.mark.parametrize(
    ("about", "error"),
    [
        ({"due_on": date(2020, 1, 1)}, BadField), ({"team": "一组"}, BadField), ({"scenario_id": None}, BadField),
        ({"goal": 101}, BadField), ({"scenario_id": "nowhere"}, NoScript), ({"trainee": "nobody"}, NoSuchUser),
        ({"note": "长" * 501}, BadField),
    ],
)  # fmt: skip
def test_what_cannot_be_assigned_is_told(
    store: Store, mei: Actor, xiaolin: Actor, about: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        give(store, mei, **about)


def test_a_certificate_can_be_assigned_without_a_scenario(store: Store, mei: Actor, xiaolin: Actor) -> None:
    give(store, mei, scenario_id=None, mode="certify")
    (one,) = seen(store, xiaolin)
    assert (one.mode, one.scenario_id, one.progress) == ("certify", None, "open")


def test_an_unfinished_call_and_facts_to_refresh_are_next(store: Store, xiaolin: Actor) -> None:
    with store.session() as session:
        practice.start_run(session, xiaolin, LI, "zh", seed=1)
        assert [step.kind for step in next_steps.next_steps(session, xiaolin)] == ["first"]  # nothing said: not begun
        run = practice.start_run(session, xiaolin, LI, "zh", seed=1)
        practice.answer(session, xiaolin, run.id, KIND, 0)
        assert [step.kind for step in next_steps.next_steps(session, xiaolin)] == ["unfinished", "first"]
