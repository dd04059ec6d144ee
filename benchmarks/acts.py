"""Acts and signals on lines that nothing was tuned on; likeness beside phrases alone, in the same run.

The lines are read from `tests/scoring/unseen/{acts,harm,harm.N,signals}.{zh,en}.csv` (`text,acts` or `text,signals`);
a file that isn't there is told. `python -m benchmarks.acts` writes what was missed into `docs/scoring.md`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import get_args

from benchmarks.table import Row
from recordings.errors import Language
from scoring.acts import find_acts
from scoring.criteria.outcome import LEAST_SURE_HIT
from scoring.examples import SOFT_ACTS
from scoring.findings import HARMFUL_ACTS
from scoring.matching import read_families
from scoring.normalise import normalise
from scoring.signals import find_signals

ROOT = Path(__file__).resolve().parents[1]
UNSEEN = ROOT / "tests" / "scoring" / "unseen"
PAGE = ROOT / "docs" / "scoring.md"
BEGIN, END = "<!-- misses of acts and signals: begin -->", "<!-- misses of acts and signals: end -->"
LEAST_RECALL, LEAST_F1 = 0.92, 0.88  # bars of the scorer
# Short names of the label files for the kinds of the scorer.
NAMES = {
    "media": "media_threat", "petition": "petition_threat", "repeat": "repeat_complaint", "group": "group_complaint",
}  # fmt: skip

Finder = Callable[[str], set[str]]


@dataclass(frozen=True)
class Line:
    """A labelled line: everything that it does."""

    text: str
    kinds: frozenset[str]


def lines(name: str, language: Language, folder: Path = UNSEEN) -> list[Line] | None:
    """The labelled lines of `name`.`language`.csv; None where there is no such file."""
    path = folder / f"{name}.{language}.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [Line(row[0], frozenset(NAMES.get(kind, kind) for kind in row[1].split())) for row in rows if row]


def finder(language: Language, *, likeness: bool = True) -> Finder:
    """What finds the acts of a text; without likeness by phrases alone."""
    if likeness:
        return lambda text: {hit.act for hit in find_acts(text, language)}
    return lambda text: {hit.kind for hit in read_families(normalise(text, language), language, "acts").hits}


def f1_of(kinds: Sequence[str], labelled: Sequence[Line], find: Finder) -> dict[str, float]:
    """F1 of each kind that occurs; a line may have several."""
    found = [find(line.text) for line in labelled]
    figures = {}
    for kind in kinds:
        right = sum(kind in seen and kind in line.kinds for seen, line in zip(found, labelled, strict=True))
        both = sum(kind in seen for seen in found) + sum(kind in line.kinds for line in labelled)
        if both:
            figures[kind] = 2 * right / both
    return figures


def harm_rows(language: Language, name: str = "harm", whose: str = "") -> Iterator[Row]:
    """How much real harm is found, and how often a near-miss is taken for harm; left open for a person counts too."""
    labelled = lines(name, language)
    if labelled is None:
        yield _missing(name, language)
        return
    real, near = [], []
    for line in labelled:
        hits = [hit for hit in find_acts(line.text, language) if hit.act in HARMFUL_ACTS]
        if line.kinds & HARMFUL_ACTS:
            real.append(max((hit.confidence for hit in hits if hit.act in line.kinds), default=0.0))
        else:
            near.append(max((hit.confidence for hit in hits), default=0.0))
    yield Row(
        f"harmful acts, near-misses taken for harm, {language}{whose}",
        f"{_told(near)} of {len(near)}",
        bar="0",
        met=not any(near),
    )
    recall = fmean(map(bool, real)) if real else 0.0
    yield Row(
        f"harmful acts found, {language}{whose}",
        f"{_told(real)} of {len(real)} ({recall:.0%})",
        bar=f"≥ {LEAST_RECALL:.0%}",
        met=recall >= LEAST_RECALL,
    )


def _told(confidences: Sequence[float]) -> str:
    """How many are told for sure, and how many left open."""
    sure = sum(one >= LEAST_SURE_HIT for one in confidences)
    return f"{sure} told, {sum(map(bool, confidences)) - sure} left open"


def soft_rows(language: Language) -> Iterator[Row]:
    """Mean F1 of the soft acts, with likeness and by phrases alone."""
    labelled = lines("acts", language)
    if labelled is None:
        yield _missing("acts", language)
        return
    both = fmean(f1_of(SOFT_ACTS, labelled, finder(language)).values())
    alone = fmean(f1_of(SOFT_ACTS, labelled, finder(language, likeness=False)).values())
    yield Row(
        f"soft acts, macro-F1, {language}, {len(labelled)} lines",
        f"{both:.3f}",
        compared_with=f"phrases alone: {alone:.3f}",
        ratio=f"{both / alone:.2f} ×" if alone else "",
        bar=f"≥ {LEAST_F1}",
        met=both >= LEAST_F1,
    )


def signal_rows(language: Language) -> Iterator[Row]:
    """Mean F1 of the customer signals, and how many hints of self-harm are found."""
    labelled = lines("signals", language)
    if labelled is None:
        yield _missing("signals", language)
        return
    find = signals_of(language)
    kinds = sorted({kind for line in labelled for kind in line.kinds})
    hints = [line for line in labelled if "self_harm" in line.kinds]
    heard = sum("self_harm" in find(line.text) for line in hints)
    yield Row(
        f"customer signals, macro-F1, {language}, {len(labelled)} lines",
        f"{fmean(f1_of(kinds, labelled, find).values()):.3f}",
    )
    yield Row(f"hints of self-harm heard, {language}", f"{heard} of {len(hints)}", bar="all", met=heard == len(hints))


def signals_of(language: Language) -> Finder:
    """What finds the signals of a text."""
    return lambda text: {signal.kind for signal in find_signals(text, language)}


def rows() -> list[Row]:
    """All figures of both languages."""
    found: list[Row] = []
    for language in get_args(Language):
        found += [*harm_rows(language), *soft_rows(language), *signal_rows(language)]
        for name in sorted(path.stem.removesuffix(f".{language}") for path in UNSEEN.glob(f"harm.?.{language}.csv")):
            found += harm_rows(language, name, f", {name}: lines of further authors")
    return found


def misses() -> str:
    """The lines that came out wrong, as Markdown: what was missed (−) and what was found wrongly (+)."""
    parts = []
    for language in get_args(Language):
        for name in ("harm", "acts", "signals"):
            labelled = lines(name, language)
            if labelled is None:
                continue
            find = signals_of(language) if name == "signals" else finder(language)
            wrong = [line for line in labelled if find(line.text) != line.kinds]
            parts.append(f"\n**{name}, {language}: {len(wrong)} of {len(labelled)} lines not exactly as labelled**\n")
            parts += [f"- {_difference(line, find(line.text))}: {line.text}" for line in wrong]
    return "\n".join(parts)


def _difference(line: Line, found: set[str]) -> str:
    gone, extra = sorted(line.kinds - found), sorted(found - line.kinds)
    return " ".join([*(f"−{kind}" for kind in gone), *(f"+{kind}" for kind in extra)])


def _missing(name: str, language: Language) -> Row:
    return Row(f"{name}, {language}", f"no file {(UNSEEN / f'{name}.{language}.csv').relative_to(ROOT)}")


def main() -> int:
    """Write the misses into the page, between its two marks."""
    page = PAGE.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        print(f"{PAGE.relative_to(ROOT)} lacks the marks {BEGIN} … {END}", file=sys.stderr)
        return 2
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{misses()}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
