"""Which fact a quantity in a clause speaks of: by terms, by place, by topic and by kind of institution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recordings.errors import Language
from scoring.claim_amounts import Fit, compare
from scoring.claim_reading import Reading
from scoring.claim_scope import Clause
from scoring.cues import Match
from scoring.facts import Fact, InstitutionKind, Knowledge
from scoring.findings import Quantity
from scoring.terms import Hit

# Weight of a term by where it stands, seen from the quantity.
IN_CLAUSE, IN_SENTENCE, BEFORE, IN_CONTEXT = 1.0, 0.8, 0.55, 0.5
LEAST_SCORE = 0.6  # below it, a quantity speaks of nothing in the base
CLOSE = 0.22  # candidates within this of the best are as good: the one that agrees is meant
_TOPIC_BONUS, _KIND_BONUS, _KIND_MALUS = 0.2, 0.2, 0.5
_SHORT = {"zh": 14, "en": 34}  # longest clause, in characters, that may lean on context alone
_FAR = {
    "zh": 24,
    "en": 80,
}  # farther than this from the clause, a term of the same sentence is no nearer than the one before
_RANK: dict[Fit, int] = {"equal": 0, "approximate": 1, "near": 2, "open": 3, "asr": 4}


@dataclass(frozen=True, slots=True)
class Link:
    """A fact that a quantity may speak of."""

    fact: Fact
    score: float
    fit: Fit
    fuzzy: bool
    leans: bool = False  # on what was said before alone: no word of the fact stands beside the number


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the call while linking."""

    knowledge: Knowledge
    topic: str | None
    institution: InstitutionKind | None


def link(reading: Reading, clause: Clause, quantity: Quantity, asked: Asked) -> Link | None:
    """The fact that `quantity` in `clause` speaks of, or None.

    Where several facts come equally close, the one that agrees with what was said is taken: doubt
    must not become a fault.
    """
    links = sorted(_candidates(reading, clause, quantity, asked), key=lambda one: -one.score)
    if not links:
        return None
    best = links[0].score
    close = [one for one in links if one.score >= best - CLOSE]
    meant = min(close, key=lambda one: (_RANK.get(one.fit, 9), -one.score))
    return None if meant.leans and meant.fit != "equal" and _else_meant(quantity, asked, reading) else meant


def _else_meant(quantity: Quantity, asked: Asked, reading: Reading) -> bool:
    """Whether a bare number is right of something else that the call is about: doubt must not become a fault."""
    own = (other for other in asked.knowledge.facts if asked.topic in other.topics and other.slot is not None)
    return any(other.slot and compare(quantity, other.slot, reading.language) == "equal" for other in own)


def _candidates(reading: Reading, clause: Clause, quantity: Quantity, asked: Asked) -> Iterable[Link]:
    start, end = reading.span_of_sentence(clause.sentence)
    near = reading.hits_in(start, end)
    short = len(clause.text) <= _SHORT[reading.language]
    context = reading.context_hits if short else ()
    earlier = reading.hits_in(*reading.span_of_sentence(clause.sentence - 1)) if clause.sentence else []
    beside = reading.matches_in(reading.start_of_neighbour(clause), clause.end, "not_about")
    stopped = {match.cue.owner for match in beside}
    after = _next_number(reading, clause)
    weights = {id(hit): BEFORE if hit.start >= after else _weight(hit, clause, reading.language) for hit in near}
    weights |= {id(hit): BEFORE for hit in earlier} | {id(hit): IN_CONTEXT for hit in context}
    best: dict[str, tuple[float, bool, bool]] = {}
    begin = reading.span_of_sentence(clause.sentence - 1)[0] if earlier else start
    matches = reading.book.matches([*near, *earlier, *context]) if context else reading.matches_in(begin, end, "alias")
    for match in matches:
        if match.cue.role != "alias" or match.cue.owner in stopped:
            continue
        score = _score(match, weights, reading, clause)
        fuzzy = all(hit.fuzzy for hits in match.hits for hit in hits[:1])
        if score is not None and score > best.get(match.cue.owner, (0.0,))[0]:
            leans = all(weights[id(hit)] <= IN_CONTEXT for hits in match.hits for hit in hits)
            best[match.cue.owner] = (score, fuzzy, leans)
    kinds = reading.kinds_in(start, end) or ({asked.institution} if asked.institution else set())
    for owner, (score, fuzzy, leans) in best.items():
        fact = asked.knowledge.fact(owner)
        fit = compare(quantity, fact.slot, reading.language) if fact.slot else "unfit"
        score += _standing(fact, asked.topic, kinds)
        if fit != "unfit" and score >= LEAST_SCORE:
            yield Link(fact, score, fit, fuzzy, leans)


def _next_number(reading: Reading, clause: Clause) -> int:
    """Where the next clause begins that holds a number of its own: its words belong to that number first."""
    later = (one for one in reading.clauses if one.start > clause.start)
    return next(
        (one.start for one in later if any(one.start <= q.start < one.end for q in reading.quantities)),
        len(reading.text) + 1,
    )


def _weight(hit: Hit, clause: Clause, language: Language) -> float:
    if clause.start <= hit.start and hit.end <= clause.end:
        return IN_CLAUSE
    gap = max(clause.start - hit.end, hit.start - clause.end)
    return IN_SENTENCE if gap <= _FAR[language] else BEFORE


def _score(match: Match, weights: dict[int, float], reading: Reading, clause: Clause) -> float | None:
    """Mean weight of the groups, more for patterns that say more; None where nothing stands near."""
    places = [max(weights[id(hit)] for hit in hits) for hits in match.hits]
    length = len(clause.text)
    if max(places) < IN_SENTENCE and length > _SHORT[reading.language]:
        return None
    said = sum(max(len(hit.term) for hit in hits) for hits in match.hits)
    wordy = 0.01 if reading.language == "zh" else 0.004
    return sum(places) / len(places) + 0.12 * (len(places) - 1) + min(0.12, wordy * said)


def _standing(fact: Fact, topic: str | None, kinds: set[InstitutionKind]) -> float:
    score = 0.0
    if topic is not None and topic in fact.topics:
        score += _TOPIC_BONUS
    if fact.institutions and kinds:
        score += _KIND_BONUS if kinds & set(fact.institutions) else -_KIND_MALUS
    return score
