"""Labelled lines: one line, one act or signal, present or not; and how a finder does on them."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Line:
    kind: str
    present: bool
    text: str

    @property
    def held_back(self) -> bool:
        """A fixed third of the lines, not looked at before the last round of tuning."""
        return zlib.crc32(self.text.encode()) % 3 == 0


@dataclass(frozen=True)
class Tally:
    right: int
    missed: int
    false: int
    clear: int

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    @property
    def false_rate(self) -> float:
        return self.false / (self.false + self.clear)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.false)


def read_lines(name: str) -> list[Line]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        assert file.readline().strip().split(",")[1:] == ["present", "text"]
        return [Line(kind, present == "yes", text) for kind, present, text in csv.reader(file)]


def tally(lines: list[Line], find: Callable[[str], set[str]]) -> Tally:
    counts = {"right": 0, "missed": 0, "false": 0, "clear": 0}
    for line in lines:
        found = line.kind in find(line.text)
        counts[("right" if found else "missed") if line.present else ("false" if found else "clear")] += 1
    return Tally(**counts)
