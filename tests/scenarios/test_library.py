"""Whole calls by trainees of every kind, through the real matcher and scorer, for every script of the library.

The replies stand in `data/<script id>_<kind>_<language>_<number>.txt`, one a line.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobs.commands.scenarios import play_replies, read_replies
from recordings.errors import Language
from scenarios.debrief import debrief
from scenarios.load import list_scripts, load_script
from scenarios.script import BAD_ENDS, GOOD_ENDS, Script
from scenarios.state import Reply, State
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard

DATA = Path(__file__).parent / "data"
NAME = re.compile(r"(?P<script>[a-z0-9_]+)_(?P<kind>good|cold|over|mixed)_(?P<language>zh|en)_\d+")
LEAST = {"good": 3, "cold": 1, "over": 1, "mixed": 1}  # of each script and language


def named(*kinds: str) -> list[str]:
    names = sorted(path.stem for path in DATA.glob("*.txt"))
    return [name for name in names if (found := NAME.fullmatch(name)) and found["kind"] in kinds]


def played(name: str, seed: int = 0) -> tuple[Script, State, Scorecard]:
    found = NAME.fullmatch(name)
    assert found is not None
    language: Language = "zh" if found["language"] == "zh" else "en"
    script = load_script(found["script"])
    state = play_replies(script, language, read_replies(DATA / f"{name}.txt"), seed)
    rubric, knowledge = load_rubric("12363"), load_knowledge("12363")
    return script, state, score(state.transcript(script), rubric, knowledge, script.topic)


def test_every_file_is_of_a_script_of_the_library() -> None:
    scripts = {script.id for script in list_scripts()}
    for path in DATA.glob("*.txt"):
        found = NAME.fullmatch(path.stem)
        assert found is not None, path.name
        assert found["script"] in scripts, path.name


@pytest.mark.parametrize("script_id", [script.id for script in list_scripts()])
def test_every_script_is_played_by_trainees_of_every_kind(script_id: str) -> None:
    for kind, least in LEAST.items():
        for language in ("zh", "en"):
            files = [name for name in named(kind) if name.startswith(f"{script_id}_{kind}_{language}_")]
            assert len(files) >= least, f"{script_id}: {kind}, {language}"


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("name", named("good"))
def test_a_good_trainee_gets_through(name: str, seed: int) -> None:
    _, state, card = played(name, seed)
    assert state.ended in GOOD_ENDS
    assert card.critical_failed == ()
    assert card.total is not None
    assert card.total >= 80
    assert not any(moment.route and moment.route.startswith("always.") for moment in state.history)


@pytest.mark.parametrize("name", named("cold"))
def test_a_cold_trainee_loses_the_customer(name: str) -> None:
    _, state, card = played(name)
    assert state.ended in BAD_ENDS
    assert card.total is not None
    assert card.total <= 55


@pytest.mark.parametrize("name", named("over"))
def test_a_trainee_who_promises_fails_critically(name: str) -> None:
    _, state, card = played(name)
    assert "no_overpromise" in card.critical_failed
    assert card.total == 0
    assert any(moment.route == "always.promised" for moment in state.history)


@pytest.mark.parametrize("name", named("mixed"))
def test_a_middling_trainee_lies_in_between(name: str) -> None:
    _, _, card = played(name)
    assert card.critical_failed == ()
    assert card.total is not None
    assert 30 <= card.total < 85


@pytest.mark.parametrize("name", named(*LEAST))
def test_every_debrief_quotes_what_was_said(name: str) -> None:
    script, state, card = played(name)
    found = debrief(script, state, card)
    turns = state.transcript(script).turns
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
    script, state, card = played("li_card_debt_cold_zh_1")
    found = debrief(script, state, card)
    assert len(found.fixes) == 2
    assert found.fixes[0].critical
    assert [fact.found for fact in found.facts if fact.id == "summons"] == [False]
    assert all(fact.value is None for fact in found.facts if not fact.found)


def test_the_promising_trainee_is_told_about_the_promise() -> None:
    script, state, card = played("li_card_debt_over_zh_1")
    fix = debrief(script, state, card).fixes[0]
    assert (fix.criterion, fix.critical) == ("no_overpromise", True)
    assert fix.quote is not None
    assert "保证" in fix.quote
