"""What would change on past calls: both sides scored now, nothing kept."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from desk.db import Store
from desk.errors import NotAllowed
from desk.models import ScorecardRow
from desk.permissions import Actor
from desk.readings import About
from desk.settings import Settings
from desk.what_if import preview
from scoring.scorecard import Scorecard
from tests.desk.hand import add_call, card


def stays(about: About) -> Scorecard:
    return card()


def falls(about: About) -> Scorecard:
    return card(opening=0) if "2" in about.transcript.turns[0].text else card()


def test_the_newest_calls_are_compared_and_nothing_is_kept(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        ids = [add_call(session, settings, card(), day=day).id for day in range(4)]
    with store.reading() as session:
        shares: list[float] = []
        made = preview(session, mei, stays, falls, limit=3, progress=shares.append)
        kept = session.scalar(select(func.count()).select_from(ScorecardRow))
    assert (made.comparison.calls, made.comparison.moved) == (3, 1)
    assert [move.key for move in made.comparison.movers] == [ids[2]]
    assert list(made.calls) == [ids[2]]
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])
    assert kept == 4


def test_other_languages_are_left_out(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        add_call(session, settings, card())
    with store.reading() as session:
        assert preview(session, mei, stays, falls, languages=("en",)).comparison.calls == 0


def test_a_trainee_may_not_look_at_everybodys_calls(store: Store, xiaolin: Actor) -> None:
    with store.reading() as session, pytest.raises(NotAllowed):
        preview(session, xiaolin, stays, falls)
