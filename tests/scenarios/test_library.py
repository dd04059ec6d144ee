"""Whole calls by trainees of every kind, through the real matcher and scorer."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.commands.scenarios import play_replies, read_replies
from recordings.errors import Language
from scenarios.debrief import debrief
from scenarios.load import load_script
from scenarios.script import BAD_ENDS, GOOD_ENDS
from scenarios.state import Reply, State
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard

DATA = Path(__file__).parent / "data"
SCRIPT = load_script("li_card_debt")


def played(name: str, seed: int = 0) -> tuple[State, Scorecard]:
    language: Language = "zh" if "_zh_" in name else "en"
    state = play_replies(SCRIPT, language, read_replies(DATA / f"{name}.txt"), seed)
    rubric, knowledge = load_rubric("12363"), load_knowledge("12363")
    return state, score(state.transcript(SCRIPT), rubric, knowledge, SCRIPT.topic)


def named(kind: str) -> list[str]:
    return sorted(path.stem for path in DATA.glob(f"{kind}_*.txt"))


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("name", named("good"))
def test_a_good_trainee_gets_through(name: str, seed: int) -> None:
    state, card = played(name, seed)
    assert state.ended in GOOD_ENDS
    assert card.critical_failed == ()
    assert card.total is not None
    assert card.total >= 80
    assert not any(moment.route and moment.route.startswith("always.") for moment in state.history)


@pytest.mark.parametrize("name", named("cold"))
def test_a_cold_trainee_loses_the_customer(name: str) -> None:
    state, card = played(name)
    assert state.ended in BAD_ENDS
    assert card.total is not None
    assert card.total <= 55


@pytest.mark.parametrize("name", named("over"))
def test_a_trainee_who_promises_fails_critically(name: str) -> None:
    state, card = played(name)
    assert "no_overpromise" in card.critical_failed
    assert card.total == 0
    assert any(moment.route == "always.promised" for moment in state.history)


@pytest.mark.parametrize("name", named("mixed"))
def test_a_middling_trainee_lies_in_between(name: str) -> None:
    _, card = played(name)
    assert card.critical_failed == ()
    assert card.total is not None
    assert 30 <= card.total < 85


@pytest.mark.parametrize("name", [*named("good"), *named("cold"), *named("over"), *named("mixed")])
def test_every_debrief_quotes_what_was_said(name: str) -> None:
    state, card = played(name)
    found = debrief(SCRIPT, state, card)
    turns = state.transcript(SCRIPT).turns
    assert len(found.fixes) <= 2
    for fix in found.fixes:
        assert isinstance(state.history[fix.moment].event, Reply)
        assert fix.strong
        assert fix.strong_why
        assert (fix.quote is None) == (fix.turn is None)
        if fix.turn is not None and fix.quote is not None:
            assert fix.quote in turns[fix.turn].text
            assert turns[fix.turn].speaker == "agent"
    for praise in found.went_well:
        assert praise.quote is None or praise.turn is None or praise.quote in turns[praise.turn].text


def test_the_cold_trainee_is_told_the_worst_first() -> None:
    state, card = played("cold_zh_1")
    found = debrief(SCRIPT, state, card)
    assert len(found.fixes) == 2
    assert found.fixes[0].critical
    assert [fact.found for fact in found.facts if fact.id == "summons"] == [False]
    assert all(fact.value is None for fact in found.facts if not fact.found)


def test_the_promising_trainee_is_told_about_the_promise() -> None:
    state, card = played("over_zh_1")
    fix = debrief(SCRIPT, state, card).fixes[0]
    assert (fix.criterion, fix.critical) == ("no_overpromise", True)
    assert fix.quote is not None
    assert "保证" in fix.quote
