"""Scoring: the sample calls, stretched to 60 turns, beside the bare search for acts in the same turns."""

from __future__ import annotations

from pathlib import Path

from benchmarks.table import Row, median_s
from recordings.transcript import Transcript, Turn
from scoring.acts import find_acts
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score

TURNS = 60
SAMPLES = Path(__file__).resolve().parents[1] / "recordings" / "samples"


def stretched(transcript: Transcript) -> Transcript:
    """The same call, its turns repeated one after another until there are `TURNS`."""
    length_s = transcript.duration_s or 0.0
    turns: list[Turn] = []
    while len(turns) < TURNS:
        late_s = length_s * (len(turns) // len(transcript.turns))
        turn = transcript.turns[len(turns) % len(transcript.turns)]
        start_s, end_s = (turn.start_s or 0.0) + late_s, (turn.end_s or 0.0) + late_s
        turns.append(turn.model_copy(update={"index": len(turns), "start_s": start_s, "end_s": end_s, "words": None}))
    return transcript.model_copy(update={"turns": tuple(turns), "duration_s": turns[-1].end_s})


def rows() -> list[Row]:
    """Calls a second, and what the whole costs beside its largest part."""
    rubric, knowledge = load_rubric(), load_knowledge()
    calls = [stretched(Transcript.read_json(path)) for path in sorted(SAMPLES.glob("*/call.transcript.json"))]
    whole_s = median_s(lambda: [score(call, rubric, knowledge) for call in calls])
    acts_s = median_s(lambda: [find_acts(turn.text, call.language) for call in calls for turn in call.turns])
    a_second = len(calls) / whole_s
    return [
        Row(
            what=f"scoring, calls of {TURNS} turns, one core",
            figure=f"{a_second:.0f} calls/s",
            compared_with=f"acts alone: {len(calls) / acts_s:.0f} calls/s",
            ratio=f"{whole_s / acts_s:.1f} ×",
        )
    ]
