"""Who somebody is changes no score: names, genders, forms of address and words of a region are swapped."""

from __future__ import annotations

import pytest

from recordings.transcript import Transcript
from scoring.knowledge import load_knowledge
from scoring.learning.flip import SWAPS, swapped
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.scoring.reviewed import DEV, OWN, SAMPLES, read_calls, transcript_of


def conversations() -> list[Transcript]:
    samples = [Transcript.read_json(path) for path in sorted(SAMPLES.glob("*/call.transcript.json"))]
    return samples + [transcript_of(call) for call in read_calls([*OWN.glob("*.yaml"), *DEV.glob("*.yaml")])]


def levels(card: Scorecard) -> list[tuple[str, str, int | None]]:
    return [(line.id, line.status, line.value) for line in card.criteria]


@pytest.mark.parametrize("place", range(len(conversations())))
def test_who_somebody_is_changes_no_score(place: int) -> None:
    call = conversations()[place]
    rubric, knowledge = load_rubric(), load_knowledge()
    before = score(call, rubric, knowledge)
    for kind in SWAPS[call.language]:
        other = swapped(call, kind)
        if other == call:
            continue
        after = score(other, rubric, knowledge)
        differ = [(one, two) for one, two in zip(levels(before), levels(after), strict=True) if one != two]
        assert not differ, (kind, differ)
        assert after.total == before.total
        assert after.critical_failed == before.critical_failed


def test_the_swaps_change_the_words_that_they_name() -> None:
    call = transcript_of({"language": "en", "lines": ["c: He told my mum, Mr Lee, that she is going to pay."]})
    assert swapped(call, "gender").turns[0].text == "She told my dad, Ms Lee, that he is going to pay."
    assert swapped(call, "name").turns[0].text == "He told my mum, Mr Okonkwo, that she is going to pay."


def test_a_transcript_has_no_place_for_the_agents_identity() -> None:
    assert not {"agent", "agent_id", "team", "name"} & set(Transcript.model_fields)
