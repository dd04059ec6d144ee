from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import boosters
from desk.db import Store
from desk.errors import NotAllowed, TextNeeded
from desk.models import now
from desk.permissions import Actor
from desk.training_errors import NoSuchCard
from desk.training_models import FactCardRow
from tests.desk.runs import KIND, LI, played


def cards(store: Store, actor: Actor) -> dict[str, FactCardRow]:
    with store.reading() as session:
        return {row.fact_id: row for row in session.scalars(select(FactCardRow).where(FactCardRow.user_id == actor.id))}


def test_a_practised_scenario_gives_cards_for_its_facts_due_the_next_day(store: Store, xiaolin: Actor) -> None:
    played(store, xiaolin, KIND)
    with store.reading() as session:
        assert boosters.count_due(session, xiaolin) == 0
    due_in = {(row.due_at - now()) for row in cards(store, xiaolin).values()}
    assert due_in
    assert all(timedelta(hours=23) < each <= timedelta(days=1) for each in due_in)


def test_a_fact_that_was_told_wrongly_is_due_at_once(store: Store, xiaolin: Actor) -> None:
    played(store, xiaolin, KIND, "收到起诉状副本之日起三十日内可以向法院提交答辩状。")  # it is fifteen
    with store.reading() as session:
        (card,) = boosters.due(session, xiaolin)
    assert "答辩" in card.statement.zh
    assert card.asked is not None
    assert "十五" not in card.asked.zh
    assert boosters.GAP in card.asked.zh


def test_a_right_answer_puts_the_fact_off_longer_each_time_and_a_wrong_one_brings_it_back(
    store: Store, xiaolin: Actor
) -> None:
    played(store, xiaolin, KIND, "收到起诉状副本之日起三十日内可以向法院提交答辩状。")
    with store.session() as session:
        (card,) = boosters.due(session, xiaolin)

        def answer(text: str) -> boosters.Checked:
            row = session.get_one(FactCardRow, (xiaolin.id, card.fact_id))
            return boosters.check(session, xiaolin, row.fact_id, text, "zh")

        with pytest.raises(TextNeeded):  # a click on an empty box is no answer: the card stays
            answer("  ")
        first = answer("收到起诉状副本之日起十五日内可以提交答辩状。")
        assert first.answered == "right"
        assert first.card.due_at > now() + timedelta(days=1)
        wrong = answer("收到起诉状副本之日起四十五日内可以提交答辩状。")
        assert wrong.answered == "wrong"
        assert wrong.card.due_at < first.card.due_at
        assert answer("我忘了。").answered == "unsure"
        assert boosters.count_due(session, xiaolin) == 0


def test_six_weeks_after_the_last_call_the_one_that_went_worst_is_due_and_after_eight_it_is_late(
    store: Store, xiaolin: Actor
) -> None:
    played(store, xiaolin, KIND, days_ago=41)
    with store.reading() as session:
        assert boosters.call_due(session, xiaolin) is None
    for days, late in ((42, False), (56, False), (57, True)):
        with store.session() as session:
            for row in session.scalars(select(boosters.PracticeRun)):
                row.day = (now() + timedelta(hours=8)).date() - timedelta(days=days)
        with store.reading() as session:
            found = boosters.call_due(session, xiaolin)
        assert found is not None
        assert (found.scenario_id, found.late) == (LI, late)


def test_cards_are_ones_own(store: Store, xiaolin: Actor, mei: Actor, zhou: Actor) -> None:
    played(store, xiaolin, KIND, "收到起诉状副本之日起三十日内可以向法院提交答辩状。")
    with store.session() as session:
        (card,) = boosters.due(session, xiaolin)
        assert boosters.due(session, mei) == ()
        with pytest.raises(NoSuchCard):
            boosters.check(session, mei, card.fact_id, "十五日", "zh")
        with pytest.raises(NotAllowed):
            boosters.due(session, zhou)
