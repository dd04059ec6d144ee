"""One row a figure; a ratio is taken against what was measured in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure, what it is compared with, and whether it met its bar (None: there is no bar)."""

    what: str
    figure: str
    compared_with: str = ""
    ratio: str = ""
    bar: str = ""
    met: bool | None = None


def median_s(work: Callable[[], object], *, runs: int = 5) -> float:
    """Median seconds of `runs` runs after one that isn't counted."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def render(rows: Sequence[Row]) -> str:
    """The table in Markdown."""
    said = {None: "", True: "met", False: "**missed**"}
    lines = ["| what | figure | compared with | ratio | bar | |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.figure} | {row.compared_with} | {row.ratio} | {row.bar} | {said[row.met]} |"
        for row in rows
    ]
    return "\n".join(lines)
