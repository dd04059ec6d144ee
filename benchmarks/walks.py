"""Random walks over the library: no call gets stuck, and how many steps a second the scripted customer takes.

A walk is a whole call of replies drawn by chance: model and weak answers of any node, route tests, whole calls of the
tests, harm, nonsense, silence, and choices of what was meant. `python -m benchmarks.walks 100000` walks so often.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.table import Row
from recordings.errors import Language
from scenarios.load import LIBRARY, list_scripts, load_script
from scenarios.player import Meant, Reply, Silence, State, choices, start, step
from scenarios.route_tests import read_route_tests, routes_path
from scenarios.script import Script
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score

CALLS = Path(__file__).resolve().parents[1] / "tests" / "scenarios" / "data"
TELL_EVERY = 2000  # walks, on the way to many
LEAST_PER_S = 2000.0  # bar of the player
ODD: dict[Language, tuple[str, ...]] = {
    "zh": (
        "嗯。", "啊？", "……", "1234567890", "再不还就等着坐牢吧。", "您放心，肯定能办成。", "密码告诉我一下。",
        "这不归我们管。", "您好，再见，谢谢，请稍等。", "再说吧。" * 40, "？？？", "hello",
        "请您稍等，我查一下。",
    ),
    "en": (
        "mm.", "What?", "…", "1234567890", "Pay up or you'll go to prison.", "I guarantee it will be approved.",
        "Tell me your password.", "That's not our job.", "Hello, goodbye, thanks, one moment.", "???", "你好",
        "whatever " * 40,        "One moment please, let me look that up.",
    ),
}  # fmt: skip


@dataclass
class Walked:
    """What came of many walks."""

    walks: int = 0
    steps: int = 0
    seconds: float = 0.0
    ends: Counter[str] = field(default_factory=Counter)


@cache
def replies(script_id: str, language: Language) -> tuple[str, ...]:
    """Replies to draw from."""
    found, script = list(ODD[language]), load_script(script_id)
    for node in script.nodes.values():
        found += [answer.text(language) for answer in (node.model, node.weak) if answer is not None]
    tests = read_route_tests(routes_path(LIBRARY / f"{script.id}.yaml", script.id))
    found += [test.reply for test in tests.of(language)]
    for path in sorted(CALLS.glob(f"{script.id}_*_{language}_*.txt")):
        found += [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(dict.fromkeys(found))


def walk(script: Script, language: Language, rng: Random, walked: Walked, *, round_trip: bool = True) -> State:
    """One call to its end.

    Args:
        script: The scenario.
        language: In which language.
        rng: Draws the replies, the wordings and the variant.
        walked: Counts what came of it.
        round_trip: Whether the state goes to JSON and back at every step.

    Raises:
        AssertionError: The mood left its bounds, the state did not survive JSON, or the call had no end.
    """
    pool = replies(script.id, language)
    variants = (None, *(variant.id for variant in script.variants))
    state = start(script, language, rng.randrange(1 << 30), rng.choice(variants)).state
    bounds = script.persona.mood
    for _ in range(script.limits.turns + 1):
        state = step(script, state, _event(script, state, pool, rng)).state
        walked.steps += 1
        if not bounds.min <= state.mood <= bounds.max:
            raise AssertionError(f"{script.id}: mood {state.mood}")
        if round_trip:
            again = State.from_json(state.to_json())
            if again != state:
                raise AssertionError(f"{script.id}: the state did not survive JSON")
            state = again
        if state.ended is not None:
            walked.walks += 1
            walked.ends[state.ended] += 1
            return state
    raise AssertionError(f"{script.id}: no end after {state.turns} turns in {state.node}")


def _event(script: Script, state: State, pool: Sequence[str], rng: Random) -> Reply | Silence | Meant:
    chance = rng.random()
    offered = choices(script, state)
    if offered and chance < 0.5:
        return Meant(act=rng.choice(offered))
    if chance < 0.08:
        return Silence(seconds=rng.uniform(0, 30))
    if chance < 0.35 and (model := script.nodes[state.node].model) is not None:
        return Reply(text=model.text(state.language))
    return Reply(text=rng.choice(pool))


def many(count: int, *, seed: int = 0, round_trip: bool = True, told: bool = False) -> Walked:
    """So many walks, over every script and language in turn."""
    places = [(script, language) for script in list_scripts() for language in script.languages]
    rng, walked = Random(seed), Walked()
    begun = time.process_time()
    for number in range(count):
        script, language = places[number % len(places)]
        walk(script, language, rng, walked, round_trip=round_trip)
        if told and number % TELL_EVERY == TELL_EVERY - 1:
            print(f"{number + 1} walks, {walked.steps} steps", file=sys.stderr, flush=True)
    walked.seconds = time.process_time() - begun
    return walked


def rows(count: int = 1500) -> list[Row]:
    """Steps a second, against scoring the whole call anew at every step in the same run."""
    many(count)  # every reply of the pools is read once: what is measured is the player
    walked = many(count, seed=1, round_trip=False)
    saved = many(count // 3, seed=2)
    per_s, scored_per_s = walked.steps / walked.seconds, _scored_per_s()
    return [
        Row(
            f"scripted customer, steps a second of one core, {walked.walks} walks, replies heard before",
            f"{per_s:,.0f}",
            compared_with=f"scoring the call anew at every step: {scored_per_s:,.0f}",
            ratio=f"{per_s / scored_per_s:.0f} ×",
            bar=f"≥ {LEAST_PER_S:,.0f}",
            met=per_s >= LEAST_PER_S,
        ),
        Row("the same, saved as JSON and loaded at every step", f"{saved.steps / saved.seconds:,.0f}"),
        Row("the same, replies never heard before", f"{_fresh_per_s():,.0f}"),
    ]


def _scored_per_s(steps: int = 60) -> float:
    """What a customer would cost that scores the whole call at every step."""
    script = list_scripts()[0]
    rubric, knowledge = load_rubric(script.rubric), load_knowledge(script.knowledge)
    rng, done, begun = Random(3), 0, time.process_time()
    state = start(script, "zh", 3).state
    while done < steps:
        state = start(script, "zh", done).state if state.ended else state
        state = step(script, state, _event(script, state, replies(script.id, "zh"), rng)).state
        score(state.transcript(), rubric, knowledge, script.topic)
        done += 1
    return steps / (time.process_time() - begun)


def _fresh_per_s(steps: int = 400) -> float:
    """Steps a second where no reply was ever read before: the finders' own speed."""
    script = list_scripts()[0]
    pool, rng = replies(script.id, "zh"), Random(4)
    texts = [f"{rng.choice(pool)}{number}号。{rng.choice(pool)}" for number in range(steps)]
    state, begun = start(script, "zh", 4).state, time.process_time()
    for text in texts:
        state = start(script, "zh", 4).state if state.ended else state
        state = step(script, state, Reply(text=text)).state
    return steps / (time.process_time() - begun)


def main(count: int) -> int:
    """Walk, and print what came of it as JSON."""
    walked = many(count, seed=count, told=True)
    print(
        json.dumps(
            {"walks": walked.walks, "steps": walked.steps, "ends": dict(walked.ends), "seconds": round(walked.seconds)}
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
