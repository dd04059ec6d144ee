"""Finding the claims of an utterance and of a call: corrections, read-backs, one finding per clause and fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model, Turn
from scoring.claim_alike import by_likeness, is_cleared
from scoring.claim_bodies import body_findings, names_a_body
from scoring.claim_judge import Finding, to_claim
from scoring.claim_link import Asked
from scoring.claim_quantities import VAGUE, quantity_findings
from scoring.claim_reading import Reading, read_utterance
from scoring.claim_sayings import saying_findings, worth_a_saying
from scoring.facts import InstitutionKind, Knowledge
from scoring.findings import Claim

_CORRECTION = {
    "zh": re.compile(
        r"[啊哦诶欸呃噢哎]不是?|不是不是|不不|看我这嘴|瞧我|嘴瓢|我糊涂|不对|说错了?|口误|更正|纠正一下|搞错了?"
        r"|弄错了?|记错了?|讲错了?|应该是|准确地?说|重新说|刚才说的不"
    ),
    "en": re.compile(
        r"\b(?:sorry|no,? wait|wait,|i mean|i meant|correction|rather|let me correct|scratch that|my mistake|i misspoke"
        r"|i was wrong|that was wrong|actually|pardon|excuse me,|no, (?:it|that) is|i got that wrong)\b",
        re.IGNORECASE,
    ),
}


class TurnClaim(Model):
    """A claim with the index of the turn that holds it."""

    turn: int = Field(ge=0)
    claim: Claim


def find_claims(
    text: str,
    language: Language,
    knowledge: Knowledge,
    topic: str | None = None,
    *,
    institution: InstitutionKind | None = None,
    today: date | None = None,
    context: str = "",
) -> tuple[Claim, ...]:
    """The checkable statements of one agent utterance, each with its verdict.

    Only what is asserted counts: not questions, hypotheses, quotations, hedged negations or read-backs
    of the customer's own figures. Of two statements where the speaker corrects herself the later wins.

    Args:
        text: What the agent said.
        language: Language of the text.
        knowledge: The base to judge against.
        topic: Id of the call's topic where known; weighs which fact is meant.
        institution: Kind of institution complained of where known; decides the right body.
        today: The day of the call. None: validity dates are not looked at.
        context: What was said just before, for short answers such as "ten years".

    Returns:
        Claims in order of place; empty where nothing checkable is asserted.
    """
    reading = read_utterance(text, language, knowledge, context)
    if reading is None:
        return ()
    findings: list[Finding] = []
    if reading.quantities or worth_a_saying(reading) or names_a_body(reading) or VAGUE[language].search(reading.text):
        asked = Asked(knowledge, topic if knowledge.has_topic(topic) else None, institution)
        findings = [
            *quantity_findings(reading, asked), *saying_findings(reading, asked), *body_findings(reading, asked)
        ]  # fmt: skip
        findings = [
            one for one in _one_a_fact(_corrected(findings, reading)) if not is_cleared(one, reading, knowledge)
        ]
    if all(finding.fact is None for finding in findings):
        findings = list(by_likeness(reading, knowledge)) or findings
    return tuple(to_claim(finding, reading, today) for finding in findings)


def _corrected(findings: list[Finding], reading: Reading) -> list[Finding]:
    """Drop what the speaker took back in the same breath; mark the later statement."""
    marks = [match.start() for match in _CORRECTION[reading.language].finditer(reading.norm.original)]
    if not marks or len(findings) < 2:
        return findings
    out: list[Finding] = []
    ordered = sorted(findings, key=lambda one: one.start)
    for place, finding in enumerate(ordered):
        later = [
            other
            for other in ordered[place + 1 :]
            if _same_matter(finding, other) and other.start > finding.start and _between(finding, other, marks, reading)
        ]
        if later:
            continue
        first = next(
            (
                o
                for o in ordered[:place]
                if _same_matter(o, finding) and o.start < finding.start and _between(o, finding, marks, reading)
            ),
            None,
        )
        if first is not None and finding.verdict == "supported":
            finding = replace(
                finding, code="supported_after_correction", fields={**finding.fields, "first": first.said}
            )
        out.append(finding)
    return out


def _same_matter(first: Finding, second: Finding) -> bool:
    return first.fact is None or second.fact is None or first.fact.id == second.fact.id


def _between(first: Finding, second: Finding, marks: list[int], reading: Reading) -> bool:
    """Whether a mark of correction stands between two findings, the later one's own clause included."""
    _, begin = reading.norm.span(first.start, first.end)
    _, stop = reading.norm.span(second.start, second.end)
    return any(begin <= mark < stop for mark in marks)


