"""Did the agent ask first? `understand_situation`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from scoring.advice import asks_which_institution, blames, find_questions
from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.ending import ends_with_customer
from scoring.criteria.outcome import ABSENT, Outcome, cannot_tell, lowest, scored
from scoring.findings import Act, Span
from scoring.rubric import Criterion

MOST_SHOWN = 3
FULL_FROM = 2  # different questions; rubric 12363@1
PLAIN_QUESTION = 0.75  # confidence of a question that is known by its form alone
_OTHER_WORDS: tuple[Act, ...] = ("verify_identity", "check_resolved", "confirm_understanding", "hold_notice", "greet")
_HARSH: tuple[Act, ...] = ("blame", "threaten", "dismiss")  # a turn that does this asks nothing in earnest
SAME_QUESTION = 85.0  # likeness, 0-100, from which two questions are one asked twice
_Asked = tuple[TurnView, Span, float]  # where, the words, confidence


def understand_situation(call: CallView, criterion: Criterion) -> Outcome:
    """Count the different questions about this customer's circumstances before the first advice.

    Without any advice in the call, all its questions count. Who hangs up at once could not be asked.
    """
    full_from = int(criterion.params.get("full_from", FULL_FROM))  # type: ignore[arg-type]
    advice = call.first_advice()
    early = [view for view in call.by("agent") if advice is None or view.index <= advice[0].index]
    asked = _different([one for one in _questions(call, early) if _before(one[0], one[1], advice)])
    quotes = tuple(evidence(view, span) for view, span, _ in asked[:MOST_SHOWN])
    sure = lowest(confidence for _, _, confidence in asked)
    if len(asked) >= full_from:
        return scored(2, "asked_first", *quotes, confidence=sure, count=len(asked))
    first = (evidence(*advice),) if advice is not None else ()
    if advice is None and ends_with_customer(call) and len(call.first_agent_turns(3)) < 3:
        return cannot_tell("broken_off_early")
    if asked:
        return scored(
            1, "asked_once", *quotes, *first, confidence=min(sure, ABSENT), count=len(asked), quote=asked[0][1].quote
        )
    before = [view for view in call.by("customer") if advice is None or view.index < advice[0].index][-1:]
    shown = (*first, *map(evidence, before))  # what the customer had told when the advice came
    if advice is None:
        return scored(0, "nothing_asked_at_all", *shown, confidence=ABSENT)
    return scored(0, "nothing_asked", *shown, confidence=ABSENT, quote=advice[1].quote)


def _questions(call: CallView, views: Sequence[TurnView]) -> Iterator[_Asked]:
    """Every question in these turns about this customer's circumstances: found as an act, or by its form."""
    for view in views:
        if view.does(*_HARSH):
            continue
        acts = view.does("ask_situation")
        for hit in acts:
            if not asks_which_institution(hit.quote, call.language) and not blames(hit.quote, call.language):
                yield view, hit, hit.confidence
        others = (*acts, *view.does(*_OTHER_WORDS))
        for span in find_questions(view.turn.text, call.language):
            if not any(_overlap(hit, span) for hit in others):
                yield view, span, PLAIN_QUESTION


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _before(view: TurnView, span: Span, advice: tuple[TurnView, Span] | None) -> bool:
    return advice is None or (view.index, span.start) < (advice[0].index, advice[1].start)


def _different(asked: list[_Asked]) -> list[_Asked]:
    kept: list[_Asked] = []
    for one in asked:
        if all(fuzz.ratio(one[1].quote, other.quote) < SAME_QUESTION for _, other, _ in kept):
            kept.append(one)
    return kept
