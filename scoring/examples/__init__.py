"""Labelled lines, written for this project: what likeness is learned from.

A file is named `<what>.<author>.<language>.csv`: a letter stands for everybody who wrote lines, and nobody's lines are
judged by weights that were learned from the same hand when rates are told. One line a row, fit to be read by a
supervisor:

| column | holds |
|---|---|
| `text` | one clause or short turn, as spoken or typed |
| `acts` | every act that it performs, set apart by blanks; empty when it performs none (`signals` of a customer) |
| `looks_like` | acts that it resembles and does not perform: the near-misses |

`soft` has soft acts of agents, `harm` lines that do harm and lines that only look like it (`harm.tuned` those that the
phrases were made from), `signals` what customers' lines voice; `signals.plain` is ordinary talk, taken from the
customers of the scenario library. `topics.<language>.csv` has a topic and what a caller
may say of it: whole first words, and single phrases.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from recordings.errors import Language
from scoring.findings import ACTS, FEELINGS, HARMFUL_ACTS, RISKS

SOFT_ACTS = tuple(act for act in ACTS if act not in HARMFUL_ACTS)
TUNED = "tuned"  # author of the lines that phrases were made from
PLAIN = "plain"  # "author" of ordinary talk of customers: it voices no risk, and of feelings nobody wrote down which


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled line; of a customer's line the `acts` are the signals that it voices."""

    text: str
    acts: frozenset[str]
    looks_like: frozenset[str]
    author: str


@cache
def load_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of soft acts, in order of the files.

    Raises:
        ValueError: A row without three columns, an act that is unknown or harmful, an act both performed and
            only looked like, or a text that stands twice in a file; names file and line.
    """
    return _read("soft", language, SOFT_ACTS)


@cache
def load_harm_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of harm and its near-misses.

    Raises:
        ValueError: As for `load_examples`, with harmful acts for soft ones.
    """
    return _read("harm", language, HARMFUL_ACTS)


@cache
def load_signal_examples(language: Language) -> tuple[Example, ...]:
    """The labelled lines of customers.

    Raises:
        ValueError: As for `load_examples`, with signals for soft acts.
    """
    return _read("signals", language, FEELINGS | RISKS, "signals")


def _read(what: str, language: Language, allowed: Collection[str], held: str = "acts") -> tuple[Example, ...]:
    """The lines of all authors; a text that two of them wrote is the first one's."""
    names = sorted(file.name for file in files(__name__).iterdir() if file.name.startswith(f"{what}."))
    examples: dict[str, Example] = {}
    for name in names:
        if name.endswith(f".{language}.csv"):
            for example in _read_file(name, allowed, held):
                examples.setdefault(example.text, example)
    return tuple(examples.values())


def _read_file(name: str, allowed: Collection[str], held: str) -> list[Example]:
    columns = ["text", held, "looks_like"]
    rows = csv.reader((files(__name__) / name).read_text(encoding="utf-8").splitlines())
    if next(rows) != columns:
        raise ValueError(f"{name}, line 1: the columns are {','.join(columns)}")
    examples: dict[str, Example] = {}
    for number, row in enumerate(rows, start=2):
        try:
            example = _example(row, allowed, name.split(".")[1])
        except ValueError as error:
            raise ValueError(f"{name}, line {number}: {error}") from error
        if example.text in examples:
            raise ValueError(f"{name}, line {number}: stands twice: {example.text}")
        examples[example.text] = example
    return list(examples.values())


def _example(row: list[str], allowed: Collection[str], author: str) -> Example:
    if len(row) != 3 or not row[0].strip():
        raise ValueError("3 columns are wanted, and a text")
    acts, near = (frozenset(cell.split()) for cell in row[1:])
    if unknown := (acts | near) - set(allowed):
        raise ValueError(
            f"no acts of this file: {', '.join(sorted(unknown))}; allowed are {', '.join(sorted(allowed))}"
        )
    if both := acts & near:
        raise ValueError(f"performed and only looked like: {', '.join(sorted(both))}")
    return Example(row[0], acts, near, author)
