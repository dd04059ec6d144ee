"""Did the agent ask first? `understand_situation`."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.outcome import ABSENT, Outcome, lowest, scored
from scoring.findings import ActHit
from scoring.rubric import Criterion
from scoring.scorecard import Evidence

FULL_FROM = 2  # different questions; rubric 12363@1
# Which institution it is about is asked for the form, not for the person.
_WHICH_INSTITUTION = {
    "zh": re.compile(
        r"^(?:请问|那|您)?(?:说的)?是?(?:什么|哪家|哪个|哪一家)的?(?:银行|机构|公司|平台|保险公司|支付机构)[啊呢?？]*$"
    ),
    "en": re.compile(
        r"^(?:so )?(?:which|what) (?:bank|insurer|company|institution|platform)(?: is (?:it|this|that))?\W*$",
        re.IGNORECASE,
    ),
}
SAME_QUESTION = 85.0  # likeness, 0-100, from which two questions are one asked twice


def understand_situation(call: CallView, criterion: Criterion) -> Outcome:
    """Count the different questions about this customer's circumstances before the first advice.

    Without any advice in the call, all its questions count.
    """
    full_from = int(criterion.params.get("full_from", FULL_FROM))  # type: ignore[arg-type]
    advice = call.first_advice()
    own = _WHICH_INSTITUTION[call.language]
    asked = _different(
        [
            (view, hit)
            for view, hit in call.acts("ask_situation")
            if _before(view, hit, advice) and not own.search(hit.quote.strip())
        ]
    )
    quotes = tuple(evidence(view, hit) for view, hit in asked[:3])
    sure = lowest(hit.confidence for _, hit in asked)
    if len(asked) >= full_from:
        return scored(2, "asked_first", *quotes, confidence=sure, count=len(asked))
    first = _first_advice_evidence(call, advice)
    if asked:
        return scored(1, "asked_once", *quotes, *first, confidence=min(sure, ABSENT), count=len(asked))
    told = next(iter(call.by("customer")), None)
    shown = first or ((evidence(told),) if told is not None else ())
    return scored(0, "nothing_asked", *shown, confidence=ABSENT)


def _before(view: TurnView, hit: ActHit, advice: tuple[int, int] | None) -> bool:
    return advice is None or (view.index, hit.start) < advice


def _different(asked: list[tuple[TurnView, ActHit]]) -> list[tuple[TurnView, ActHit]]:
    kept: list[tuple[TurnView, ActHit]] = []
    for view, hit in asked:
        if all(fuzz.ratio(hit.quote, other.quote) < SAME_QUESTION for _, other in kept):
            kept.append((view, hit))
    return kept


def _first_advice_evidence(call: CallView, advice: tuple[int, int] | None) -> tuple[Evidence, ...]:
    if advice is None:
        return ()
    view = call.turns[advice[0]]
    hit = next(hit for hit in view.acts if hit.start == advice[1])
    return (evidence(view, hit),)
