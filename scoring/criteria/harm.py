"""What an agent must not do: `respect`, `no_overpromise`, `privacy`, `forbidden_phrases`."""

from __future__ import annotations

from scoring.call_view import CallView, evidence
from scoring.criteria.outcome import LEAST_SURE_HIT, SURE, Outcome, cannot_tell, lowest, not_applicable, scored
from scoring.findings import Act
from scoring.forbidden import find_forbidden
from scoring.rubric import Criterion

MOST_SHOWN = 3


def respect(call: CallView, criterion: Criterion) -> Outcome:
    """No blame, threat or dismissal of the customer. Harm is found by phrase or cue, never by likeness alone."""
    return _free_of(call, "respectful", "blame", "threaten", "dismiss")


def no_overpromise(call: CallView, criterion: Criterion) -> Outcome:
    """No promise of what the hotline can't decide."""
    return _free_of(call, "no_promise", "overpromise")


def privacy(call: CallView, criterion: Criterion) -> Outcome:
    """No question for a password, CVV or SMS code."""
    return _free_of(call, "no_secret_asked", "ask_secret")


def _free_of(call: CallView, clean: str, *acts: Act) -> Outcome:
    found = list(call.acts(*acts))
    sure = [(view, hit) for view, hit in found if hit.confidence >= LEAST_SURE_HIT]
    if sure:
        first = sure[0][1]
        shown = [evidence(view, hit) for view, hit in sure[:MOST_SHOWN]]
        confidence = lowest([max(hit.confidence for _, hit in sure)])
        return scored(0, first.act, *shown, confidence=confidence, quote=first.quote, count=len(sure))
    if found:
        shown = [evidence(view, hit) for view, hit in found[:MOST_SHOWN]]
        return cannot_tell("maybe_harmful", *shown, quote=found[0][1].quote)
    return scored(1, clean, confidence=SURE)


def forbidden_phrases(call: CallView, criterion: Criterion) -> Outcome:
    """None of the phrases that the knowledge base lists."""
    if call.knowledge is None or not call.knowledge.forbidden:
        return not_applicable("no_forbidden_list")
    found = [
        (view, hit)
        for view in call.by("agent")
        for hit in find_forbidden(view.turn.text, call.language, call.knowledge)
    ]
    if not found:
        return scored(1, "no_forbidden")
    shown = [evidence(view, hit) for view, hit in found[:MOST_SHOWN]]
    return scored(0, "forbidden_used", *shown, quote=found[0][1].quote, count=len(found))
