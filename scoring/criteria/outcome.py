"""What a criterion's scorer gives back, and when a criterion doesn't apply or can't be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scoring.call_view import CallView
from scoring.rubric import Criterion
from scoring.scorecard import Evidence, FieldValue, Status

SURE = 0.92  # something was found
ABSENT = 0.78  # nothing was found: words that we don't know may have done it
UNSURE = 0.5  # a person should look
LEAST_SURE_HIT = 0.6  # below it a finding is not used against anybody
# Reasons of a good value that rests on nothing bad being found.
CLEAN = frozenset(("respectful", "no_promise", "no_secret_asked", "no_forbidden", "never_said"))


@dataclass(frozen=True)
class Outcome:
    """A value with its reason. `critical`: this lowest level is a critical failure, where the scorer decides that."""

    code: str
    status: Status = "scored"
    value: int | None = None
    confidence: float = SURE
    fields: dict[str, FieldValue] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    critical: bool = False


Scorer = Callable[[CallView, Criterion], Outcome]


def scored(
    value: int,
    code: str,
    *evidence: Evidence,
    confidence: float = SURE,
    critical: bool = False,
    **fields: FieldValue,
) -> Outcome:
    """A value."""
    return Outcome(code, "scored", value, confidence, dict(fields), tuple(evidence), critical)


def not_applicable(code: str, **fields: FieldValue) -> Outcome:
    """It doesn't apply to this call."""
    return Outcome(code, "na", None, SURE, dict(fields))


def cannot_tell(code: str, *evidence: Evidence, **fields: FieldValue) -> Outcome:
    """It may apply, but this call doesn't show it."""
    return Outcome(code, "unscored", None, UNSURE, dict(fields), tuple(evidence))


def lowest(confidences: Iterable[float]) -> float:
    """The confidence of a value that rests on all of these; `SURE` at most."""
    return min((SURE, *confidences))
