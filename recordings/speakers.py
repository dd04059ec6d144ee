"""Who is the agent and who the customer, told from what they say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recordings.errors import Language
from recordings.roles import lean
from recordings.transcript import Speaker, Transcript, Turn

SURE = 0.75  # confidence from which the words decide; below, the default stands
CLEAR = 2.0  # lean from which one turn alone tells its speaker (a greeting, "how can I help")
_SCALE = 2.0  # lean between the voices at which confidence reaches 0.73; own choice
_OTHER: Mapping[Speaker, Speaker] = {"agent": "customer", "customer": "agent", "unknown": "unknown"}


@dataclass(frozen=True)
class Naming:
    """Which voice is who.

    Attributes:
        speakers: For each voice its role.
        confidence: 0.5 (a toss-up) to 1, how clearly the words tell.
        by_content: Whether the words decided; False where the default stands.
    """

    speakers: Mapping[int, Speaker]
    confidence: float
    by_content: bool


def name_voices(lines: Mapping[int, Sequence[str]], language: Language, *, default_agent: int | None = 0) -> Naming:
    """Tell which voice is the agent: the one that greets, names the hotline, asks how to help.

    Two voices are compared with each other. A single one, and more than two (a transfer, a third party), are
    each taken by themselves: who does not clearly speak as agent or customer is unknown.

    Args:
        lines: For each voice (a channel, or a voice found in a mono recording) what it said, in order.
        language: Of the words.
        default_agent: Of two, the agent's voice where the words don't tell (most recorders put the agent on
            the left, channel 0); None: then nobody knows.

    Returns:
        Roles for all voices; with more than two voices the confidence is that of the surest.
    """
    leans = {voice: _lean(lines[voice], language) for voice in sorted(lines)}
    if len(leans) != 2:
        return _each_alone(leans)
    (first, one), (second, other) = leans.items()
    confidence = _confidence(one - other)
    by_content = confidence >= SURE
    agent = (first if one > other else second) if by_content else default_agent
    if agent not in leans:
        return Naming(dict.fromkeys(leans, "unknown"), confidence, by_content=False)
    return Naming({voice: "agent" if voice == agent else "customer" for voice in leans}, confidence, by_content)


def _each_alone(leans: Mapping[int, float]) -> Naming:
    speakers: dict[int, Speaker] = {
        voice: "unknown" if _confidence(leaning) < SURE else "agent" if leaning > 0 else "customer"
        for voice, leaning in leans.items()
    }
    confidence = max(map(_confidence, leans.values()), default=0.5)
    return Naming(speakers, confidence, by_content=confidence >= SURE)


def _confidence(ahead: float) -> float:
    return round(1 / (1 + math.exp(-abs(ahead) / _SCALE)), 3)


def assign_roles(transcript: Transcript) -> Transcript:
    """Name the speaker of unknown turns whose words alone tell; the others stay unknown.

    Known turns are left as they are. For voices kept apart (channels) `name_voices` knows more.
    """
    return transcript.model_copy(
        update={"turns": tuple(_named(turn, transcript.language) for turn in transcript.turns)}
    )


def swap(transcript: Transcript) -> Transcript:
    """Agent becomes customer and the reverse; unknown stays. Twice is as before."""
    turns = tuple(turn.model_copy(update={"speaker": _OTHER[turn.speaker]}) for turn in transcript.turns)
    voices = transcript.voices
    if voices is not None:
        voices = voices.model_copy(
            update={"levels_db": {_OTHER[who]: level for who, level in voices.levels_db.items()}}
        )
    return transcript.model_copy(update={"turns": turns, "voices": voices})


def unnamed_voices(transcript: Transcript) -> dict[int, str]:
    """The two voices of a call of which nobody could say who is who, each with the first words it says.

    Returns:
        Empty where all turns have a speaker, or where there aren't two voices to choose from.
    """
    numbers = () if transcript.voices is None else transcript.voices.of_turns
    if all(turn.speaker != "unknown" for turn in transcript.turns) or len(set(numbers)) != 2:
        return {}
    first: dict[int, str] = {}
    for number, turn in zip(numbers, transcript.turns, strict=False):
        first.setdefault(number, turn.text)
    return first


def name_agent(transcript: Transcript, voice: int) -> Transcript:
    """One voice of two is the agent, the other the customer, as somebody who listened says.

    A transcript of which the voices weren't noted stays as it is.
    """
    numbers = () if transcript.voices is None else transcript.voices.of_turns
    named = tuple(
        turn.model_copy(update={"speaker": "agent" if number == voice else "customer"})
        for number, turn in zip(numbers, transcript.turns, strict=False)
    )
    return transcript.model_copy(update={"turns": named + transcript.turns[len(named) :]})


def _lean(lines: Sequence[str], language: Language) -> float:
    """A voice's lean over the call: the opening counts twice, so that a long call can't drown it."""
    return lean("\n".join(lines), language) + lean("\n".join(lines[:2]), language)


def _named(turn: Turn, language: Language) -> Turn:
    leaning = lean(turn.text, language) if turn.speaker == "unknown" else 0.0
    if abs(leaning) < CLEAR:
        return turn
    return turn.model_copy(update={"speaker": "agent" if leaning > 0 else "customer"})
