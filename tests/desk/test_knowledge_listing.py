"""Facts: paged, searched, filtered, due; whoever may only look up changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from desk import fact_changes, knowledge
from desk.db import Store
from desk.errors import BadField, NotAllowed
from desk.fact_views import FactFilter, difference, due_of, status_of
from desk.permissions import Actor
from scoring.knowledge import load_knowledge

FIVE_YEARS = "instalment_plan_5_years"  # 个性化分期还款协议最长不超过 5 年


def test_every_fact_that_ships_can_be_paged_through(store: Store, xiaolin: Actor) -> None:
    shipped = load_knowledge("12363").facts
    with store.reading() as session:
        first = knowledge.list_facts(session, xiaolin, page_size=20)
        pages = [knowledge.list_facts(session, xiaolin, page=n, page_size=20) for n in range(1, first.pages + 1)]
    assert first.pages == -(-len(shipped) // 20)
    seen = [view.fact.id for page in pages for view in page.rows]
    assert sorted(seen) == sorted(fact.id for fact in shipped)


@pytest.mark.parametrize("words", ["个性化分期 5 年", "PERSONAL instalment 5 years", FIVE_YEARS])
def test_a_fact_is_found_by_its_words_in_either_language_and_by_its_id(
    store: Store, xiaolin: Actor, words: str
) -> None:
    with store.reading() as session:
        found = knowledge.list_facts(session, xiaolin, FactFilter(text=words), page_size=90)
    assert FIVE_YEARS in [view.fact.id for view in found.rows]
    assert found.total < 10


def test_filters_and_orders_hold(store: Store, xiaolin: Actor) -> None:
    with store.reading() as session:
        high = knowledge.list_facts(session, xiaolin, FactFilter(severity="high"), page_size=90, sort="checked_on")
        due = knowledge.list_facts(session, xiaolin, FactFilter(due=True), page_size=90)
        topic = knowledge.list_facts(session, xiaolin, FactFilter(topic="card_debt_sued"), page_size=90)
        with pytest.raises(BadField):
            knowledge.list_facts(session, xiaolin, sort="colour")
    days = [view.fact.checked_on or date.min for view in high.rows]
    assert {view.fact.severity for view in high.rows} == {"high"}
    assert days == sorted(days)
    assert all("unverified" in view.due for view in due.rows if view.fact.checked_on is None)
    assert all("card_debt_sued" in (*view.fact.topics, *view.fact.required_for) for view in topic.rows)


# By hand, on 2026-11-25: never seen; seen 366 days ago; seen 365 days ago; ends in 60 days, in 61, yesterday.
@pytest.mark.parametrize(
    ("fields", "due", "status"),
    [
        ({"checked_on": None}, ("unverified",), "in_force"),
        ({"checked_on": date(2025, 11, 24)}, ("stale",), "in_force"),
        ({"checked_on": date(2025, 11, 25)}, (), "in_force"),
        ({"valid_to": date(2027, 1, 24)}, ("expires_soon",), "in_force"),
        ({"valid_to": date(2027, 1, 25)}, (), "in_force"),
        ({"valid_to": date(2026, 11, 24), "checked_on": None}, (), "expired"),
        ({"valid_from": date(2026, 11, 26)}, (), "not_yet"),
    ],
)
def test_a_fact_is_due_when_nobody_looked_for_a_year_or_its_end_is_near(
    fields: dict[str, date | None], due: tuple[str, ...], status: str
) -> None:
    fact = load_knowledge("12363").fact(FIVE_YEARS).model_copy(update={"checked_on": date(2026, 11, 1), **fields})
    assert due_of(fact, date(2026, 11, 25)) == due
    assert status_of(fact, date(2026, 11, 25)) == status


def test_a_trainee_and_a_manager_look_up_and_change_nothing(store: Store, xiaolin: Actor, zhou: Actor) -> None:
    with store.session() as session:
        for actor in (xiaolin, zhou):
            assert knowledge.get_fact(session, actor, FIVE_YEARS).fact.id == FIVE_YEARS
            assert "instalment_plan_5_years" in knowledge.export(session, actor)
            for deed in (
                lambda who: fact_changes.open_text(session, who, FIVE_YEARS),
                lambda who: fact_changes.propose(session, who, "id: a", "x", fact_id=None),
                lambda who: fact_changes.retire(session, who, FIVE_YEARS, date(2026, 1, 1), "x"),
                lambda who: fact_changes.remove(session, who, FIVE_YEARS, "x"),
                lambda who: fact_changes.confirm_checked(session, who, FIVE_YEARS, "x"),
                lambda who: fact_changes.publish(session, who, [1]),
                lambda who: fact_changes.send_back(session, who, 1, "x"),
                lambda who: knowledge.waiting(session, who),
            ):
                with pytest.raises(NotAllowed):
                    deed(actor)


def test_differences_name_the_place_and_lists_go_a_line_an_item() -> None:
    before = {"id": "a", "slot": {"value": 5.0}, "right": {"zh": ["x", "y"]}, "wrong": [{"code": "c"}]}
    after = {"id": "a", "slot": {"value": 3.0}, "right": {"zh": ["x"]}, "valid_to": "2026-01-01"}
    found = [(one.place, one.old, one.new) for one in difference(before, after)]
    assert found == [
        ("slot.value", "5", "3"),
        ("right.zh", "x\ny", "x"),
        ("valid_to", None, "2026-01-01"),
        ("wrong.1.code", "c", None),
    ]
