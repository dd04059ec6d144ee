"""How agreement grows with reviews: calls of our own, scored by the rules and by what 50 to 400 reviews taught.

Calls are put together from `reviews.zh.yaml`: what agents say, by the level that a reviewer gives it; the rules had not
seen these wordings either. Measured twice: on calls of the same agents, who repeat themselves, and on calls of others,
in which no wording ever came up before.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from benchmarks.table import Row
from recordings.transcript import Speaker, Transcript, Turn
from scoring.knowledge import load_knowledge
from scoring.learning import Example, fit
from scoring.learning.from_calls import by_rules, example_of
from scoring.learning.trial import HeldOut, agreement_of
from scoring.rubric import Criterion, load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard

WORDS = Path(__file__).with_name("reviews.zh.yaml")
STEPS = (50, 100, 200, 400)  # reviews that are learned from
MEASURED = 200  # calls
KEPT_BACK = 3  # every third wording is for the calls of others
CRITERIA = ("acknowledge_feeling", "understand_situation", "next_steps", "check_resolved")


class _Reviewed(NamedTuple):
    said: Transcript
    card: Scorecard
    levels: dict[str, int]


def rows() -> list[Row]:
    """For each criterion and kind of calls a row with what the rules reach, and one for each number of reviews."""
    lessons = _reviewed(max(STEPS), others=False, seed=0)
    measured = {
        "same agents": _reviewed(MEASURED, others=False, seed=1),
        "others, in new words": _reviewed(MEASURED, others=True, seed=2),
    }
    criteria = [one for one in load_rubric().criteria if one.id in CRITERIA]
    return [row for criterion in criteria for row in _of(criterion, lessons, measured)]


def _reviewed(count: int, *, others: bool, seed: int) -> list[_Reviewed]:
    rubric, knowledge = load_rubric(), load_knowledge()
    return [_Reviewed(said, score(said, rubric, knowledge), levels) for said, levels in _calls(count, others, seed)]


def _of(criterion: Criterion, lessons: Sequence[_Reviewed], measured: dict[str, list[_Reviewed]]) -> list[Row]:
    known = [_example(one, criterion, str(at), one.levels[criterion.id]) for at, one in enumerate(lessons)]
    models = {step: fit(known[:step]).model for step in STEPS}
    found = []
    for name, calls in measured.items():
        told = [one for one in calls if by_rules(one.card.criterion(criterion.id))[0] == "scored"]
        people = [one.levels[criterion.id] for one in told]
        rules = [by_rules(one.card.criterion(criterion.id))[1] or 0 for one in told]
        first = _agreement(rules, people, criterion)
        found.append(Row(f"{criterion.id}, {name}: after 0 reviews (the rules)", _words(first)))
        asked = [_example(one, criterion, str(at)) for at, one in enumerate(told)]
        for step, model in models.items():
            now = _agreement([one.level for one in model.predict(asked)], people, criterion)
            gain = (now.corrected or 0.0) - (first.corrected or 0.0)
            found.append(Row(f"{criterion.id}, {name}: after {step}", _words(now), _words(first), f"{gain:+.2f}"))
    return found


def _example(one: _Reviewed, criterion: Criterion, group: str, level: int | None = None) -> Example:
    return example_of(group, one.said, one.card, criterion, level)


def _agreement(machine: Sequence[int], people: Sequence[int], criterion: Criterion) -> HeldOut:
    return agreement_of(machine, people, [str(at) for at in range(len(people))], highest=criterion.max)


def _words(found: HeldOut) -> str:
    if found.corrected is None or found.corrected_ci is None:
        return "can't be told"
    return f"{found.corrected:.2f} [{found.corrected_ci.low:.2f}, {found.corrected_ci.high:.2f}]"


def _calls(count: int, others: bool, seed: int) -> list[tuple[Transcript, dict[str, int]]]:
    """Calls with the levels that their wordings were given."""
    rng, words = Random(seed), yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return [_call(words, rng, others) for _ in range(count)]


def _call(words: dict[str, Any], rng: Random, others: bool) -> tuple[Transcript, dict[str, int]]:
    def some(lines: list[str], number: int = 1) -> list[str]:
        mine = [line for at, line in enumerate(lines) if (at % KEPT_BACK == 0) == others]
        return rng.sample(mine, number)

    levels = {name: rng.choice(sorted(words[name])) for name in CRITERIA if name != "understand_situation"}
    asked = levels["understand_situation"] = rng.choice((0, 1, 2))
    answer = some(words["acknowledge_feeling"][levels["acknowledge_feeling"]])
    talk: list[tuple[Speaker, str]] = [
        ("agent", "您好，12363热线，请讲。"),
        ("customer", some(words["story"])[0]),
        ("agent", "".join([*answer, *some(words["understand_situation"], asked)])),
        ("customer", "是这么回事。"),
        ("agent", some(words["advice"])[0]),
        ("customer", "那我该怎么弄。"),
        ("agent", some(words["next_steps"][levels["next_steps"]])[0]),
        ("customer", "嗯，好。"),
        ("agent", some(words["check_resolved"][levels["check_resolved"]])[0]),
        ("customer", "没有了，谢谢。"),
        ("agent", "感谢来电，再见。"),
    ]
    turns = tuple(Turn(index=at, speaker=speaker, text=text) for at, (speaker, text) in enumerate(talk))
    return Transcript(language="zh", turns=turns), levels
