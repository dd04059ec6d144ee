"""From a transcript to a scorecard: each criterion by its scorer, then the maths, then whether a person should look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from recordings.transcript import Transcript
from scoring.call_reading import CallReading
from scoring.call_view import CallView, view_call
from scoring.confidence import calibrated
from scoring.criteria import CONDITIONS, DONE_ANYWAY, SCORERS
from scoring.criteria.outcome import ABSENT, CLEAN, SURE, Outcome, cannot_tell
from scoring.explain import explain
from scoring.facts import Knowledge
from scoring.findings import RISKS
from scoring.maths import Totals, total
from scoring.rubric import Criterion, Rubric
from scoring.scorecard import (
    CriterionScore,
    Figures,
    Scorecard,
    ScoredAct,
    ScoredClaim,
    ScoredSignal,
)

LEAST_SCORED = 0.3  # share of the weight that applies; a total of less would speak of a call that nobody could judge
DRAFT_FACTOR = 0.6  # a draft transcript is wrong in too many words to be sure of anything
UNHEARD_BELOW = 0.7  # mean confidence of the transcript's turns, 0-1, below which every value is less sure; own choice
SELF_HARM = "self_harm"
UNHEARD = frozenset(("no_feeling_voiced", "no_claims", "no_problem_told"))  # a draft may have lost the words
OPEN_QUESTIONS = frozenset(("maybe_harmful", "topic_unknown", "draft_missing"))  # reasons for a person to look


def score(
    transcript: Transcript,
    rubric: Rubric,
    knowledge: Knowledge | None,
    topic: str | None = None,
    *,
    today: date | None = None,
    reading: CallReading | None = None,
) -> Scorecard:
    """Score one conversation. Never looks at who the agent is.

    Args:
        transcript: The conversation.
        rubric: What it is scored on.
        knowledge: To judge claims against; None leaves the criteria that need it unscored.
        topic: The call's topic where somebody gave it; else it is told from the words.
        today: The day of the call, for facts that have run out; None: dates aren't looked at.
        reading: What `scoring.call_reading.read_call` found with the same arguments; None: it is read here.

    Returns:
        A scorecard of source `auto`; the total is None where less than `LEAST_SCORED` could be scored.
    """
    call = view_call(transcript, knowledge, topic=topic, today=today, reading=reading)
    sections = {criterion.id: section.id for section in rubric.sections for criterion in section.criteria}
    scores = [_criterion(call, criterion, sections[criterion.id]) for criterion in rubric.criteria]
    sums = total(rubric, scores)
    if share_scored(rubric, sums) < LEAST_SCORED:
        sums = sums.model_copy(update={"total": None, "total_before_critical": None})
    confidence = mean_confidence(rubric, sums)
    reasons = _reasons(call, rubric, sums)
    return Scorecard(
        rubric=rubric.reference,
        source="auto",
        language=transcript.language,
        topic=call.topic,
        total=sums.total,
        total_before_critical=sums.total_before_critical,
        critical_failed=sums.critical_failed,
        confidence=confidence,
        needs_review=bool(reasons),
        review_reasons=reasons,
        sections=sums.sections,
        criteria=sums.criteria,
        acts=_acts(call),
        claims=_claims(call),
        signals=_signals(call),
        figures=_figures(call),
    )


def _criterion(call: CallView, criterion: Criterion, section: str) -> CriterionScore:
    """One criterion: first whether it applies, then its scorer."""
    found = CONDITIONS["always"](call) or CONDITIONS[criterion.applies_when](call)
    if found is None:
        found = SCORERS[criterion.scorer](call, criterion)
    elif found.status == "na" and criterion.scorer in DONE_ANYWAY:
        done = SCORERS[criterion.scorer](call, criterion)
        found = done if done.value == criterion.max else found
    return _worded(call, criterion, section, found)


def _worded(call: CallView, criterion: Criterion, section: str, found: Outcome) -> CriterionScore:
    if call.quality == "draft" and (_absent(found) if found.status == "scored" else found.code in UNHEARD):
        found = cannot_tell("draft_missing", *found.evidence)
    sure = found.confidence
    if found.status == "scored":
        usual = ABSENT if found.confidence <= ABSENT else SURE
        sure = calibrated(found.code, sure, usual) * _hearing(call)
    return CriterionScore(
        id=criterion.id,
        section=section,
        status=found.status,
        value=found.value,
        max=criterion.max,
        confidence=round(sure, 3),
        critical_failed=found.critical,
        explanation=explain(found.code, **found.fields),
        evidence=found.evidence,
    )


def _hearing(call: CallView) -> float:
    """What the transcript's own quality leaves of a value's confidence, 0-1."""
    if call.quality == "draft":
        return DRAFT_FACTOR
    known = [view.turn.confidence for view in call.turns if view.turn.confidence is not None]
    mean = sum(known) / len(known) if known else 1.0
    return min(1.0, max(DRAFT_FACTOR, mean / UNHEARD_BELOW))


def _absent(found: Outcome) -> bool:
    """Whether the value rests on words that were not found: a draft may have lost them."""
    return found.confidence <= ABSENT or found.code in CLEAN


def mean_confidence(rubric: Rubric, sums: Totals) -> float:
    """Mean confidence of what is scored, by what it weighs in the total; 0 where nothing is."""
    by_id = {score.id: score for score in sums.criteria}
    parts = []
    for section in rubric.sections:
        scored = [(by_id[criterion.id], criterion.weight) for criterion in section.criteria]
        scored = [(score, weight) for score, weight in scored if score.status == "scored"]
        whole = sum(weight for _, weight in scored)
        parts += [(score.confidence, section.weight * weight / whole) for score, weight in scored]
    whole = sum(weight for _, weight in parts)
    return round(sum(value * weight for value, weight in parts) / whole, 3) if whole else 0.0


def share_scored(rubric: Rubric, sums: Totals) -> float:
    """Share of the weight that applies to this call which could be scored, 0-1."""
    by_id = {score.id: score for score in sums.criteria}
    scored = applies = 0.0
    for section in rubric.sections:
        inner = sum(criterion.weight for criterion in section.criteria)
        for criterion in section.criteria:
            weight = section.weight * criterion.weight / inner
            scored += weight if by_id[criterion.id].status == "scored" else 0.0
            applies += weight if by_id[criterion.id].status != "na" else 0.0
    return scored / applies if applies else 0.0


def _reasons(call: CallView, rubric: Rubric, sums: Totals) -> tuple[str, ...]:
    """Why a person should look, the most urgent first; empty where nobody need."""
    risks = {signal.kind for _, signal in call.risks()}
    doubts = doubts_of(rubric, sums.criteria, sums.total)
    unknown = any(score.explanation.code == "unknown_speakers" for score in sums.criteria)
    misheard = any(claim.claim.verdict == "possible_asr_error" for claim in call.claims)
    found = {  # in order of urgency
        SELF_HARM: SELF_HARM in risks,
        "risk": bool(risks - {SELF_HARM}),
        "critical": bool(sums.critical_failed),
        "unknown_speakers": unknown,
        "draft_transcript": call.quality == "draft",
        "conflict": call.topic_doubted or _contradicts_itself(call),
        "possible_asr_error": misheard,
        **doubts,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def doubts_of(rubric: Rubric, criteria: Sequence[CriterionScore], whole: float | None) -> dict[str, bool]:
    """Whether values are doubted, and whether something is open that a person can tell."""
    doubtful = [score for score in criteria if score.confidence < rubric.review_below]
    return {
        "low_confidence": any(score.status == "scored" for score in doubtful),
        "unscored": whole is None or any(score.explanation.code in OPEN_QUESTIONS for score in doubtful),
    }


def _contradicts_itself(call: CallView) -> bool:
    """Whether the agent says one thing of a fact and later the opposite, without correcting it."""
    said: dict[str, set[str]] = {}
    for each in call.claims:
        if each.claim.fact_id is not None:
            said.setdefault(each.claim.fact_id, set()).add(each.claim.verdict)
    return any({"supported", "contradicted"} <= verdicts for verdicts in said.values())


def _acts(call: CallView) -> tuple[ScoredAct, ...]:
    return tuple(
        ScoredAct(turn=view.index, act=hit.act, quote=hit.quote, confidence=hit.confidence)
        for view in call.by("agent")
        for hit in view.acts
    )


def _claims(call: CallView) -> tuple[ScoredClaim, ...]:
    found = []
    for each in call.claims:
        claim = each.claim
        source = None
        if claim.fact_id is not None and call.knowledge is not None:
            source = call.knowledge.fact(claim.fact_id).source.text(call.language)
        found.append(
            ScoredClaim(
                turn=each.turn,
                quote=claim.quote,
                fact_id=claim.fact_id,
                verdict=claim.verdict,
                explanation=explain(claim.code, **claim.fields),
                source=source,
                verified=claim.verified,
            )
        )
    return tuple(found)


def _signals(call: CallView) -> tuple[ScoredSignal, ...]:
    """Every signal, self-harm first, then other risks, then feelings."""
    found = [
        ScoredSignal(turn=view.index, kind=signal.kind, quote=signal.quote, confidence=signal.confidence)
        for view in call.turns
        for signal in view.signals
    ]
    return tuple(sorted(found, key=lambda signal: (signal.kind != SELF_HARM, signal.kind not in RISKS, signal.turn)))


def _figures(call: CallView) -> Figures:
    line = call.timeline
    return Figures(
        talk_share_agent=_rounded(line.talk_share_agent, 3),
        silence_s=_rounded(line.silence_s, 1),
        longest_silence_s=_rounded(line.longest_silence_s, 1),
        overlaps=None if line.overlaps is None else len(line.overlaps),
        agent_interruptions=None if line.interruptions is None else len(line.interruptions),
        agent_pace_per_min=_rounded(line.pace, 0),
        customer_pace_per_min=_rounded(line.customer_pace, 0),
        customer_interruptions=None if line.customer_interruptions is None else len(line.customer_interruptions),
        announced_silence_s=None
        if line.gaps is None
        else round(sum(gap.duration_s for gap in line.gaps if gap.announced), 1),
        longest_monologue_s=None if line.longest_monologue is None else round(line.longest_monologue.duration_s, 1),
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
