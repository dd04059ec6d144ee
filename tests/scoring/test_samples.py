"""The sample calls score as a fair reviewer would score them; their `call.yaml` says how."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from recordings.transcript import Transcript
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard

SAMPLES = Path(__file__).resolve().parents[2] / "recordings" / "samples"
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/call.yaml"))


@cache
def call(name: str) -> tuple[dict[str, Any], Transcript, Scorecard]:
    told = yaml.safe_load((SAMPLES / name / "call.yaml").read_text(encoding="utf-8"))
    transcript = Transcript.read_json(SAMPLES / name / "call.transcript.json")
    return told, transcript, score(transcript, load_rubric(), load_knowledge())


def expectations() -> list[tuple[str, str, list[int]]]:
    found = []
    for name in NAMES:
        expected = yaml.safe_load((SAMPLES / name / "call.yaml").read_text(encoding="utf-8"))["expected"]
        found += [(name, key, value) for key, value in expected.items() if not key.startswith(("total", "critical"))]
    return found


def test_there_are_five_chinese_and_three_english_samples() -> None:
    languages = [call(name)[1].language for name in NAMES]
    assert (languages.count("zh"), languages.count("en")) == (5, 3)


@pytest.mark.parametrize(("name", "criterion", "allowed"), expectations())
def test_a_criterion_gets_a_level_that_a_fair_reviewer_accepts(name: str, criterion: str, allowed: list[int]) -> None:
    found = call(name)[2].criterion(criterion)
    assert found.value in allowed, found.explanation.text.en


@pytest.mark.parametrize("name", NAMES)
def test_totals_lie_where_they_should(name: str) -> None:
    told, _, card = call(name)
    expected = told["expected"]
    assert card.total is not None
    assert expected.get("total_min", 0) <= card.total <= expected.get("total_max", 100)
    for criterion in expected.get("critical", []):
        assert criterion in card.critical_failed


@pytest.mark.parametrize("name", NAMES)
def test_the_topic_is_told_from_the_words(name: str) -> None:
    told, _, card = call(name)
    assert card.topic == told["topic"]


@pytest.mark.parametrize("name", NAMES)
def test_evidence_is_an_exact_quote_within_its_turns_seconds(name: str) -> None:
    _, transcript, card = call(name)
    for line in card.criteria:
        for piece in line.evidence:
            turn = transcript.turns[piece.turn]
            assert piece.quote in turn.text, line.id
            assert piece.start_s is not None
            assert piece.end_s is not None
            assert piece.start_s <= piece.end_s
            if line.id != "dead_air":  # there it is the silence after the turn
                assert turn.start_s is not None
                assert turn.end_s is not None
                assert turn.start_s - 0.01 <= piece.start_s <= turn.end_s + 0.01
    for act in card.acts:
        assert act.quote in transcript.turns[act.turn].text


def test_mr_lis_cold_call_fails_with_the_right_quotes() -> None:
    _, _, card = call("zh_li_cold")
    feeling = card.criterion("acknowledge_feeling")
    assert feeling.value == 0
    assert "害怕" in feeling.evidence[0].quote
    asked = card.criterion("understand_situation")
    assert asked.value == 0
    assert "尽快还清" in asked.evidence[0].quote
    assert card.criterion("personalised_help").value == 0
    assert any("尽快还清" in piece.quote for piece in card.criterion("personalised_help").evidence)


def test_mr_lis_model_call_shows_what_was_done_well() -> None:
    _, _, card = call("zh_li_model")
    assert card.total is not None
    assert card.total >= 85
    assert card.critical_failed == ()
    assert any("谁都会害怕" in piece.quote for piece in card.criterion("acknowledge_feeling").evidence)


def test_swapping_names_and_genders_changes_no_score() -> None:
    swaps = [("李先生", "王女士"), ("我姓李", "我姓王"), ("大爷", "大妈"), ("姑娘", "小伙子")]
    for name in ("zh_li_cold", "zh_li_model", "zh_cash_refused"):
        _, transcript, card = call(name)
        turns = []
        for turn in transcript.turns:
            text = turn.text
            for old, new in swaps:
                text = text.replace(old, new)
            turns.append(turn.model_copy(update={"text": text}))
        other = score(transcript.model_copy(update={"turns": tuple(turns)}), load_rubric(), load_knowledge())
        assert [line.value for line in other.criteria] == [line.value for line in card.criteria], name
        assert other.total == card.total
