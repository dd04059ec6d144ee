"""Labelled lines of agents, written for this project: what the soft acts are learned from.

`soft.<language>.csv` has one line a row, fit to be read by a supervisor:

| column | holds |
|---|---|
| `text` | one clause or short turn of an agent, as spoken or typed |
| `acts` | every soft act that it performs, set apart by blanks; empty when it performs none |
| `looks_like` | soft acts that it resembles and does not perform: the near-misses |

`topics.<language>.csv` has a topic and what a caller may say of it: whole first words, and single phrases.

No line of these files is used in a test that reports a rate.

`harm.<language>.csv` holds, in the same columns, lines that do harm and lines that only look like it; every fourth
one is held out of the fitting and measured on (`Example.held_out`). `harm.tuned.<language>.csv` holds lines that the
phrases were made from.

`signals.<language>.csv` holds lines of customers, with `signals` for `acts`: the signals that a line was written to
voice; every fourth one is held out too.
"""

from __future__ import annotations

import csv
import zlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from recordings.errors import Language
from scoring.findings import ACTS, FEELINGS, HARMFUL_ACTS, RISKS

SOFT_ACTS = tuple(act for act in ACTS if act not in HARMFUL_ACTS)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled line; of a customer's line the `acts` are the signals that it voices."""

    text: str
    acts: frozenset[str]
    looks_like: frozenset[str]
    tuned: bool = False  # phrases were made from it

    @property
    def held_out(self) -> bool:
        """A fixed fourth of the lines of harm and signals that no phrase was made from: never learned from."""
        return not self.tuned and zlib.crc32(self.text.encode()) % 4 == 0


@cache
def load_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of `language`, in order of the file.

    Raises:
        ValueError: A row without three columns, an act that is unknown or harmful, an act both performed and
            only looked like, or a text that stands twice; names file and line.
    """
    return _read(f"soft.{language}.csv", SOFT_ACTS)


@cache
def load_harm_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of harm and its near-misses, held out ones too.

    Raises:
        ValueError: As for `load_examples`, with harmful acts for soft ones.
    """
    harm = tuple(act for act in ACTS if act in HARMFUL_ACTS)
    own = _read(f"harm.{language}.csv", harm)
    known = {example.text for example in own}
    tuned = (replace(line, tuned=True) for line in _read(f"harm.tuned.{language}.csv", harm))
    return (*own, *(line for line in tuned if line.text not in known))


@cache
def load_signal_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of customers, held out ones too.

    Raises:
        ValueError: As for `load_examples`, with signals for soft acts.
    """
    return _read(f"signals.{language}.csv", FEELINGS | RISKS, "signals")


def _read(name: str, allowed: Collection[str], held: str = "acts") -> tuple[Example, ...]:
    columns = ["text", held, "looks_like"]
    rows = csv.reader((files(__name__) / name).read_text(encoding="utf-8").splitlines())
    if next(rows) != columns:
        raise ValueError(f"{name}, line 1: the columns are {','.join(columns)}")
    examples: dict[str, Example] = {}
    for number, row in enumerate(rows, start=2):
        try:
            example = _example(row, allowed)
        except ValueError as error:
            raise ValueError(f"{name}, line {number}: {error}") from error
        if example.text in examples:
            raise ValueError(f"{name}, line {number}: stands twice: {example.text}")
        examples[example.text] = example
    return tuple(examples.values())


def _example(row: list[str], allowed: Collection[str]) -> Example:
    if len(row) != 3 or not row[0].strip():
        raise ValueError("3 columns are wanted, and a text")
    acts, near = (frozenset(cell.split()) for cell in row[1:])
    if unknown := (acts | near) - set(allowed):
        raise ValueError(f"no acts of this file: {', '.join(sorted(unknown))}; allowed are {', '.join(allowed)}")
    if both := acts & near:
        raise ValueError(f"performed and only looked like: {', '.join(sorted(both))}")
    return Example(row[0], acts, near)
