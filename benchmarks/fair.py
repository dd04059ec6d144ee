"""Criteria against reviewers: levels that are allowed, confidence against what was right, and the flip test."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.table import Row
from recordings.transcript import Transcript
from scoring.knowledge import load_knowledge
from scoring.learning.flip import SWAPS, swapped
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.scoring.reviewed import (
    DEV,
    OWN,
    SAMPLES,
    UNSEEN,
    level,
    levels_of,
    measure,
    read_calls,
    scored,
    transcript_of,
)

LEAST_ALLOWED = 0.92
FAR_OFF = 0.1  # between what confidence says and what was right, in a bin of the diagram
EDGES = (0.0, 0.6, 0.75, 0.85, 0.93, 0.97, 1.0)


def rows() -> list[Row]:
    """Levels on calls tuned on and on unseen ones, the reliability diagram, the flip test."""
    found = [*_levels("calls tuned on", [*OWN.glob("*.yaml"), *DEV.glob("*.yaml")], bar=False)]
    found += _levels("unseen calls", list(UNSEEN.glob("calls.*.yaml")), bar=True)
    return [*found, *_reliability(), _flips()]


def _levels(name: str, paths: Sequence[Path], *, bar: bool) -> list[Row]:
    if not paths:
        return [Row(what=f"criteria within the allowed levels, {name}", figure="no such calls here, left out")]
    calls = read_calls(paths)
    measured = measure(calls)
    for amiss in measured.amiss if bar else ():
        print(f"  missed: {amiss}")
    return [
        Row(
            what=f"criteria within the allowed levels, {name}",
            figure=f"{100 * measured.share:.1f} %",
            compared_with=f"always the commonest level: {100 * _commonest(calls):.1f} %",
            ratio=f"{measured.allowed} of {measured.levels}",
            bar=f"≥ {100 * LEAST_ALLOWED:.0f} %" if bar else "",
            met=measured.share >= LEAST_ALLOWED if bar else None,
        ),
        Row(
            what=f"critical failures exactly as expected, {name}",
            figure=f"{measured.exact} of {measured.calls} calls",
            bar="all" if bar else "",
            met=measured.exact == measured.calls if bar else None,
        ),
    ]


def _commonest(calls: Sequence[dict[str, Any]]) -> float:
    """Share of levels that somebody would allow who gives each criterion its commonest level, whatever was said."""
    allowed: dict[str, list[list[int | str]]] = {}
    for call in calls:
        for key, levels in levels_of(call).items():
            allowed.setdefault(key, []).append(levels)
    hits = 0
    for given in allowed.values():
        candidates = {one for levels in given for one in levels}
        hits += max(sum(one in levels for levels in given) for one in candidates)
    return hits / sum(map(len, allowed.values()))


def _reliability() -> list[Row]:
    """One row a bin of confidence: what it says beside the share that was right; unseen calls where there are any."""
    paths = list(UNSEEN.glob("calls.*.yaml")) or list(DEV.glob("calls.*.yaml"))
    told = "unseen calls" if UNSEEN.exists() else "calls tuned on"
    seen: list[tuple[float, bool]] = []
    for call in read_calls(paths):
        card = scored(call)
        for key, allowed in levels_of(call).items():
            line = card.criterion(key)
            if line.status == "scored":
                seen.append((line.confidence, level(line) in allowed))
    found = []
    for low, high in pairwise(EDGES):
        inside = [(says, right) for says, right in seen if low <= says < high]
        if inside:
            says, right = fmean(one for one, _ in inside), fmean(one for _, one in inside)
            found.append(
                Row(
                    what=f"confidence {low:.2f} to {high:.2f}, {told}",
                    figure=f"right {100 * right:.0f} %",
                    compared_with=f"says {100 * says:.0f} %, {len(inside)} levels",
                    ratio=f"{right / says:.2f} ×",
                    bar=f"within {100 * FAR_OFF:.0f} points" if len(inside) >= 20 else "",
                    met=abs(right - says) <= FAR_OFF if len(inside) >= 20 else None,
                )
            )
    return found


def _flips() -> Row:
    """Every labelled call and sample with names, genders, forms of address and words of a region swapped."""
    rubric, knowledge = load_rubric(), load_knowledge()
    calls = [Transcript.read_json(path) for path in sorted(SAMPLES.glob("*/call.transcript.json"))]
    files = [*OWN.glob("*.yaml"), *DEV.glob("*.yaml"), *UNSEEN.glob("calls.*.yaml")]
    calls += [transcript_of(call) for call in read_calls(files)]
    same = whole = 0
    for call in calls:
        before = _levels_only(score(call, rubric, knowledge))
        for kind in SWAPS[call.language]:
            other = swapped(call, kind)
            if other != call:
                whole += 1
                same += _levels_only(score(other, rubric, knowledge)) == before
    return Row(
        what="the same levels when other people say it (names, gender, address, region)",
        figure=f"{100 * same / whole:.1f} %",
        ratio=f"{same} of {whole} calls",
        bar="100 %",
        met=same == whole,
    )


def _levels_only(card: Scorecard) -> tuple[object, ...]:
    return (card.total, *((line.id, line.status, line.value) for line in card.criteria))
