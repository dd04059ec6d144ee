"""What the finders find in a call: all of a scorecard that takes long and that no rubric changes.

A reading can be kept and given back to `scoring.score.score`, as long as `fingerprint` says that the same finders and
the same knowledge would find the same.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from recordings.errors import Language
from recordings.transcript import Model, Transcript, Turn
from scoring.acts import find_acts
from scoring.advice import find_directives
from scoring.claims import RequiredFacts, TurnClaim, claims_of_turns, facts_given
from scoring.facts import Knowledge
from scoring.findings import ActHit, Signal, Span
from scoring.own_facts import facts_in
from scoring.referral import BodyMention, find_bodies
from scoring.signals import find_signals
from scoring.topics import TopicGuess, topic_of

_HERE = Path(__file__).parent
_NOT_READ_BY = ("rubrics", "criteria", "__pycache__")  # folders on which no finding rests


class TurnReading(Model):
    """What was found in one turn: acts, directives and bodies where the agent speaks, else signals."""

    own_facts: dict[str, Span]  # see `scoring.own_facts`
    signals: tuple[Signal, ...] = ()
    acts: tuple[ActHit, ...] = ()
    directives: tuple[Span, ...] = ()  # what the agent tells the customer to do
    bodies: tuple[BodyMention, ...] = ()


class CallReading(Model):
    """What was found in the turns, in order, and in the whole; without knowledge `guess` is None and no claims are."""

    turns: tuple[TurnReading, ...]
    guess: TopicGuess | None = None
    claims: tuple[TurnClaim, ...] = ()
    required: RequiredFacts = RequiredFacts()


def read_call(
    transcript: Transcript, knowledge: Knowledge | None, *, topic: str | None = None, today: date | None = None
) -> CallReading:
    """Read every turn once.

    Args:
        transcript: The conversation.
        knowledge: To judge claims against; None: nothing is judged.
        topic: The call's topic where somebody gave it; else it is told from the words.
        today: The day of the call, for facts that have run out; None: dates aren't looked at.
    """
    language, turns = transcript.language, transcript.turns
    found = tuple(_read(turn, language) for turn in turns)
    if knowledge is None:
        return CallReading(turns=found)
    guess = topic_of(transcript, knowledge)
    given = guess.topic if topic is None else topic
    known = given if knowledge.has_topic(given) else None
    institution = guess.institution_kind
    claims = claims_of_turns(turns, language, knowledge, known, institution=institution, today=today)
    required = facts_given(turns, language, knowledge, known, institution=institution, claims=claims, today=today)
    return CallReading(turns=found, guess=guess, claims=claims, required=required)


def _read(turn: Turn, language: Language) -> TurnReading:
    text, own_facts = turn.text, facts_in(turn.text, language)
    if turn.speaker != "agent":
        return TurnReading(own_facts=own_facts, signals=find_signals(text, language))
    return TurnReading(
        own_facts=own_facts,
        acts=find_acts(text, language),
        directives=find_directives(text, language),
        bodies=find_bodies(text, language),
    )


def fingerprint(knowledge: Knowledge | None) -> str:
    """Names what a reading rests on beside the call: this version of the finders, and the knowledge. 64 hex digits."""
    base = "" if knowledge is None else knowledge.memo("fingerprint", lambda: _digest(knowledge.model_dump_json()))
    return _digest(f"{_finders()} {base}")


@cache
def _finders() -> str:
    """Digest of every file that finders are made of: their rules, word lists and weights stand in this package."""
    found = hashlib.sha256()
    for path in sorted(_HERE.rglob("*")):
        if path.is_file() and not set(_NOT_READ_BY) & set(path.relative_to(_HERE).parts):
            found.update(path.relative_to(_HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
