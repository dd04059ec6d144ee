"""Agreement of machine and reviewers on calls whose values are set by hand."""

from __future__ import annotations

import pytest

from desk import agreement, cards
from desk.db import Store
from desk.errors import NotAllowed
from desk.permissions import Actor
from desk.settings import Settings
from scoring.agreement import LEAST_ITEMS
from tests.desk.hand import add_call, card


def reviewed(
    store: Store, settings: Settings, actor: Actor, machine: list[int | None], human: list[int | None]
) -> None:
    """One call per pair of values of `acknowledge_feeling`, reviewed by `actor`."""
    with store.session() as session:
        for day, (first, second) in enumerate(zip(machine, human, strict=True)):
            call = add_call(session, settings, card(acknowledge_feeling=first), day=day, name=f"{actor.name}-{day}")
            review = card(acknowledge_feeling=second).model_copy(update={"source": "human"})
            cards.add_card(session, call, review, user_id=actor.id)


def row(table: agreement.AgreementTable, criterion: str = "acknowledge_feeling") -> agreement.CriterionAgreement:
    return next(one for one in table.rows if one.criterion == criterion)


def test_machine_and_reviewers_by_hand(store: Store, settings: Settings, mei: Actor, zhou: Actor) -> None:
    # Four calls: 0-0, 1-1, 2-2, 0-2 (the kappa of tests/scoring/test_agreement.py: .384615), one that only mei scored.
    reviewed(store, settings, mei, [0, 1, 2, 0, None], [0, 1, 2, 2, 1])
    with store.reading() as session:
        found = agreement.table(session, zhou, "auto_human", "zh")
    line = row(found)
    assert (found.calls, line.items, line.one_sided, line.enough) == (5, 4, 1, False)
    assert line.exact == pytest.approx(0.75)
    assert line.kappa == line.chance_corrected == pytest.approx(0.384615, abs=1e-6)
    assert line.bias == pytest.approx(0.5)  # reviewers are milder
    assert row(found, "opening").chance_corrected is None  # all the same: nothing to correct


def test_enough_calls_are_enough(store: Store, settings: Settings, mei: Actor) -> None:
    reviewed(store, settings, mei, [0, 1] * (LEAST_ITEMS // 2), [0, 1] * (LEAST_ITEMS // 2))
    with store.reading() as session:
        line = row(agreement.table(session, mei, "auto_human", "zh"))
    assert line.enough
    assert line.exact_ci == line.alpha_ci == (1.0, 1.0)


def test_people_are_compared_on_calls_that_two_of_them_scored(
    store: Store, settings: Settings, mei: Actor, zhou: Actor
) -> None:
    reviewed(store, settings, mei, [0, 1], [0, 1])
    with store.session() as session:
        call = add_call(session, settings, card(), day=9, name="both")
        for actor, value in ((mei, 2), (zhou, 1)):
            review = card(acknowledge_feeling=value).model_copy(update={"source": "human"})
            cards.add_card(session, call, review, user_id=actor.id)
        found = agreement.table(session, mei, "human_human", "zh")
    assert (found.calls, row(found).items, row(found).exact) == (1, 1, 0.0)


def test_no_model_no_table(store: Store, settings: Settings, mei: Actor) -> None:
    reviewed(store, settings, mei, [0], [0])
    with store.reading() as session:
        assert agreement.table(session, mei, "judge_human", "zh").calls == 0


def test_trainees_do_not_see_it(store: Store, xiaolin: Actor) -> None:
    with store.reading() as session, pytest.raises(NotAllowed):
        agreement.table(session, xiaolin, "auto_human", "zh")
