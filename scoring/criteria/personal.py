"""Does help fit this customer, and was the problem understood? `personalised_help`, `reflect_understanding`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scoring.call_view import BRUSH_OFF, CallView, TurnView, evidence
from scoring.criteria.outcome import ABSENT, SURE, Outcome, lowest, scored
from scoring.findings import ActHit, Span
from scoring.normalise import normalise
from scoring.own_facts import given_facts, shared_facts
from scoring.rubric import Criterion

MOST_SHOWN = 3
RESTATED_UNSAID = 0.85  # confidence of a restatement known by its "is that right?" and the customer's words alone
FULL_FROM = 2  # facts of this customer; rubric 12363@1
OWN_WORDS = {"zh": 0.12, "en": 0.2}  # share of the restatement that is the customer's, from which it is no formula
_CHECK = {
    "zh": re.compile(r"(?:对吗|对吧|对不对|是吗|是吧|是不是|是这样|没错吧|没理解错|理解得对|可以这么理解)|[??]\s*$"),
    "en": re.compile(
        r"\b(?:have i (?:got|understood)|did i (?:get|understand)|am i right|correct|right|is that (?:so|it))\b|\?\s*$",
        re.IGNORECASE,
    ),
}
_TAG = {  # in evened text
    "zh": re.compile(r"(?:对吗|对吧|对不对|是吗|是吧|是不是|是这样(?:[吗吧]|的)|没错吧|没理解错吧?|这么回事)[?.]?\s*$"),
    "en": re.compile(
        r"\b(?:have i (?:got|understood)[^.?!]*|did i (?:get|understand)[^.?!]*|am i right|that is right"
        r"|is (?:that|this|it) (?:right|correct|so|how it is|the case|what happened)|(?:right|correct|yes)\?)\??\s*$"
    ),
}
_STOP_EN = frozenset(
    re.findall(
        r"\S+",
        "the and for that this with you your was were have has had not are but can will would from they them what when "
        "who how why did does been about just like so i'm it's i've my me we our us is it to of in on a an i",
    )
)


def personalised_help(call: CallView, criterion: Criterion) -> Outcome:
    """Count this customer's own facts that the agent's advice takes up: amounts, dates, names, circumstances.

    Only turns with advice count: a question or a read-back is not yet help. Without advice there is nothing to fit.
    """
    full_from = int(criterion.params.get("full_from", FULL_FROM))  # type: ignore[arg-type]
    advice = [view for view in call.by("agent") if call.advises(view)]
    told, said, advised = (
        [(view.index, view.own_facts) for view in views] for views in (call.by("customer"), call.by("agent"), advice)
    )
    given = given_facts(told, said)
    shared = shared_facts(given, advised)
    shown = [evidence(call.turns[fact.agent_turn], fact.agent) for fact in shared[:MOST_SHOWN]]
    shown += [evidence(call.turns[fact.customer_turn], fact.customer) for fact in shared[:MOST_SHOWN]]
    if len(shared) >= full_from:
        return scored(2, "fits_customer", *shown, confidence=SURE, count=len(shared), said=shared[0].customer.quote)
    if shared:
        used = shared[0].customer
        rest = [span.quote for turn, span in given.values() if (turn, span) != (shared[0].customer_turn, used)]
        other = rest[0] if rest else used.quote
        return scored(1, "fits_once", *shown, confidence=ABSENT, count=1, said=used.quote, other=other)
    return _canned(call, given)


def _canned(call: CallView, given: Mapping[str, tuple[int, Span]]) -> Outcome:
    """The advice that fits anybody, and what the customer had told that it could have used."""
    canned = [view for view in call.by("agent") if call.advises(view) or view.does(*BRUSH_OFF)]
    canned = canned or list(call.by("agent"))[-2:]
    unused = sorted(given.values(), key=lambda fact: (fact[0], fact[1].start))[:MOST_SHOWN]
    shown = [evidence(canned[0]), *(evidence(call.turns[turn], span) for turn, span in unused)]
    if not unused:
        return scored(0, "canned_advice", *shown, confidence=ABSENT)
    said = unused[0][1].quote
    return scored(0, "canned_though_told", *shown, confidence=ABSENT, said=said, quote=canned[0].turn.text)


def reflect_understanding(call: CallView, criterion: Criterion) -> Outcome:
    """Look for a restatement of the problem in the customer's words, and for the check that it is right.

    2: restates and checks; 1: restates without check, or checks with a formula that holds nothing of the
    customer's; 0: neither.
    """
    best: tuple[int, str, TurnView, Span] | None = None
    for view, hit in _restatements(call):
        own = _own_share(call, view)
        rest = normalise(view.turn.text[hit.start :], call.language).text
        checked = _CHECK[call.language].search(rest) is not None
        full = own >= OWN_WORDS[call.language]
        if not full and not (checked and isinstance(hit, ActHit)):
            continue  # "I understand": a formula
        if not checked and view.index in call.informs:
            continue  # what a rule says, in words that the customer used too
        value, code = (
            (2, "restated_and_checked") if full and checked else (1, "restated_only" if full else "formula_check")
        )
        if best is None or value > best[0]:
            best = (value, code, view, hit)
    if best is not None:
        value, code, view, hit = best
        sure = lowest([hit.confidence] if isinstance(hit, ActHit) else [RESTATED_UNSAID])
        return scored(value, code, evidence(view, hit), confidence=sure, turn=view.index, quote=hit.quote)
    told = max(call.by("customer"), key=lambda view: len(view.turn.text), default=None)
    shown = [evidence(told)] if told is not None else []
    said = told.turn.text if told is not None else ""
    return scored(0, "not_restated", *shown, confidence=ABSENT, said=said)


def _restatements(call: CallView) -> Iterator[tuple[TurnView, Span]]:
    """What may be a restatement: the act, or any words that end in "is that right?"."""
    for view in call.by("agent"):
        hits = view.does("confirm_understanding")
        yield from ((view, hit) for hit in hits)
        tagged = not hits and _TAG[call.language].search(normalise(view.turn.text, call.language).text)
        if tagged and not view.does("check_resolved"):
            yield view, Span(quote=view.turn.text, start=0, end=len(view.turn.text))


def _own_share(call: CallView, view: TurnView) -> float:
    """How much of a turn is in the words that the customer used before it, 0-1."""
    before = " ".join(other.turn.text for other in call.by("customer") if other.index < view.index)
    mine, theirs = (_pieces(call, normalise(text, call.language).text) for text in (view.turn.text, before))
    return len(mine & theirs) / len(mine) if mine else 0.0


def _pieces(call: CallView, text: str) -> set[str]:
    if call.language == "zh":
        even = re.sub(r"[^㐀-鿿\d]", "", text)
        return {even[at : at + 2] for at in range(len(even) - 1)}
    return {word for word in re.findall(r"[a-z0-9']+", text.lower()) if word not in _STOP_EN}
