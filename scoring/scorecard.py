"""The scorecard: the values of all criteria from one source, with evidence. Shape `scorecard/1`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model
from scoring.findings import Act, Verdict
from scoring.wording import Bilingual

Status = Literal["scored", "na", "unscored"]
Source = Literal["auto", "judge", "human", "consensus"]
Engine = Literal["rules", "learned", "judge", "reviewer"]
Trust = Literal["assist", "check", "auto"]
FieldValue = str | int | float


class Evidence(Model):
    """An exact substring of a turn's text, and its seconds where the turn has times."""

    turn: int = Field(ge=0)
    quote: str
    start_s: float | None = None
    end_s: float | None = None


class Explanation(Model):
    """Why: a stable code with its fields, and the same in words of both languages."""

    code: str
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    text: Bilingual


class RulesSaid(Model):
    """What the rules gave where something learned stands over it."""

    status: Status
    value: int | None
    confidence: float = Field(ge=0, le=1)


class CriterionScore(Model):
    """One criterion's value. `value` is None unless `status` is scored.

    `engine` says what gave the value, `model` which version of it (a learned version's number, a language model's
    name), `policy` how far the centre trusted the criterion at that time; None: nobody had decided.
    """

    id: str
    section: str
    status: Status
    value: int | None
    max: int
    confidence: float = Field(ge=0, le=1)
    critical_failed: bool = False
    explanation: Explanation
    evidence: tuple[Evidence, ...] = ()
    engine: Engine = "rules"
    model: str | None = None
    policy: Trust | None = None
    rules: RulesSaid | None = None


class SectionScore(Model):
    """A section's score, 0-100; None where none of its criteria is scored."""

    id: str
    score: float | None
    score_before_critical: float | None
    weight: float


class ScoredAct(Model):
    """An act of an agent turn."""

    turn: int
    act: Act
    quote: str
    confidence: float


class ScoredClaim(Model):
    """A claim of an agent turn with its verdict, the reason in words and the fact's source."""

    turn: int
    quote: str
    fact_id: str | None
    verdict: Verdict
    explanation: Explanation
    source: str | None = None  # "征信业管理条例 第17条"
    verified: bool = True


class ScoredSignal(Model):
    """A feeling, hardship or risk of a customer turn.

    `confidence` is 0-1; at most `scoring.signal_likeness.UNSURE` where likeness alone heard it: "may be a hint".
    """

    turn: int
    kind: str
    quote: str
    confidence: float = 1.0


class Figures(Model):
    """Timeline figures. None where the transcript has no times."""

    talk_share_agent: float | None = None
    silence_s: float | None = None
    longest_silence_s: float | None = None
    overlaps: int | None = None
    agent_interruptions: int | None = None
    agent_pace_per_min: float | None = None  # characters a minute in zh, words a minute in en
    customer_pace_per_min: float | None = None
    customer_interruptions: int | None = None
    announced_silence_s: float | None = None  # the part of the silence before which the agent asked to wait
    longest_monologue_s: float | None = None  # the agent's


class Scorecard(Model):
    """All criteria of one call from one source."""

    schema_: Literal["scorecard/1"] = Field("scorecard/1", alias="schema")
    rubric: str  # id@version
    source: Source
    language: Language
    topic: str | None = None
    total: float | None
    total_before_critical: float | None
    critical_failed: tuple[str, ...] = ()
    confidence: float = Field(ge=0, le=1)
    needs_review: bool
    review_reasons: tuple[str, ...] = ()  # codes: low_confidence, draft_transcript, critical, risk, …
    sections: tuple[SectionScore, ...]
    criteria: tuple[CriterionScore, ...]
    acts: tuple[ScoredAct, ...] = ()
    claims: tuple[ScoredClaim, ...] = ()
    signals: tuple[ScoredSignal, ...] = ()
    figures: Figures = Figures()

    def criterion(self, criterion_id: str) -> CriterionScore:
        """The criterion named `criterion_id`. Raises KeyError where the rubric has none."""
        for score in self.criteria:
            if score.id == criterion_id:
                return score
        raise KeyError(criterion_id)

    def to_json(self) -> str:
        """The scorecard as one JSON document."""
        return self.model_dump_json(by_alias=True)
