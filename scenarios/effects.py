"""What an act does to the customer's mood, where the script says nothing else."""

from __future__ import annotations

from scenarios.reading import Reading
from scenarios.script import Script
from scenarios.state import State
from scoring.findings import HARMFUL_ACTS, Act

# Points of mood, our own choice: warmth lifts, harm outweighs two or three kindnesses.
EFFECTS: dict[Act, int] = {
    "acknowledge_feeling": 12, "personalise": 5, "confirm_understanding": 5, "ask_situation": 3,
    "apologise": 3, "explain_right": 2, "explain_procedure": 2, "next_step": 3, "refer": 1, "check_resolved": 2,
    "blame": -25, "dismiss": -20, "threaten": -35, "ask_secret": -25, "refuse_without_path": -15, "overpromise": -12,
}  # fmt: skip
SILENCE = -5
TOLD = 2  # a point told for the first time


def after_reply(script: Script, state: State, reading: Reading) -> int:
    """The mood after a reply, within the persona's bounds.

    Kindness repeated wears off: full the first time, half the second, nothing from the third on. Harm does not
    wear off, and after harm in the same reply nothing lifts the mood. What nobody understood changes nothing.
    """
    effects = {**EFFECTS, **script.persona.effects}
    harm = sum(min(0, effects.get(act, 0)) for act in reading.acts if act in HARMFUL_ACTS)
    if reading.harmful:
        return bounded(script, state.mood + min(harm, -1))
    lift = 0
    for act in reading.acts:
        effect, times = effects.get(act, 0), state.counts.get(act, 0)
        lift += effect if effect < 0 or times == 0 else effect // 2 if times == 1 else 0
    new_points = sum(f"told:{point}" not in state.said for point in reading.told)
    return bounded(script, state.mood + lift + TOLD * new_points)


def bounded(script: Script, mood: int) -> int:
    """`mood` within the persona's bounds."""
    bounds = script.persona.mood
    return max(bounds.min, min(bounds.max, mood))
