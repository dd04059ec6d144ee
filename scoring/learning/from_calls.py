"""A scored call as an example of one criterion: the words that it is about, and what the rules found in them.

Nothing here knows who the agent is: a transcript and a scorecard have no place for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log1p

from recordings.transcript import Transcript, Turn
from scoring.findings import ACTS, FEELINGS, Verdict
from scoring.learning.examples import Example
from scoring.rubric import Criterion
from scoring.scorecard import CriterionScore, Scorecard

# Scorers of what people read differently. Facts, secrets, forbidden words, times and every harm stay with the rules.
LEARNABLE = frozenset(
    (
        "acknowledge_feeling", "check_resolved", "closing", "next_steps", "opening", "personalised_help",
        "reflect_understanding", "says", "understand_situation",
    )
)  # fmt: skip
_FIRST = {"opening": 2}  # agent's turns that alone are looked at: the first, the last, those after a feeling
_LAST = {"closing": 3, "check_resolved": 4}
_AFTER_FEELING = 2
_VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "vague")


def learnable(criterion: Criterion) -> bool:
    """Whether people's scores may ever give the value: nothing critical, and nothing that is a matter of fact."""
    return criterion.scorer in LEARNABLE and criterion.critical == "none"


def example_of(
    group: str, transcript: Transcript, card: Scorecard, criterion: Criterion, label: int | None = None
) -> Example:
    """The example of a criterion in a call.

    Args:
        group: The call's id; a call is never on both sides of a split.
        transcript: Without personal data.
        card: The automatic scorecard of the same words.
        criterion: One that `card` holds.
        label: The reviewer's level; None to predict it.
    """
    turns = _looked_at(transcript, card, criterion)
    customer = [turn.text for turn in transcript.turns if turn.speaker == "customer"]
    return Example(
        group=group,
        language=transcript.language,
        context="\n".join(customer),
        text="\n".join(turn.text for turn in turns) or "–",
        label=label,
        known=_known(card, criterion, turns),
    )


def by_rules(score: CriterionScore) -> tuple[str, int | None, float]:
    """Status, value and confidence that the rules gave, also where something learned stands over it."""
    said = score.rules
    if said is not None:
        return said.status, said.value, said.confidence
    return score.status, score.value, score.confidence


def _looked_at(transcript: Transcript, card: Scorecard, criterion: Criterion) -> list[Turn]:
    agent = [turn for turn in transcript.turns if turn.speaker == "agent"]
    if criterion.scorer in _FIRST:
        return agent[: _FIRST[criterion.scorer]]
    if criterion.scorer in _LAST:
        return agent[-_LAST[criterion.scorer] :]
    if criterion.scorer != "acknowledge_feeling":
        return agent
    felt = [signal.turn for signal in card.signals if signal.kind in FEELINGS]
    near = {turn.index for at in felt for turn in [one for one in agent if one.index > at][:_AFTER_FEELING]}
    return [turn for turn in agent if turn.index in near] or agent


def _known(card: Scorecard, criterion: Criterion, turns: Sequence[Turn]) -> tuple[float, ...]:
    """What the rules found: their value one-hot and how sure they are of it, acts, feelings, claims, length."""
    score = card.criterion(criterion.id)
    status, value, confidence = by_rules(score)
    levels = range(criterion.max + 1)
    places = {turn.index for turn in turns}
    acts = Counter(hit.act for hit in card.acts if hit.turn in places)
    claims = Counter(claim.verdict for claim in card.claims)
    return (
        *(float(status == "scored" and value == level) for level in levels),
        float(status == "na"),
        confidence,
        float(len(score.evidence)),
        *(log1p(acts[act]) for act in ACTS),
        log1p(sum(signal.kind in FEELINGS for signal in card.signals)),
        *(log1p(claims[verdict]) for verdict in _VERDICTS),
        log1p(len(turns)),
    )
