"""Claims without a number: known true and untrue sayings, may said as must, a condition dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.claim_judge import SOFT, Finding
from scoring.claim_link import Asked
from scoring.claim_mood import Mood, denial, moods, refuted
from scoring.claim_reading import Reading
from scoring.claim_scope import Clause
from scoring.cues import Match
from scoring.facts import Fact, Modality
from scoring.findings import Verdict
from scoring.terms import Hit

_REACH = {"zh": 32, "en": 95}  # farthest a group may stand from its predicate, in characters
_ROLES = ("alias", "right", "wrong", "not_about", "actor", "condition")
_BESIDE = 12  # how far before it the group of an ordered pattern may stand in another clause, in characters
_ALL = {
    "zh": re.compile(r"谁都|所有人|任何人都|都能|都可以|都会|一律|无条件|人人|不管.{0,8}都|无论.{0,8}都|随便谁"),
    "en": re.compile(
        r"\b(?:everyone|everybody|anyone|anybody|all (?:customers|holders|debtors)|always|in every case"
        r"|unconditionally|no matter|whoever|automatically)\b"
    ),
}
_ASKS = {
    "zh": re.compile(r"申请|提出|提一下|商量|协商|谈"),
    "en": re.compile(r"\b(?:apply|ask|request|propose|negotiate)\b"),
}
# What a modal word says of a fact's own modality. None: says nothing that can be judged.
_TABLE: dict[Modality, dict[Mood, tuple[Verdict, str] | None]] = {
    "may": {
        "must": ("contradicted", "may_said_as_must"), "will": None, "may": ("supported", "supported"),
        "must_not": ("contradicted", "negated"), "need_not": ("supported", "supported"), "will_not": None,
    },
    "must": {
        "must": ("supported", "supported"), "will": ("supported", "supported"), "may": None,
        "must_not": ("contradicted", "negated"), "need_not": ("contradicted", "must_said_as_may"), "will_not": None,
    },
    "must_not": {
        "must": ("contradicted", "negated"), "will": None, "may": ("contradicted", "negated"),
        "must_not": ("supported", "supported"), "need_not": None, "will_not": ("supported", "supported"),
    },
    "need_not": {
        "must": ("contradicted", "may_said_as_must"), "will": None, "may": None,
        "must_not": None, "need_not": ("supported", "supported"), "will_not": None,
    },
}  # fmt: skip


def saying_findings(reading: Reading, asked: Asked) -> Iterator[Finding]:
    """Findings from the sayings and the modality of every fact, sentence by sentence."""
    for sentence in sorted({clause.sentence for clause in reading.clauses}):
        start, end = reading.span_of_sentence(sentence)
        matches = reading.matches_in(start, end, *_ROLES)
        stopped = {match.cue.owner for match in matches if match.cue.role == "not_about"}
        earlier = reading.span_of_sentence(sentence - 1)[0] if sentence else start
        wider = reading.matches_in(earlier, end, "right") if earlier < start else []
        for match in (*matches, *wider):
            if match.cue.owner in stopped and match.cue.role != "right":
                continue
            fact = asked.knowledge.fact(match.cue.owner)
            if match.cue.role in ("right", "wrong"):
                yield from _of_saying(reading, match, fact, start)
            elif match.cue.role == "alias" and fact.modality and not fact.slot:
                yield from _of_mood(reading, match, fact, matches)


def worth_a_saying(reading: Reading) -> bool:
    """Whether any saying or alias stands in the utterance at all."""
    return any(match.cue.role in ("right", "wrong", "alias") for match in reading.possible)


def _of_saying(reading: Reading, match: Match, fact: Fact, sentence_start: int) -> Iterator[Finding]:
    for predicate in match.hits[-1]:
        clause = reading.clause_at(predicate.start)
        if clause is None or predicate.start < sentence_start:
            continue
        chosen = _near(match, predicate, clause, _REACH[reading.language])
        if chosen is None or (match.cue.role == "wrong" and _partly_told_of(reading, chosen, clause)):
            continue
        spans = [(hit.start, hit.end) for hits in match.hits for hit in hits]
        turned = denial(reading.text, clause, predicate.start, spans, reading.language, _spans(chosen))
        if not clause.asserted and not (clause.force == "quoted" and _taken_back(reading, spans)):
            continue
        if turned and match.cue.role == "right" and (fact.modality != "must" or len(match.cue.groups) == 1):
            continue  # a negation about a true saying makes it untrue for certain only where it denies a duty
        right = (match.cue.role == "right") != bool(turned)
        if not clause.asserted and not right:
            continue
        verdict: Verdict = "supported" if right else "contradicted"
        code = "supported" if right else match.cue.code or "negated"
        confidence = (0.85 if len(chosen) > 1 else 0.75) * (SOFT if clause.soft else 1.0) - (0.1 if turned else 0.0)
        yield Finding(fact, verdict, code, confidence, clause.start, clause.end, by="saying", turned=bool(turned))
        return


def _near(match: Match, predicate: Hit, clause: Clause, reach: int) -> list[Hit] | None:
    """One hit per group, each the nearest to the predicate; None where one is out of reach or order."""
    chosen: list[Hit] = [predicate]
    for place in range(len(match.hits) - 2, -1, -1):
        hits: Sequence[Hit] = match.hits[place]
        if place + 1 in match.cue.after:
            begin = min(clause.start, chosen[0].start - _BESIDE)
            hits = [hit for hit in hits if begin <= hit.start and hit.end <= chosen[0].start]
        if not hits:
            return None
        nearest = min(hits, key=lambda hit: abs(hit.start - predicate.start))
        if abs(nearest.start - predicate.start) > reach + len(predicate.term):
            return None
        chosen.insert(0, nearest)
    return chosen


def _partly_told_of(reading: Reading, hits: list[Hit], clause: Clause) -> bool:
    """Whether a part of an untrue saying stands in what others are said to have said: 银行说是您刷的,那它得举证."""
    places = [reading.clause_at(hit.start) for hit in hits]
    return any(place is not None and place.start != clause.start and place.force == "quoted" for place in places)


def _spans(hits: list[Hit]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in hits]


def _taken_back(reading: Reading, spans: list[tuple[int, int]]) -> bool:
    return refuted(reading.text, max(end for _, end in spans), reading.language)


def _of_mood(reading: Reading, match: Match, fact: Fact, matches: list[Match]) -> Iterator[Finding]:
    clause = reading.clause_at(match.predicate.start)
    if clause is None or not clause.asserted or fact.modality is None:
        return
    actors = [hit for one in matches if one.cue.owner == fact.id and one.cue.role == "actor" for hit in one.hits[0]]
    spoken = moods(clause.text, reading.language)
    if not spoken and fact.modality == "must" and actors and actors[0].start < match.predicate.start:
        yield Finding(fact, "supported", "supported", 0.7, clause.start, clause.end, by="mood")
        return
    for said in spoken:
        verdict = _TABLE[fact.modality][said.mood]
        if verdict is None or not _subject_is(reading, clause, actors, said.start):
            continue
        if verdict[0] == "contradicted" and clause.start + said.start > match.predicate.start + 12:
            continue
        if said.mood == "must_not" and any(
            clause.start + said.end <= one.start < clause.end for one in reading.quantities
        ):
            continue  # what must not be is the figure: 不能拉到五年以上
        confidence = 0.85 * (SOFT if clause.soft else 1.0)
        yield Finding(fact, verdict[0], verdict[1], confidence, clause.start, clause.end, by="mood")
        return
    yield from _dropped_condition(reading, clause, fact, matches)


_OTHERS = {
    "zh": re.compile(r"[您你]|我们?|客户|持卡人|法院"),
    "en": re.compile(r"\b(?:you|i|we|the customer|the holder|the court)\b"),
}


def _subject_is(reading: Reading, clause: Clause, actors: list[Hit], at: int) -> bool:
    """Whether the last subject named before a modal word is the fact's actor."""
    place = clause.start + at
    mine = max((hit.end for hit in actors if clause.start <= hit.start and hit.end <= place), default=-1)
    others = [match.end() + clause.start for match in _OTHERS[reading.language].finditer(clause.text, 0, at)]
    return mine >= 0 and mine >= max(others, default=-1)


def _dropped_condition(reading: Reading, clause: Clause, fact: Fact, matches: list[Match]) -> Iterator[Finding]:
    """Said of everybody what holds under a condition only."""
    if (
        not fact.conditions
        or not _ALL[reading.language].search(clause.text)
        or _ASKS[reading.language].search(clause.text)
    ):
        return
    if any(one.cue.owner == fact.id and one.cue.role == "condition" for one in matches):
        return
    if denial(reading.text, clause, clause.end, [], reading.language):
        return
    condition = fact.conditions[0].text
    fields: dict[str, str | int | float] = {"condition_zh": condition.zh, "condition_en": condition.en}
    yield Finding(fact, "contradicted", "dropped_condition", 0.75, clause.start, clause.end, fields=fields, by="mood")
