"""Claims: what an agent asserts that can be checked, judged against the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model, Turn
from scoring.facts import InstitutionKind, Knowledge
from scoring.findings import Claim, Span


class TurnClaim(Model):
    """A claim with the index of the turn that holds it."""

    turn: int = Field(ge=0)
    claim: Claim


class GivenFact(Span):
    """A required fact that the agent gave, and where."""

    fact_id: str
    turn: int = Field(ge=0)


class RequiredFacts(Model):
    """The facts that this call needed: those given (with evidence) and those missing (ids)."""

    given: tuple[GivenFact, ...] = ()
    missing: tuple[str, ...] = ()


def find_claims(
    text: str,
    language: Language,
    knowledge: Knowledge,
    topic: str | None = None,
    *,
    institution: InstitutionKind | None = None,
    today: date | None = None,
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

    Returns:
        Claims in order of place; empty where nothing checkable is asserted.
    """
    return ()


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

    A statement that the agent later corrects becomes `vague` with code `self_corrected`.
    """
    return ()


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

    Args:
        turns: All turns of the call.
        language: Language of the call.
        knowledge: The base.
        topic: Id of the topic; None or unknown requires nothing.
        institution: Kind of institution where known; facts of another kind are not required.
        claims: Result of `claims_of_turns` where the caller has it already.
        today: The day of the call.
    """
    return RequiredFacts()
