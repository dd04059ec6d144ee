"""Was the caller told the truth, all of it, and sent to the right place? The accuracy section."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

from scoring.call_view import CallView, TurnView, evidence
from scoring.claims import TurnClaim
from scoring.criteria.ending import told_to
from scoring.criteria.outcome import ABSENT, SURE, UNSURE, Outcome, cannot_tell, lowest, not_applicable
from scoring.findings import Span
from scoring.referral import BodyMention, referral_due
from scoring.rubric import Criterion
from scoring.scorecard import Evidence, FieldValue

MOST_SHOWN = 4
OURS = "12363"
LEAST_SURE_TOPIC = 0.4  # below it the right body isn't known well enough to mark anybody down


def facts_correct(call: CallView, criterion: Criterion) -> Outcome:
    """Judge the claims that the knowledge base knows.

    2: none is contradicted; 1: something is vague or was corrected; 0: a verified fact is contradicted, which fails
    the section where that fact's severity is high. A contradiction of an unverified or expired fact only
    warns: the value stays and a person looks. So does a number that may be misheard.
    """
    if call.knowledge is None:
        return cannot_tell("no_knowledge")
    known = [claim for claim in call.claims if claim.claim.verdict != "not_in_kb"]
    wrong = [claim for claim in known if claim.claim.verdict == "contradicted"]
    certain = [claim for claim in wrong if claim.claim.verified]
    if certain:
        worst = next((claim for claim in certain if claim.claim.severity == "high"), certain[0])
        return _judged(call, 0, "fact_wrong", certain, critical=worst.claim.severity == "high")
    if wrong:
        return _judged(call, 2, "unverified_contradiction", wrong, confidence=UNSURE)
    misheard = [claim for claim in known if claim.claim.verdict == "possible_asr_error"]
    if misheard:
        return _judged(call, 2, "maybe_misheard", misheard, confidence=UNSURE)
    vague = [claim for claim in known if claim.claim.verdict == "vague"]
    if vague:
        corrected = all(claim.claim.code == "self_corrected" for claim in vague)
        return _judged(call, 1, "fact_corrected" if corrected else "fact_vague", vague)
    if not known:
        return not_applicable("no_claims")
    # Many right statements are surer than the least sure link of one of them to its fact.
    return _judged(call, 2, "facts_right", known, confidence=min(SURE, fmean(one.claim.confidence for one in known)))


def _judged(
    call: CallView,
    value: int,
    code: str,
    claims: list[TurnClaim],
    *,
    confidence: float | None = None,
    critical: bool = False,
) -> Outcome:
    first = claims[0].claim
    shown = [evidence(call.turns[claim.turn], claim.claim) for claim in claims[:MOST_SHOWN]]
    sure = lowest(claim.claim.confidence for claim in claims) if confidence is None else confidence
    facts: dict[str, FieldValue] = {"count": len(claims), "quote": first.quote}
    facts |= dict.fromkeys(("statement_zh", "statement_en", "source_zh", "source_en"), "")
    if first.fact_id is not None and call.knowledge is not None:
        fact = call.knowledge.fact(first.fact_id)
        facts |= {"statement_zh": fact.statement.zh, "statement_en": fact.statement.en}
        facts |= {"source_zh": fact.source.text("zh"), "source_en": fact.source.text("en")}
    return Outcome(code, "scored", value, sure, facts, tuple(shown), critical)


def facts_complete(call: CallView, criterion: Criterion) -> Outcome:
    """Compare the facts that the topic requires with those given: all 2, at least half 1, fewer 0."""
    if call.knowledge is None:
        return cannot_tell("no_knowledge")
    given, missing = call.required.given, call.required.missing
    whole = len(given) + len(missing)
    shown = [evidence(call.turns[fact.turn], fact) for fact in given[:MOST_SHOWN]]
    left = [call.knowledge.fact(fact_id).statement for fact_id in missing]
    fields: dict[str, FieldValue] = {
        "given": len(given), "whole": whole,
        "missing_zh": "；".join(statement.zh.rstrip("。") for statement in left[:3]),
        "missing_en": "; ".join(statement.en.rstrip(".") for statement in left[:3]),
    }  # fmt: skip
    sure = min(ABSENT, call.topic_confidence) if missing else lowest([call.topic_confidence])
    if not missing:
        return Outcome("facts_all_given", "scored", 2, SURE, fields, tuple(shown))
    if 2 * len(given) >= whole:
        return Outcome("facts_half_given", "scored", 1, sure, fields, tuple(shown))
    return Outcome("facts_missing", "scored", 0, sure, fields, tuple(shown))


def right_referral(call: CallView, criterion: Criterion) -> Outcome:
    """See whether the customer is sent to the competent body.

    Where that is this hotline itself, taking the matter on is right and sending it to another body is wrong.
    """
    if call.knowledge is None:
        return cannot_tell("no_knowledge")
    if call.topic is None or call.topic_confidence < LEAST_SURE_TOPIC:
        return cannot_tell("topic_unknown")
    due = referral_due(call.topic, call.institution, call.knowledge)
    if due is None:
        return not_applicable("no_referral_due")
    named = [(view, body) for view in call.by("agent") for body in view.bodies if not body.negated]
    right = [(view, body) for view, body in named if body.body == due and _sends(call, view, body, due)]
    if right:
        view, body = right[-1]
        return _referral(1, "referred_right", due, evidence(view, _span(body)))
    fitting = call.knowledge.topic(call.topic).also_fitting
    wrong = [(v, b) for v, b in named if _sends(call, v, b, due) and _rival(b, due) and b.body not in fitting]
    if wrong:
        view, body = wrong[0]
        more = {"quote": body.quote, **_named(body.body, "named")}
        return _referral(0, "referred_wrong", due, evidence(view, _span(body)), more=more)
    if due == OURS:
        taken = next(call.acts("next_step", "explain_procedure"), None) or told_to(call)
        if taken is not None:
            return _referral(1, "taken_on", due, evidence(*taken), sure=ABSENT)
    last = next(reversed(call.by("agent")), None)
    return _referral(0, "not_referred", due, *([evidence(last)] if last else []), sure=ABSENT)


def _referral(
    value: int, code: str, due: str, *shown: Evidence, sure: float = SURE, more: Mapping[str, FieldValue] | None = None
) -> Outcome:
    return Outcome(code, "scored", value, sure, {**(more or {}), **_named(due)}, shown)


def _sends(call: CallView, view: TurnView, body: BodyMention, due: str) -> bool:
    """Whether the customer is sent there, also by a bare name or number in answer ("Whom do I ask?" – "12378").

    Our own name counts wherever it comes after the greeting, where this hotline is the one that is due.
    """
    if body.directed or (body.body == due == OURS and view not in call.first_agent_turns(1)):
        return True
    alone = len(body.quote) * 2 >= len(view.turn.text.strip())
    return alone and any(other.index < view.index for other in call.by("customer"))


_WORDS = {
    "institution": ("机构自己", "the institution itself"),
    "court": ("法院", "the court"),
    "police": ("公安机关", "the police"),
    "mediation": ("调解组织", "mediation"),
}


def _named(body: str, key: str = "body") -> dict[str, FieldValue]:
    """A body as fields of an explanation: its code, and its words in both languages."""
    zh, en = _WORDS.get(body, (body, body))
    return {key: body, f"{key}_zh": zh, f"{key}_en": en}


def _rival(body: BodyMention, due: str) -> bool:
    """Whether a referral to `body` stands in for the one that is due; court, police or mediation may come beside it."""
    return body.body in ("12378", "12363", "12386") and body.body != due


def _span(body: BodyMention) -> Span:
    return Span(quote=body.quote, start=body.start, end=body.end)
