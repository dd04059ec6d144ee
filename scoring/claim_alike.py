"""What likeness adds to the claims that the words of the base show, and what it takes away."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.claim_amounts import Fit, compare
from scoring.claim_judge import Finding, by_fit
from scoring.claim_likeness import Resembled, cleared, resembled
from scoring.claim_reading import Reading
from scoring.claim_times import elapsed, from_now
from scoring.facts import Fact, Knowledge

_BEST: dict[Fit, int] = {"equal": 0, "near": 1, "approximate": 2, "open": 3, "asr": 4}
SURE = 0.0  # score from which a saying without its number may still be told of a fact that has one; own choice
LEAST_WRONG = -0.4  # score below which a number that doesn't agree says nothing; own choice


def is_cleared(finding: Finding, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether what is called untrue is plainly else: like no such saying, or like a fact whose number fits."""
    fact = finding.fact
    if fact is None or finding.verdict != "contradicted":
        return False
    if finding.by == "saying":
        return cleared(reading.text, reading.language, fact.id)
    if finding.by != "quantity":
        return False
    like = resembled(reading.text, reading.language)
    if like is None or like.fact_id == fact.id or not knowledge.has_fact(like.fact_id):
        return False
    return _fit(knowledge.fact(like.fact_id), reading, finding.start, finding.end) == "equal"


def by_likeness(reading: Reading, knowledge: Knowledge) -> Iterator[Finding]:
    """What the asserted part of an utterance resembles, where nothing else was found in it.

    The number of a fact is compared, not resembled. Who is competent hangs on the institution, not on the words.
    """
    stated = [clause for clause in reading.clauses if clause.asserted]
    if not stated or not reading.hits:
        return
    like = resembled(" ".join(clause.text for clause in stated), reading.language)
    if like is None or not knowledge.has_fact(like.fact_id) or knowledge.fact(like.fact_id).body is not None:
        return
    fact, start, end = knowledge.fact(like.fact_id), stated[0].start, stated[-1].end
    fit = _fit(fact, reading, start, end)
    verdict, code = like.verdict, "resembles_true" if like.verdict == "supported" else "resembles_untrue"
    if fit is None and fact.slot is not None and like.score < SURE:
        return
    if fit is not None:
        verdict, code = by_fit(fit)[0], "resembles_true" if fit == "equal" else "resembles_untrue"
        if verdict == "contradicted" and like.score < LEAST_WRONG:
            return
    yield Finding(fact, verdict, code, _confidence(like), start, end, by="likeness")


def _confidence(like: Resembled) -> float:
    return min(0.7, 0.55 + 0.15 * max(like.score, -1.0))


def _fit(fact: Fact, reading: Reading, start: int, end: int) -> Fit | None:
    """How the quantity between two places that fits a fact best does so; None where none speaks of its kind."""
    if fact.slot is None:
        return None
    spoken = [one for one in reading.quantities if start <= one.start < end]
    spoken = [one for one in spoken if not elapsed(reading, one) and not from_now(reading, one)]
    fits = [fit for one in spoken if (fit := compare(one, fact.slot, reading.language)) != "unfit"]
    return min(fits, key=lambda fit: _BEST.get(fit, 9), default=None)
