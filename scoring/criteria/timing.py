"""How the time of the call was used: `dead_air`, `interruptions`."""

from __future__ import annotations

import math

from recordings.timeline import Gap
from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.outcome import SURE, Outcome, cannot_tell, scored
from scoring.findings import Act
from scoring.rubric import Criterion
from scoring.scorecard import Evidence

DEAD_AIR_S = 10.0  # seconds; rubric 12363@1
PER_S = 300.0  # one interruption in so many seconds is nobody's fault; rubric 12363@1
LONGEST_QUOTE = 20  # characters of the turn before a silence
QUESTIONS: tuple[Act, ...] = ("ask_situation", "confirm_understanding", "verify_identity", "check_resolved")


def dead_air(call: CallView, criterion: Criterion) -> Outcome:
    """Mark how often the line went dead without a word of warning: none 2, once 1, more 0.

    A gap counts when it is longer than `longest_allowed_s` and the last agent turn before it holds no
    `hold_notice`. A customer who thinks over a question makes no dead air. Music on hold is silence here.
    """
    if call.timeline.gaps is None:
        return cannot_tell("no_times")
    limit_s = float(criterion.params.get("longest_allowed_s", DEAD_AIR_S))  # type: ignore[arg-type]
    dead = [gap for gap in call.timeline.gaps if gap.duration_s > limit_s and not _explained(call, gap)]
    shown = [_shown(call, gap) for gap in dead[:3]]
    longest = max((gap.duration_s for gap in dead), default=0.0)
    if not dead:
        return scored(2, "no_dead_air", limit=limit_s)
    code, value = ("dead_air_once", 1) if len(dead) == 1 else ("dead_air_often", 0)
    return scored(value, code, *shown, count=len(dead), longest=round(longest, 1), limit=limit_s)


def _explained(call: CallView, gap: Gap) -> bool:
    """Whether the wait was announced, or is the customer's own thinking after a question."""
    before = call.agent_turns_before(gap.after_turn + 1, 1)
    if not before:
        return False
    if gap.announced:
        return True
    last = before[-1]
    asked = bool(last.does(*QUESTIONS)) or last.turn.text.rstrip().endswith(("?", "\uff1f"))
    return asked and gap.after == "agent" and gap.before == "customer"


def _shown(call: CallView, gap: Gap) -> Evidence:
    """The end of the turn before the silence, with the seconds of the silence."""
    quote = call.turns[gap.after_turn].turn.text[-LONGEST_QUOTE:]
    return Evidence(turn=gap.after_turn, quote=quote, start_s=gap.start_s, end_s=gap.end_s)


def interruptions(call: CallView, criterion: Criterion) -> Outcome:
    """Mark how often the agent cuts in: within the allowance 2, up to twice as often 1, more 0.

    The allowance is one for every begun `per_s` seconds of the call.
    """
    found = call.timeline.interruptions
    if found is None:
        return cannot_tell("no_times")
    per_s = float(criterion.params.get("per_s", PER_S))  # type: ignore[arg-type]
    last_s = max((view.turn.end_s or 0.0 for view in call.turns), default=0.0)
    allowed = max(1, math.ceil((call.duration_s or last_s) / per_s))
    shown = [_cut_in(call.turns[one.turn], one.at_s) for one in found[:3]]
    if len(found) <= allowed:
        return scored(2, "few_interruptions", *shown, confidence=SURE, count=len(found), allowed=allowed)
    value = 1 if len(found) <= 2 * allowed else 0
    return scored(value, "interrupted", *shown, count=len(found), allowed=allowed)


def _cut_in(view: TurnView, at_s: float) -> Evidence:
    return evidence(view).model_copy(update={"start_s": at_s})
