"""Who somebody is changes no score: names, genders, forms of address and words of a region are swapped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recordings.transcript import Transcript
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.scoring.reviewed import transcript_of
from tests.scoring.test_calls import CALLS

SAMPLES = Path(__file__).resolve().parents[2] / "recordings" / "samples"
SWAPS = {
    "zh": (
        {
            "李": "欧阳",
            "先生": "女士",
            "大爷": "大妈",
            "姑娘": "小伙子",
            "老公": "老婆",
            "儿子": "女儿",
        },
        {"李": "买买提", "我们这边": "俺们这边", "怎么办": "咋办", "什么时候": "啥时候"},
    ),
    "en": (
        {
            "Mr Lee": "Ms Okonkwo",
            "name's Lee": "name's Okonkwo",
            "mother": "father",
            "he's": "she's",
            "him": "her",
        },
        {
            "Mr Lee": "Mrs Nguyen",
            "name's Lee": "name's Nguyen",
            "Hello": "G'day",
            "Thank you": "Cheers, thank you",
        },
    ),
}
REGION = 1  # the swap that also changes words of a region; those need not be known, so only harm must stay equal


def swapped(transcript: Transcript, pairs: dict[str, str]) -> Transcript:
    pattern = re.compile("|".join(map(re.escape, pairs)))
    turns = [
        turn.model_copy(update={"text": pattern.sub(lambda m: pairs[m[0]], turn.text), "words": None})
        for turn in transcript.turns
    ]
    return transcript.model_copy(update={"turns": tuple(turns)})


def levels(card: Scorecard) -> list[tuple[str, str, int | None]]:
    return [(line.id, line.status, line.value) for line in card.criteria]


def conversations() -> list[Transcript]:
    samples = [Transcript.read_json(path) for path in sorted(SAMPLES.glob("*/call.transcript.json"))]
    return samples + [transcript_of(call) for call in CALLS.values()]


@pytest.mark.parametrize("place", range(len(conversations())))
def test_names_and_genders_change_no_score(place: int) -> None:
    call = conversations()[place]
    other = swapped(call, SWAPS[call.language][0])
    rubric, knowledge = load_rubric(), load_knowledge()
    before, after = score(call, rubric, knowledge), score(other, rubric, knowledge)
    assert levels(after) == levels(before)
    assert after.total == before.total


@pytest.mark.parametrize("place", range(len(conversations())))
def test_words_of_a_region_make_nobody_disrespectful(place: int) -> None:
    call = conversations()[place]
    rubric, knowledge = load_rubric(), load_knowledge()
    before = score(call, rubric, knowledge)
    after = score(swapped(call, SWAPS[call.language][REGION]), rubric, knowledge)
    assert after.critical_failed == before.critical_failed


def test_a_transcript_has_no_place_for_the_agents_identity() -> None:
    assert not {"agent", "agent_id", "team", "name"} & set(Transcript.model_fields)
