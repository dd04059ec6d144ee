"""Criteria that an author makes of acts: `says` (it must be said somewhere) and `never_says` (it must not)."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.ending import ends_with_customer
from scoring.criteria.outcome import ABSENT, LEAST_SURE_HIT, SURE, Outcome, cannot_tell, lowest, scored
from scoring.findings import ActHit
from scoring.rubric import Criterion

MOST_SHOWN = 3


def says(call: CallView, criterion: Criterion) -> Outcome:
    """Look for any of the acts in `acts`, in the first `first_turns` or last `last_turns` times the agent has the word.

    Without either the whole call is looked at. What would have been said at a start or an end that the recording
    doesn't show is left open.
    """
    first, last = criterion.params.get("first_turns"), criterion.params.get("last_turns")
    if isinstance(first, int | float) and call.first_agent_turns(1)[0].stretch > 1:
        return cannot_tell("starts_late")
    turns = _turns(call, first, last)
    wanted = criterion.anchors[1]
    found = _hits(criterion, turns)
    if found:
        view, hit = max(found, key=lambda one: one[1].confidence)
        shown, sure = evidence(view, hit), lowest([hit.confidence])
        return scored(1, "said", shown, confidence=sure, quote=hit.quote, anchor_zh=wanted.zh, anchor_en=wanted.en)
    if isinstance(last, int | float) and ends_with_customer(call):
        return cannot_tell("broken_off")
    near = [evidence(view) for view in turns[-1:]]
    return scored(0, "not_said", *near, confidence=ABSENT, anchor_zh=wanted.zh, anchor_en=wanted.en)


def never_says(call: CallView, criterion: Criterion) -> Outcome:
    """No clause of the agent does any of the acts in `acts`; one that only may be is left open for a person."""
    clean, broken = criterion.anchors[1], criterion.anchors[0]
    found = _hits(criterion, call.by("agent"))
    sure = [(view, hit) for view, hit in found if hit.confidence >= LEAST_SURE_HIT]
    shown = [evidence(view, hit) for view, hit in (sure or found)[:MOST_SHOWN]]
    if sure:
        confidence, quote = lowest([max(hit.confidence for _, hit in sure)]), sure[0][1].quote
        told = {"quote": quote, "anchor_zh": broken.zh, "anchor_en": broken.en}
        return Outcome("said_though_not", value=0, confidence=confidence, fields={**told}, evidence=tuple(shown))
    if found:
        return cannot_tell("maybe_harmful", *shown, quote=found[0][1].quote)
    return scored(1, "never_said", confidence=SURE, anchor_zh=clean.zh, anchor_en=clean.en)


def _turns(call: CallView, first: object, last: object) -> tuple[TurnView, ...]:
    if isinstance(first, int | float):
        return call.first_agent_turns(int(first))
    if isinstance(last, int | float):
        return call.last_agent_turns(int(last))
    return call.by("agent")


def _hits(criterion: Criterion, turns: Sequence[TurnView]) -> list[tuple[TurnView, ActHit]]:
    wanted = criterion.params.get("acts")
    names = wanted if isinstance(wanted, list) else [wanted]
    return [(view, hit) for view in turns for hit in view.acts if hit.act in names]
