"""Calls for timing whose turns never repeat: labelled lines of the tests, put together anew for each call."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from recordings.errors import Language
from recordings.transcript import Transcript, Turn

TURNS = 60
LINES = Path(__file__).resolve().parents[1] / "tests" / "scoring"
CHARACTERS_A_SECOND = {"zh": 4.5, "en": 15.0}  # of speech
PAUSE_S = 0.8


@cache
def lines(language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What agents and what customers say in the tests."""
    agent: list[str] = []
    customer: list[str] = []
    for part, said in (("acts", agent), ("signals", customer)):
        with (LINES / "data" / f"{part}.{language}.csv").open(encoding="utf-8", newline="") as file:
            said += [row[-1] for row in csv.reader(file) if row][1:]
    rows = (LINES / "lines" / f"claims.{language}.tsv").read_text(encoding="utf-8").splitlines()
    agent += [row.split("\t")[-1] for row in rows[1:]]
    for path in sorted((LINES / "calls").glob("*.yaml")):
        for call in yaml.safe_load(path.read_text(encoding="utf-8")):
            for line in call["lines"] if call["language"] == language else ():
                who, text = line.split(": ", 1)
                (agent if who == "a" else customer).append(text)
    return tuple(agent), tuple(customer)


def varied(language: Language, count: int, seed: int) -> Iterator[Transcript]:
    """Calls of `TURNS` turns with times; a turn is one to three lines, so that hardly any comes twice."""
    rng = random.Random(seed)
    spoken = lines(language)
    between = "" if language == "zh" else " "
    for _ in range(count):
        turns: list[Turn] = []
        at_s = 0.0
        for index in range(TURNS):
            text = between.join(rng.choice(spoken[index % 2]) for _ in range(rng.choice((1, 1, 2, 3))))
            end_s = at_s + len(text) / CHARACTERS_A_SECOND[language]
            speaker = "agent" if index % 2 == 0 else "customer"
            turns.append(Turn(index=index, speaker=speaker, text=text, start_s=at_s, end_s=end_s))
            at_s = end_s + PAUSE_S
        yield Transcript(language=language, turns=tuple(turns), duration_s=at_s)
