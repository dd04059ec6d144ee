"""What the finders find in a turn: acts, customer signals, quantities, claims.

Every finding carries an exact `quote` with its place in the turn's own text:
`text[finding.start:finding.end] == finding.quote`, offsets in characters.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from recordings.transcript import Model

Act = Literal[
    "greet", "acknowledge_feeling", "apologise", "ask_situation", "confirm_understanding", "personalise",
    "explain_procedure", "give_deadline", "explain_right", "refer", "verify_identity", "hold_notice",
    "next_step", "check_resolved", "thank", "close",
    "overpromise", "blame", "dismiss", "threaten", "ask_secret", "refuse_without_path",
]  # fmt: skip
ACTS: tuple[Act, ...] = get_args(Act)
HARMFUL_ACTS: frozenset[Act] = frozenset(
    ("overpromise", "blame", "dismiss", "threaten", "ask_secret", "refuse_without_path")
)

SignalKind = Literal[
    "angry", "anxious", "sad", "ashamed", "confused", "hardship",
    "self_harm", "media_threat", "petition_threat", "repeat_complaint", "group_complaint", "agent_for_hire",
]  # fmt: skip
FEELINGS: frozenset[SignalKind] = frozenset(("angry", "anxious", "sad", "ashamed", "confused", "hardship"))
RISKS: frozenset[SignalKind] = frozenset(
    ("self_harm", "media_threat", "petition_threat", "repeat_complaint", "group_complaint", "agent_for_hire")
)

Verdict = Literal["supported", "contradicted", "vague", "not_in_kb", "possible_asr_error"]


class Span(Model):
    """An exact piece of a turn's text."""

    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class ActHit(Span):
    """One act that an agent's clause performs."""

    act: Act
    confidence: float = Field(ge=0, le=1)


class Signal(Span):
    """A feeling, a hardship or a risk that a customer's clause voices."""

    kind: SignalKind
    confidence: float = Field(ge=0, le=1)


class Quantity(Span):
    """A number with its unit as spoken.

    `low`/`high` bound the value (equal for an exact one, None for open); `high_inclusive` and
    `low_inclusive` say whether the bound itself counts. Units stay as said: 2 months is not 60 days.
    """

    kind: Literal["duration", "money", "rate", "count", "clock", "date", "number"]
    low: float | None
    high: float | None
    low_inclusive: bool = True
    high_inclusive: bool = True
    unit: str  # day, week, month, year, hour, minute, yuan, percent, time, instalment, "" …
    day_type: Literal["business", "calendar"] | None = None
    approximate: bool = False  # about, or so, 左右, 大概: the bounds are not meant exactly


class Claim(Span):
    """A checkable statement of the agent and how it stands to the knowledge base."""

    fact_id: str | None
    verdict: Verdict
    confidence: float = Field(ge=0, le=1)
    code: str  # why: key of scoring/explanations.yaml, such as "wrong_number" or "may_said_as_must"
    fields: dict[str, str | int | float] = Field(default_factory=dict)
    verified: bool = True  # False: this can only warn, as the fact is unverified, out of date, or only resembled
    severity: Literal["low", "medium", "high"] = "medium"

    @property
    def certain(self) -> bool:
        """Whether words of the base show it; what is only resembled is no ground to go on in practice."""
        return not self.code.startswith("resembles_")
