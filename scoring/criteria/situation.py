"""Did the agent ask first? `understand_situation`."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.ending import ends_with_customer
from scoring.criteria.outcome import ABSENT, Outcome, cannot_tell, lowest, scored
from scoring.findings import ActHit, Span
from scoring.rubric import Criterion

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

    Without any advice in the call, all its questions count. Who hangs up at once could not be asked.
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
    first = (evidence(*advice),) if advice is not None else ()
    if advice is None and ends_with_customer(call) and len(call.first_agent_turns(3)) < 3:
        return cannot_tell("broken_off_early")
    if asked:
        return scored(1, "asked_once", *quotes, *first, confidence=min(sure, ABSENT), count=len(asked))
    before = [view for view in call.by("customer") if advice is None or view.index < advice[0].index][-1:]
    shown = (*first, *map(evidence, before))  # what the customer had told when the advice came
    if advice is None:
        return scored(0, "nothing_asked_at_all", *shown, confidence=ABSENT)
    return scored(0, "nothing_asked", *shown, confidence=ABSENT, quote=advice[1].quote)


def _before(view: TurnView, hit: ActHit, advice: tuple[TurnView, Span] | None) -> bool:
    return advice is None or (view.index, hit.start) < (advice[0].index, advice[1].start)


def _different(asked: list[tuple[TurnView, ActHit]]) -> list[tuple[TurnView, ActHit]]:
    kept: list[tuple[TurnView, ActHit]] = []
    for view, hit in asked:
        if all(fuzz.ratio(hit.quote, other.quote) < SAME_QUESTION for _, other in kept):
            kept.append((view, hit))
    return kept
