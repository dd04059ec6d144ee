from __future__ import annotations

from datetime import date

from desk.views import CallFilter
from ui.call_filter import combined, from_query, rest_of, view_of, widget_values
from ui.names import filter_query


def test_a_filter_survives_its_way_through_a_link() -> None:
    wanted = CallFilter(team="一组", critical=True, score_below=60, from_=date(2026, 11, 1), criterion_failed="respect")
    assert from_query(filter_query(wanted)) == wanted


def test_a_filter_survives_its_way_through_the_widgets() -> None:
    wanted = CallFilter(topic="card_debt_sued", needs_review=True, reviewed=False, criterion_failed="respect")
    view = view_of(wanted)
    assert view == "review"
    assert combined(view, widget_values(wanted), rest_of(wanted, view)) == wanted


def test_a_named_critical_criterion_is_no_quick_view_but_is_kept() -> None:
    wanted = CallFilter(critical="no_overpromise")
    assert view_of(wanted) == "all"
    assert rest_of(wanted, "all") == {"critical": "no_overpromise"}


def test_days_that_were_given_the_wrong_way_round_are_turned() -> None:
    given = {"from_": date(2026, 11, 20), "to": date(2026, 11, 1)}
    assert combined("all", given, {}) == CallFilter(from_=date(2026, 11, 1), to=date(2026, 11, 20))


def test_an_empty_search_is_no_filter() -> None:
    assert combined("all", {"text": "", "team": None}, {}) == CallFilter()