def _one_a_fact(findings: list[Finding]) -> list[Finding]:
    """One finding per clause and fact, the worst first; what the base doesn't know yields to what it knows."""
    kept: dict[tuple[int, str], Finding] = {}
    for finding in findings:
        key = (finding.start, finding.fact.id if finding.fact else "")
        other = kept.get(key)
        if other is None or _beats(finding, other):
            kept[key] = finding
    said: set[tuple[str, str]] = set()
    for key, finding in sorted(kept.items()):
        again = (key[1], finding.verdict)
        if finding.by != "quantity" and finding.fact is not None:
            if again in said:
                del kept[key]
            said.add(again)
    _drop_weaker(kept)
    known = {start for start, fact in kept if fact}
    return sorted(
        (finding for (start, fact), finding in kept.items() if fact or start not in known),
        key=lambda one: (one.start, one.rank),
    )


def _drop_weaker(kept: dict[tuple[int, str], Finding]) -> None:
    """Of one fact in one utterance: what stands as it is beats what was turned round, an exact number a near one."""
    plain = {key[1] for key, one in kept.items() if one.by == "saying" and not one.turned}
    sure = {key[1] for key, one in kept.items() if one.verdict == "supported" and not one.turned}
    exact = {
        key[1]
        for key, one in kept.items()
        if (one.verdict, one.by, one.code) == ("supported", "quantity", "supported") and not _several(one)
    }
    last: dict[str, Finding] = {}
    for key, one in sorted(kept.items()):
        if one.by == "saying" and not one.turned:
            last[key[1]] = one
    for key, one in list(kept.items()):
        later = last.get(key[1])
        if (
            later is not None
            and later.verdict == "supported"
            and (one.verdict, one.by) == ("contradicted", "saying")
            and one.code != "may_said_as_must"
            and one.start < later.start
        ):
            del kept[key]  # a myth told first and put right after
            continue
        if (one.verdict, one.by) == ("contradicted", "quantity") and key[1] in exact:
            del kept[key]  # the right number stands beside: the other speaks of something else
            continue
        weaker = one.turned and key[1] in plain
        near = one.code in ("near_unit", "approximate") and key[1] in sure
        if key[1] and (weaker or near or (one.turned and one.code == "negated" and key[1] in sure)):
            del kept[key]


def _several(finding: Finding) -> bool:
    """Whether its fact holds several numbers, of which one may be right and another wrong."""
    return finding.fact is not None and finding.fact.slot is not None and bool(finding.fact.slot.also)


def _beats(finding: Finding, other: Finding) -> bool:
    """Worse wins; but where a saying alone goes both ways, doubt speaks for the agent."""
    if finding.by == other.by == "saying" and finding.turned != other.turned:
        return other.turned
    if finding.by == other.by == "saying" and finding.verdict != other.verdict:
        return finding.verdict == "supported"
    if finding.rank != other.rank:
        return finding.rank < other.rank
    return finding.confidence > other.confidence


def claims_of_turns(
    turns: Sequence[Turn],
    language: Language,
    knowledge: Knowledge,
    topic: str | None = None,
    *,
    institution: InstitutionKind | None = None,
    today: date | None = None,
) -> tuple[TurnClaim, ...]:
    """The claims of all agent turns of a call, with corrections and read-backs seen across turns.

    A statement that the agent later corrects becomes `vague` with code `self_corrected`; a figure that the
    customer gave first and the agent repeats of the customer's own case is no claim.

    Args:
        turns: All turns of the call, in order.
        language: Language of the call.
        knowledge: The base to judge against.
        topic: Id of the call's topic where known.
        institution: Kind of institution complained of where known.
        today: The day of the call.

    Returns:
        Claims in order of turns.
    """
    found: list[TurnClaim] = []
    context = ""
    for turn in turns:
        if turn.speaker == "agent":
            claims = find_claims(
                turn.text, language, knowledge, topic, institution=institution, today=today, context=context
            )
            found += [TurnClaim(turn=turn.index, claim=claim) for claim in claims]
        context = turn.text if turn.speaker != "agent" else f"{context} {turn.text}"[-200:]
    return _corrected_later(found, turns, language)


def _corrected_later(found: list[TurnClaim], turns: Sequence[Turn], language: Language) -> tuple[TurnClaim, ...]:
    texts = {turn.index: turn.text for turn in turns}
    out: list[TurnClaim] = []
    for place, item in enumerate(found):
        claim = item.claim
        later = next(
            (
                other.claim
                for other in found[place + 1 :]
                if other.turn > item.turn
                and claim.fact_id is not None
                and other.claim.fact_id == claim.fact_id
                and other.claim.verdict == "supported"
                and _CORRECTION[language].search(texts[other.turn])
            ),
            None,
        )
        if later is not None and claim.verdict in ("contradicted", "possible_asr_error"):
            fields = {**claim.fields, "later": later.fields.get("said", later.quote)}
            claim = claim.model_copy(update={"verdict": "vague", "code": "self_corrected", "fields": fields})
        out.append(TurnClaim(turn=item.turn, claim=claim))
    return tuple(out)
