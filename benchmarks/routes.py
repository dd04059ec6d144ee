"""Which route a reply takes, on replies by other authors that no script was tuned on.

The replies are read from `tests/scenarios/unseen/*.{zh,en}.tsv`, tab-separated, with a header:
`script  node  reply  route`. The node is one that the call has just come to; `route` names every route that would be
right, `owner.id`, several with `|` between them (`tingxin scenario nodes ID` lists them with their meaning).
`python -m benchmarks.routes` prints the replies that went another way.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from benchmarks.table import Row
from recordings.errors import Language
from scenarios.load import load_script
from scenarios.script import Script, is_harmful
from scenarios.trial import Trial, try_line

ROOT = Path(__file__).resolve().parents[1]
UNSEEN = ROOT / "tests" / "scenarios" / "unseen"
LEAST_RIGHT = 0.92  # bar of the scripted customer
COLUMNS = ("script", "node", "reply", "route")


@dataclass(frozen=True)
class Line:
    """A reply and the routes that would be right."""

    place: str  # file and line, from 1
    script: str
    node: str
    reply: str
    routes: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A reply, and where it went."""

    line: Line
    trial: Trial
    taken: str
    right: bool
    accused: bool  # taken for harm where no right route is one of harm
    missed_harm: bool  # a right route is one of harm, and none was seen


def lines(language: Language, folder: Path = UNSEEN) -> list[Line] | None:
    """The replies in `language`; None where there is no such file.

    Raises:
        ValueError: A line that names no script, node or route, or lacks a column.
    """
    paths = sorted(folder.glob(f"*.{language}.tsv"))
    return [line for path in paths for line in _file_lines(path)] if paths else None


def _file_lines(path: Path) -> list[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if tuple(rows[0]) != COLUMNS:
        raise ValueError(f"{path.name}, line 1: the columns must be {', '.join(COLUMNS)}")
    return [_line(path.name, number, row) for number, row in enumerate(rows[1:], start=2) if row]


def _line(file: str, number: int, row: list[str]) -> Line:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{file}, line {number}: {len(row)} columns, not {len(COLUMNS)}")
    line = Line(f"{file}:{number}", row[0], row[1], row[2], tuple(row[3].split("|")))
    script = load_script(line.script)
    if line.node not in script.nodes:
        raise ValueError(f"{file}, line {number}: {line.script} has no node {line.node}")
    unknown = set(line.routes) - names(script, line.node)
    if unknown:
        raise ValueError(f"{file}, line {number}: {line.node} has no route {', '.join(sorted(unknown))}")
    return line


def names(script: Script, node: str) -> set[str]:
    """Every name that a right route may have in a node."""
    own = {f"{node}.{route.id}" for route in script.nodes[node].routes} | {f"{node}.else", f"{node}.unclear"}
    return own | {f"{owner}.{route.id}" for owner, routes in shared(script) for route in routes}


def shared(script: Script) -> tuple[tuple[str, tuple[object, ...]], ...]:
    """The rules that hold in every node."""
    return (("always", script.always), ("fallback", script.fallback))


def judge(line: Line, language: Language) -> Judged:
    """Where a reply goes, and whether that is right."""
    script = load_script(line.script)
    trial = try_line(script, line.node, line.reply, language)
    # Harm may end the call at once; the rule by which it would else have been answered is what counts.
    taken = next((route.name for route in trial.routes if route.outcome == "held"), str(trial.moment.route))
    wanted_harm = bool(set(line.routes) & harmful_routes(script, line.node))
    harmed = any(is_harmful(act) for act in trial.moment.acts)
    return Judged(
        line=line,
        trial=trial,
        taken=taken,
        right=taken in line.routes,
        accused=harmed and not wanted_harm,
        missed_harm=wanted_harm and not harmed,
    )


def harmful_routes(script: Script, node: str) -> set[str]:
    """The names of routes that answer harm."""
    owners = (*((owner, routes) for owner, routes in shared(script)), (node, script.nodes[node].routes))
    return {
        f"{owner}.{route.id}"
        for owner, routes in owners
        for route in routes
        if any(is_harmful(condition) for condition in (*route.when.any, *route.when.all))
    }


def judged(language: Language, folder: Path = UNSEEN) -> list[Judged] | None:
    """All replies in `language`; None where there is no file."""
    labelled = lines(language, folder)
    return None if labelled is None else [judge(line, language) for line in labelled]


def rows() -> list[Row]:
    """Share of right routes, and replies wrongly taken for harm, in both languages."""
    return [row for language in get_args(Language) for row in _rows(language)]


def _rows(language: Language) -> Iterator[Row]:
    found = judged(language)
    if not found:
        yield Row(f"routes of unseen replies, {language}", f"no {UNSEEN.relative_to(ROOT)}/*.{language}.tsv")
        return
    right, accused = sum(one.right for one in found), sum(one.accused for one in found)
    first = sum(_first_route(one.line) in one.line.routes for one in found)
    yield Row(
        f"routes of unseen replies, {language}",
        f"{right} of {len(found)} ({right / len(found):.0%})",
        compared_with=f"the node's first route always: {first / len(found):.0%}",
        ratio=f"{right / first:.2f} ×" if first else "",
        bar=f"≥ {LEAST_RIGHT:.0%}",
        met=right >= LEAST_RIGHT * len(found),
    )
    yield Row(f"unseen replies wrongly taken for harm, {language}", str(accused), bar="0", met=accused == 0)


def _first_route(line: Line) -> str:
    return next((f"{line.node}.{route.id}" for route in load_script(line.script).nodes[line.node].routes), "")


def main() -> int:
    """Print the replies that went another way."""
    for language in get_args(Language):
        for one in judged(language) or ():
            if not one.right:
                mark = "!" if one.accused else "?" if one.missed_harm else "-"
                heard = ", ".join(one.trial.moment.heard) or "nothing"
                wanted = "|".join(one.line.routes)
                print(f"{mark} {one.line.place} {one.line.script} {wanted} ← {one.taken}: {one.line.reply}")
                print(f"    {heard}")
    print("\n".join(f"{row.what}: {row.figure}" for row in rows()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
