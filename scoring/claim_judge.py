"""Verdicts: from what was said about a fact to supported, contradicted, vague or possible_asr_error."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from scoring.claim_amounts import Fit
from scoring.claim_reading import Reading
from scoring.facts import Fact
from scoring.findings import Claim, Verdict

_BY_FIT: dict[Fit, tuple[Verdict, str, float]] = {
    "equal": ("supported", "supported", 0.95),
    "near": ("vague", "near_unit", 0.75),
    "approximate": ("vague", "approximate", 0.8),
    "open": ("vague", "vague_number", 0.8),
    "asr": ("possible_asr_error", "asr_number", 0.6),
    "wrong_number": ("contradicted", "wrong_number", 0.9),
    "wrong_unit": ("contradicted", "wrong_unit", 0.85),
    "wrong_day_type": ("contradicted", "wrong_day_type", 0.9),
    "wrong_bound": ("contradicted", "wrong_bound", 0.8),
}
_WORST: dict[Verdict, int] = {"contradicted": 0, "possible_asr_error": 1, "vague": 2, "supported": 3, "not_in_kb": 4}
SOFT = 0.7  # factor on the confidence of what was said with 好像, probably


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement before it becomes a claim. Places count in the even text."""

    fact: Fact | None
    verdict: Verdict
    code: str
    confidence: float
    start: int
    end: int
    said: str = ""
    fields: dict[str, str | int | float] = field(default_factory=dict)
    by: str = "quantity"  # quantity, saying, mood, body, likeness
    turned: bool = False  # a saying that a negation turned round: weaker than one that stands as it is

    @property
    def rank(self) -> int:
        """Smaller is worse."""
        return _WORST[self.verdict]


def by_fit(fit: Fit) -> tuple[Verdict, str, float]:
    """Verdict, reason code and confidence of a comparison."""
    return _BY_FIT[fit]


def to_claim(finding: Finding, reading: Reading, today: date | None) -> Claim:
    """Put a finding into the words of the original text, with what its explanation needs."""
    quote, start, end = reading.original(finding.start, finding.end)
    fact = finding.fact
    fields: dict[str, str | int | float] = {"said": finding.said or quote, **finding.fields}
    verified, severity = True, "medium"
    if fact is not None:
        fields |= {
            "statement_zh": fact.statement.zh,
            "statement_en": fact.statement.en,
            "source_zh": fact.source.text("zh"),
            "source_en": fact.source.text("en"),
        }
        verified, severity = fact.verified(today), fact.severity
        if finding.by == "likeness" and finding.verdict == "contradicted":
            verified = False  # likeness alone makes no fault
    return Claim(
        quote=quote,
        start=start,
        end=end,
        fact_id=fact.id if fact else None,
        verdict=finding.verdict,
        confidence=round(finding.confidence, 3),
        code=finding.code,
        fields=fields,
        verified=verified,
        severity=severity,
    )
