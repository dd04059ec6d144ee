"""Labelled lines of agents, written for this project: what the soft acts are learned from.

`soft.<language>.csv` has one line a row, fit to be read by a supervisor:

| column | holds |
|---|---|
| `text` | one clause or short turn of an agent, as spoken or typed |
| `acts` | every soft act that it performs, set apart by blanks; empty when it performs none |
| `looks_like` | soft acts that it resembles and does not perform: the near-misses |

No line of these files is used in a test that reports a rate.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from recordings.errors import Language
from scoring.findings import ACTS, HARMFUL_ACTS

SOFT_ACTS = tuple(act for act in ACTS if act not in HARMFUL_ACTS)
_COLUMNS = ["text", "acts", "looks_like"]


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled line."""

    text: str
    acts: frozenset[str]
    looks_like: frozenset[str]


@cache
def load_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of `language`, in order of the file.

    Raises:
        ValueError: A row without three columns, an act that is unknown or harmful, an act both performed and
            only looked like, or a text that stands twice; names file and line.
    """
    name = f"soft.{language}.csv"
    rows = csv.reader((files(__name__) / name).read_text(encoding="utf-8").splitlines())
    if next(rows) != _COLUMNS:
        raise ValueError(f"{name}, line 1: the columns are {','.join(_COLUMNS)}")
    examples: dict[str, Example] = {}
    for number, row in enumerate(rows, start=2):
        try:
            example = _example(row)
        except ValueError as error:
            raise ValueError(f"{name}, line {number}: {error}") from error
        if example.text in examples:
            raise ValueError(f"{name}, line {number}: stands twice: {example.text}")
        examples[example.text] = example
    return tuple(examples.values())


def _example(row: list[str]) -> Example:
    if len(row) != len(_COLUMNS) or not row[0].strip():
        raise ValueError(f"{len(_COLUMNS)} columns are wanted, and a text")
    acts, near = (frozenset(cell.split()) for cell in row[1:])
    if unknown := (acts | near) - set(SOFT_ACTS):
        raise ValueError(f"no soft acts: {', '.join(sorted(unknown))}; allowed are {', '.join(SOFT_ACTS)}")
    if both := acts & near:
        raise ValueError(f"performed and only looked like: {', '.join(sorted(both))}")
    return Example(row[0], acts, near)
