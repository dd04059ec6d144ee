"""From the rules' scorecard to the centre's: values that it learned from its reviewers, and who looks at what.

Pure: which versions and policies hold is the desk's to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from recordings.transcript import Transcript
from scoring.call_view import TurnView, evidence
from scoring.explain import explain
from scoring.findings import Span
from scoring.learning.from_calls import example_of
from scoring.learning.model import Learned, Prediction
from scoring.maths import total
from scoring.rubric import Criterion, Rubric
from scoring.score import LEAST_SCORED, doubts_of, mean_confidence, share_scored
from scoring.scorecard import CriterionScore, Evidence, RulesSaid, Scorecard, Trust

SAMPLED = "trust_sample"  # reason for a person to look: the call was drawn so that a criterion stays watched


def with_learned(
    rubric: Rubric, transcript: Transcript, card: Scorecard, models: Mapping[str, tuple[int, Learned]]
) -> Scorecard:
    """The scorecard with learned values, its maths done anew.

    Only a value that the rules gave is ever replaced: whether a criterion applies, and what can't be told, stays with
    them.

    Args:
        rubric: That `card` was made on.
        transcript: The same words, without personal data.
        card: By the rules.
        models: Version and model, by criterion.
    """
    scores = []
    for criterion in rubric.criteria:
        score = card.criterion(criterion.id)
        if criterion.id in models and score.status == "scored":
            version, model = models[criterion.id]
            (said,) = model.predict([example_of("", transcript, card, criterion)])
            score = _learned(criterion, transcript, score, said, version)
        scores.append(score)
    sums = total(rubric, scores)
    if share_scored(rubric, sums) < LEAST_SCORED:
        sums = sums.model_copy(update={"total": None, "total_before_critical": None})
    return card.model_copy(update={**dict(sums), "confidence": mean_confidence(rubric, sums)})


def routed(rubric: Rubric, card: Scorecard, policies: Mapping[str, Trust], drawn: Collection[str]) -> Scorecard:
    """The scorecard with each criterion's policy on it, and whether a person should look by those policies.

    What a criterion on *auto* leaves in doubt sends nobody the call; risks, critical failures and all that isn't one
    criterion's doubt stay.

    Args:
        rubric: That `card` was made on.
        card: With learned values in it.
        policies: Of the criteria that somebody decided on.
        drawn: Criteria for whose watch this call was drawn.
    """
    asked = [score for score in card.criteria if policies.get(score.id) != "auto"]
    doubts = doubts_of(rubric, asked, card.total)
    watched = any(card.criterion(one).status == "scored" for one in drawn)
    reasons = [reason for reason in card.review_reasons if reason not in (*doubts, SAMPLED)]
    reasons += [reason for reason, holds in doubts.items() if holds]
    reasons += [SAMPLED] * watched
    scores = tuple(score.model_copy(update={"policy": policies.get(score.id)}) for score in card.criteria)
    return card.model_copy(update={"criteria": scores, "review_reasons": tuple(reasons), "needs_review": bool(reasons)})


def _learned(
    criterion: Criterion, transcript: Transcript, rules: CriterionScore, said: Prediction, version: int
) -> CriterionScore:
    """The learned value with its reason; where it is the rules' own, their reason stands: it says more."""
    made: dict[str, object] = {
        "engine": "learned",
        "model": str(version),
        "confidence": round(said.sure, 3),
        "value": said.level,
        "rules": RulesSaid(status=rules.status, value=rules.value, confidence=rules.confidence),
    }
    if said.level != rules.value:
        anchor = criterion.anchors[said.level]
        made["explanation"] = explain(
            "learned_over_rules",
            anchor_zh=anchor.zh,
            anchor_en=anchor.en,
            sure=round(100 * said.sure),
            version=version,
            rules=str(rules.value),
        )
        made["evidence"] = quotes(transcript, said.strongest) if said.level else rules.evidence
    return rules.model_copy(update=made)


def quotes(transcript: Transcript, sentence: str) -> tuple[Evidence, ...]:
    """Where a sentence stands in the agent's turns; nothing where it doesn't."""
    for turn in transcript.turns:
        start = turn.text.find(sentence) if turn.speaker == "agent" else -1
        if start >= 0:
            return (evidence(TurnView(turn, 0), Span(quote=sentence, start=start, end=start + len(sentence))),)
    return ()
