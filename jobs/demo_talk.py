"""Made-up conversations, put together from `demo_words.yaml`. Pure: chance comes in as a `Random`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

import yaml

from recordings.errors import Language
from recordings.transcript import Speaker, Transcript, Turn

WORDS = Path(__file__).with_name("demo_words.yaml")
CHARACTERS_PER_S = 4.6  # Chinese, telephone pace
WORDS_PER_S = 2.7  # English
Manner = Literal["good", "fair", "poor"]


@dataclass(frozen=True)
class Skill:
    """How an agent handles calls: chances, 0..1."""

    care: float  # names feelings, asks, reflects
    facts: float  # says what is right
    steps: float  # next steps, check, pace
    harm: float = 0.0  # says something that fails a critical criterion


@dataclass
class _Talk:
    """A conversation that grows."""

    language: Language
    rng: Random
    turns: list[Turn] = field(default_factory=list)
    at_s: float = 0.6

    def say(self, speaker: Speaker, text: str, *, gap_s: float | None = None) -> None:
        """Add a turn after a pause; a negative gap talks over the end of the one before."""
        pause_s = self.rng.uniform(0.2, 1.3) if gap_s is None else gap_s
        units = len(text) / CHARACTERS_PER_S if self.language == "zh" else len(text.split()) / WORDS_PER_S
        start_s = round(max(0.0, self.at_s + pause_s), 2)
        end_s = round(start_s + max(0.5, units * self.rng.uniform(0.85, 1.15)), 2)
        self.turns.append(Turn(index=len(self.turns), speaker=speaker, text=text, start_s=start_s, end_s=end_s))
        self.at_s = end_s


def topics() -> list[dict[str, Any]]:
    """What calls may be about: the entries under `topics` of the words."""
    found: list[dict[str, Any]] = _words()["topics"]
    return found


def converse(topic: dict[str, Any], skill: Skill, number: str, rng: Random) -> Transcript:
    """One call of that topic by an agent of that skill.

    Args:
        topic: One of `topics()`.
        skill: The agent's chances.
        number: The agent number that a good greeting says.
        rng: Chance; the same state gives the same call.
    """
    language: Language = topic["language"]
    common = _words()["common"][language]
    talk = _Talk(language, rng)
    talk.say("agent", rng.choice(common["opening"][_manner(skill.steps, rng)]).format(number=number))
    talk.say("customer", rng.choice(topic["problem"]))
    _listen(talk, topic, common, skill)
    satisfied = _advise(talk, topic, common, skill)
    if rng.random() < skill.harm:
        talk.say("agent", rng.choice(common["harm"][rng.choice(sorted(common["harm"]))]))
        satisfied = False
    checked = _manner(skill.steps, rng)
    if checked != "poor":
        talk.say("agent", rng.choice(common["check"][checked]))
    talk.say("customer", rng.choice(common["content" if satisfied else "resigned"]))
    talk.say("agent", rng.choice(common["closing"][_manner(skill.care, rng)]))
    return Transcript(language=language, duration_s=round(talk.at_s + 0.5, 2), turns=tuple(talk.turns))


def _listen(talk: _Talk, topic: dict[str, Any], common: dict[str, Any], skill: Skill) -> None:
    """Feelings, questions, and whether the agent says back what they understood."""
    rng = talk.rng
    manner = _manner(skill.care, rng)
    said = rng.choice(topic["ack"] if manner == "good" else common["ack"][manner])
    asked = rng.sample(
        topic["ask"], {"good": min(3, len(topic["ask"])), "fair": 1, "poor": 0}[_manner(skill.care, rng)]
    )
    over = -rng.uniform(1.0, 2.0) if rng.random() < (1 - skill.steps) * 0.35 else None
    joint = "" if talk.language == "zh" else " "
    for position, (question, reply) in enumerate(sorted(asked, key=topic["ask"].index)):
        lead = f"{said}{joint}" if position == 0 else ""
        talk.say("agent", lead + question, gap_s=over if position == 0 else None)
        talk.say("customer", reply)
    if not asked:
        talk.say("agent", said, gap_s=over)
    elif rng.random() < skill.care:
        talk.say("agent", rng.choice(topic["reflect"]))
        talk.say("customer", "对，就是这样。" if talk.language == "zh" else "Yes, exactly.")


def _advise(talk: _Talk, topic: dict[str, Any], common: dict[str, Any], skill: Skill) -> bool:
    """Advice, the competent body and what happens next; whether the customer could be content."""
    rng = talk.rng
    if rng.random() < 0.3:
        _pause(talk, common, announced=rng.random() < skill.steps)
    advice = _manner(0.5 + 0.5 * skill.facts, rng)
    talk.say("agent", topic["advice"][advice])
    talk.say("customer", "哦，这样啊。" if talk.language == "zh" else "I see.")
    joint = "" if talk.language == "zh" else " "
    parts = []
    if rng.random() < 0.35 + 0.6 * skill.facts:
        parts.append(topic["refer"]["good" if rng.random() < 0.8 + 0.2 * skill.facts else "poor"])
    parts.append(topic["next"]["good" if rng.random() < skill.steps else "poor"])
    talk.say("agent", joint.join(parts))
    return advice == "good" and len(parts) == 2


def _pause(talk: _Talk, common: dict[str, Any], *, announced: bool) -> None:
    """A wait of some length, told to the customer or not."""
    rng = talk.rng
    if announced:
        talk.say("agent", rng.choice(common["hold"]))
        talk.say("agent", rng.choice(common["back"]), gap_s=rng.uniform(8, 20))
    else:
        talk.say("customer", rng.choice(common["still_there"]), gap_s=rng.uniform(11, 18))


def _manner(chance: float, rng: Random) -> Manner:
    """good with that chance; what is left goes to fair and poor, more to poor the lower the chance."""
    drawn = rng.random()
    if drawn < chance:
        return "good"
    return "fair" if drawn < chance + (1 - chance) * (0.4 + 0.4 * chance) else "poor"


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found
