from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from desk import calls, cards, figures, reviews, rollups
from desk.db import Store
from desk.errors import NotAllowed
from desk.permissions import Actor
from desk.settings import Settings
from desk.views import FigureFilter
from tests.desk.hand import add_call, card, rollups_of

MARCH = FigureFilter(from_=date(2026, 3, 1), to=date(2026, 3, 31))


@pytest.fixture
def centre(store: Store, settings: Settings, mei: Actor) -> None:
    """Monday: A 100, B 97.5 (opening 0). Tuesday: A 0 (respect). Next Monday: B 100. One call without score."""
    with store.session() as session:
        add_call(session, settings, card(), day=0, name="1", agent="A", team="一组")
        add_call(session, settings, card(opening=0), day=0, name="2", agent="B", team="二组")
        add_call(session, settings, card(["media_threat"], respect=0), day=1, name="3", agent="A", team="一组")
        reviewed = add_call(session, settings, card(), day=7, name="4", agent="B", team="二组")
        reviews.accept(session, mei, reviewed.id)
        add_call(session, settings, day=7, name="5", agent="B", team="二组")


@pytest.mark.usefixtures("centre")
def test_the_overview_adds_up(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        found = figures.overview(session, zhou, MARCH)
    assert (found.calls, found.reviewed, found.critical_calls, found.risk_calls) == (5, 1, 1, 1)
    assert found.mean_total == 74.38  # (100 + 97.5 + 0 + 100) / 4 = 74.375
    assert found.critical_per_1000 == 250.0  # one of four scored calls
    assert found.coverage_auto == pytest.approx(0.8)
    assert found.coverage_human == pytest.approx(0.2)
    assert found.sections["compliance"] == 93.75  # (100 + 75 + 100 + 100) / 4
    assert (found.previous_calls, found.previous_mean_total) == (0, None)


@pytest.mark.usefixtures("centre")
def test_the_time_before_has_the_same_length(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        found = figures.overview(session, zhou, FigureFilter(from_=date(2026, 3, 3), to=date(2026, 3, 4)))
    assert (found.calls, found.mean_total) == (1, 0.0)
    assert (found.previous_calls, found.previous_mean_total) == (2, 98.75)


@pytest.mark.usefixtures("centre")
def test_without_days_it_is_the_thirty_up_to_the_latest_call(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        found = figures.overview(session, zhou)
    assert (found.from_, found.to) == (date(2026, 2, 8), date(2026, 3, 9))


def test_an_empty_store_has_no_means(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        found = figures.overview(session, zhou)
        assert (found.calls, found.mean_total, found.coverage_auto) == (0, None, None)
        assert figures.trend(session, zhou) == ()
        assert figures.weakest_criteria(session, zhou) == ()


@pytest.mark.usefixtures("centre")
def test_the_trend_goes_by_days_or_by_weeks_named_by_their_monday(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        days = figures.trend(session, zhou, MARCH)
        weeks = figures.trend(session, zhou, MARCH, step="week")
    assert [(point.day.day, point.calls, point.total, point.critical) for point in days] == [
        (2, 2, 98.75, 0),
        (3, 1, 0.0, 1),
        (9, 1, 100.0, 0),
    ]
    assert [(point.day.day, point.calls, point.total) for point in weeks] == [(2, 3, 65.83), (9, 1, 100.0)]


@pytest.mark.usefixtures("centre")
def test_groups_come_worst_first(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        teams = figures.by_group(session, zhou, MARCH, group="team")
        one = figures.by_group(session, zhou, MARCH.model_copy(update={"team": "二组"}), group="agent")
    assert [(figure.group, figure.calls, figure.total) for figure in teams] == [("一组", 2, 50.0), ("二组", 2, 98.75)]
    assert [(figure.group, figure.criteria["opening"]) for figure in one] == [("B", 50.0)]


@pytest.mark.usefixtures("centre")
def test_criticals_name_the_calls_behind_them(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        (found,) = figures.criticals(session, zhou, MARCH)
        assert (found.criterion_id, found.calls) == ("respect", 1)
        assert calls.get_call(session, zhou, found.call_ids[0]).row.file_name == "3"


@pytest.mark.usefixtures("centre")
def test_points_lost_are_points_of_the_total(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        worst, second, *rest = figures.weakest_criteria(session, zhou, MARCH)
    # respect: 1/5 of empathy's 35 points, lost in one of four calls: 7 / 4. Opening: 1/4 of 10, in one of four.
    assert (worst.criterion_id, worst.points_lost, worst.lowest) == ("respect", 1.75, 1)
    assert (second.criterion_id, second.points_lost) == ("opening", 0.62)
    assert {figure.points_lost for figure in rest} == {0.0}


@pytest.mark.usefixtures("centre")
def test_human_figures_are_of_their_own(store: Store, zhou: Actor) -> None:
    with store.reading() as session:
        found = figures.overview(session, zhou, MARCH.model_copy(update={"source": "human"}))
    assert (found.calls, found.mean_total) == (5, 100.0)


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("who", ["xiaolin", "admin"])
def test_figures_need_the_permission(store: Store, who: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    for function in (figures.overview, figures.trend, figures.by_group, figures.criticals, figures.weakest_criteria):
        with pytest.raises(NotAllowed), store.reading() as session:
            function(session, actor)


def test_rollups_kept_call_by_call_are_those_counted_anew(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        busy_fortnight(session, settings, mei)
        kept = rollups_of(session)
        rollups.rebuild(session)
        assert rollups_of(session) == kept


def busy_fortnight(session: Session, settings: Settings, mei: Actor) -> None:
    """Calls are added, scored, scored anew, reviewed, reviewed again and deleted."""
    for number in range(14):
        scores = {"opening": number % 2, "facts_correct": number % 3, "right_referral": None if number % 4 else 1}
        call = add_call(session, settings, card(**scores), day=number % 5, name=str(number), agent=f"A{number % 3}")
        if number % 3 == 0:
            cards.add_card(session, call, card(respect=number % 2, dead_air=1))
        if number % 4 == 0:
            reviews.set_value(session, mei, call.id, "closing", "scored", 0, "x")
            reviews.accept(session, mei, call.id)
        if number % 8 == 0:
            reviews.accept(session, mei, call.id)
        if number % 5 == 0:
            calls.delete_call(session, mei, call.id, settings=settings)
    session.flush()
