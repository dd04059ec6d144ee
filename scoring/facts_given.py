"""Which facts a call needed, and which of them the agent gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model, Turn
from scoring.claim_find import TurnClaim, claims_of_turns
from scoring.cues import CueBook
from scoring.facts import Fact, InstitutionKind, Knowledge
from scoring.findings import Span
from scoring.normalise import normalise


class GivenFact(Span):
    """A required fact that the agent gave, and where."""

    fact_id: str
    turn: int = Field(ge=0)


class RequiredFacts(Model):
    """The facts that this call needed: those given (with evidence) and those missing (ids)."""

    given: tuple[GivenFact, ...] = ()
    missing: tuple[str, ...] = ()


def facts_given(
    turns: Sequence[Turn],
    language: Language,
    knowledge: Knowledge,
    topic: str | None,
    *,
    institution: InstitutionKind | None = None,
    claims: Sequence[TurnClaim] | None = None,
    today: date | None = None,
) -> RequiredFacts:
    """Which facts the call's topic (and what the customer said) required, and which of them the agent gave.

    A fact counts as given where a claim about it is supported; a wrong or vague one doesn't count.

    Args:
        turns: All turns of the call.
        language: Language of the call.
        knowledge: The base.
        topic: Id of the topic; None or unknown requires nothing.
        institution: Kind of institution where known; facts about another kind are not required.
        claims: Result of `claims_of_turns` where the caller has it already.
        today: The day of the call; facts out of force then are not required.
    """
    required = required_facts(turns, language, knowledge, topic, institution=institution, today=today)
    if not required:
        return RequiredFacts()
    if claims is None:
        claims = claims_of_turns(turns, language, knowledge, topic, institution=institution, today=today)
    first: dict[str, GivenFact] = {}
    for item in claims:
        claim = item.claim
        if claim.verdict == "supported" and claim.fact_id is not None and claim.fact_id not in first:
            first[claim.fact_id] = GivenFact(
                fact_id=claim.fact_id, turn=item.turn, quote=claim.quote, start=claim.start, end=claim.end
            )
    ids = [fact.id for fact in required]
    return RequiredFacts(
        given=tuple(first[one] for one in ids if one in first), missing=tuple(one for one in ids if one not in first)
    )


def required_facts(
    turns: Sequence[Turn],
    language: Language,
    knowledge: Knowledge,
    topic: str | None,
    *,
    institution: InstitutionKind | None = None,
    today: date | None = None,
) -> tuple[Fact, ...]:
    """The facts that a call on `topic` must give, in order of the base; arguments as for `facts_given`."""
    if topic is None or not knowledge.has_topic(topic):
        return ()
    kind = institution or knowledge.topic(topic).institution
    wanted = [fact for fact in knowledge.facts if topic in fact.required_for]
    heard: set[str] = set()
    if any(fact.required_when.of(language) for fact in wanted):
        said = normalise(" . ".join(turn.text for turn in turns if turn.speaker == "customer"), language).text
        heard = {cue.owner for cue in _need_book(knowledge, language).standing(said)}
    return tuple(
        fact
        for fact in wanted
        if (not fact.institutions or kind is None or kind in fact.institutions)
        and (not fact.required_when.of(language) or fact.id in heard)
        and (today is None or fact.in_force(today))
    )


def _need_book(knowledge: Knowledge, language: Language) -> CueBook:
    def build() -> CueBook:
        book = CueBook(language, knowledge.words)
        for fact in knowledge.facts:
            book.add(fact.id, "required_when", fact.required_when.of(language))
        return book

    return knowledge.memo(f"required.{language}", build)
