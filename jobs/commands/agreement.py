"""`tingxin agree`: how far raters agree."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import click

from scoring.agreement import LEAST_ITEMS, Agreement, Level

COLUMNS = ("item", "rater", "value")
FIGURES = ("krippendorff_alpha", "weighted_kappa", "gwet_ac2", "exact", "within_one", "bias")
NOT_SCORED = ("na", "unscored")  # what a scorecard says beside a level


class _Rating(NamedTuple):
    item: str
    rater: str
    value: str


@click.command()
@click.argument("file", metavar="CSV", type=click.Path(path_type=Path))
@click.option(
    "--level", type=click.Choice(["nominal", "ordinal", "interval"]), default="ordinal", show_default=True,
    help="What the distance between two values means.",
)  # fmt: skip
@click.option("--group", help="Column whose items belong together (lines of a call), for the intervals.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def agree(file: Path, level: Level, group: str | None, as_json: bool) -> None:
    """Say how far raters agree: a CSV with the columns item, rater, value.

    A value is a number, or na or unscored. Words are allowed with --level nominal.
    """
    from scoring.agreement import agreement, table_of

    ratings, groups = _read(file, group)
    numbers = _numbers(file, ratings, level)
    table, items, _ = table_of(numbers)
    found = agreement(table, level=level, groups=[groups[item] for item in items] if group else None)
    unscored = _unscored(ratings)
    if as_json:
        click.echo(json.dumps(_document(found, level, unscored), ensure_ascii=False))
        return
    click.echo("\n".join(_lines(found, unscored)))


def _read(file: Path, group: str | None) -> tuple[list[_Rating], dict[str, str]]:
    """The ratings, and the group of each item."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise click.UsageError(f"{file}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file}: not UTF-8 text") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    wanted = (*COLUMNS, *([group] if group else []))
    ratings: list[_Rating] = []
    groups: dict[str, str] = {}
    try:
        missing = [name for name in wanted if name not in (rows.fieldnames or ())]
        if missing:
            raise click.UsageError(f"{file}, line 1: no column {missing[0]}. Allowed: {', '.join(wanted)}")
        for row in rows:
            if any(row[name] is None for name in wanted):
                raise click.UsageError(f"{file}, line {rows.line_num}: fewer cells than columns")
            ratings.append(_Rating(row["item"].strip(), row["rater"].strip(), row["value"].strip().lower()))
            groups[ratings[-1].item] = row[group] if group else ""
    except csv.Error as error:
        raise click.UsageError(f"{file}, line {rows.line_num}: not CSV: {error}") from error
    _once(file, ratings)
    return ratings, groups


def _once(file: Path, ratings: list[_Rating]) -> None:
    if not ratings:
        raise click.UsageError(f"{file}: no ratings. Allowed: a row for each item and rater")
    (item, rater), times = Counter((one.item, one.rater) for one in ratings).most_common(1)[0]
    if times > 1:
        raise click.UsageError(f"{file}: item {item} is rated {times} times by {rater}. Allowed: once")


def _numbers(file: Path, ratings: list[_Rating], level: Level) -> dict[tuple[str, str], float]:
    """The scored ratings as numbers; words are numbered where their order does not matter."""
    scored = [one for one in ratings if one.value and one.value not in NOT_SCORED]
    word = next((one for one in scored if not _is_number(one.value)), None)
    if word is None:
        return {(one.item, one.rater): float(one.value) for one in scored}
    if level != "nominal":
        raise click.UsageError(
            f"{file}: item {word.item}, rater {word.rater}: '{word.value}' is no number. Allowed: a number, "
            f"{', '.join(NOT_SCORED)}; or --level nominal"
        )
    names = {value: float(at) for at, value in enumerate(sorted({one.value for one in scored}))}
    return {(one.item, one.rater): names[one.value] for one in scored}


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _unscored(ratings: list[_Rating]) -> dict[str, int]:
    """Pairs of ratings by whether both, one or none of them is a level: the confusion of "does not apply"."""
    by_item: dict[str, list[bool]] = {}
    for one in ratings:
        by_item.setdefault(one.item, []).append(one.value not in ("", *NOT_SCORED))
    pairs = Counter(sum(pair) for said in by_item.values() for pair in combinations(said, 2))
    return {"both_scored": pairs[2], "one_scored": pairs[1], "none_scored": pairs[0]}


def _document(found: Agreement, level: Level, unscored: dict[str, int]) -> dict[str, Any]:
    return {
        "level": level,
        "items": found.items,
        "pairs": found.pairs,
        "enough": found.enough,
        "krippendorff_alpha": found.krippendorff_alpha,
        "alphas": dict(found.alphas),
        "weighted_kappa": found.weighted_kappa,
        "gwet_ac2": found.gwet_ac2,
        "exact": found.exact,
        "within_one": found.within_one,
        "bias": found.bias,
        "ci95": {name: list(ends) for name, ends in found.ci95.items()},
        "na_confusion": unscored,
    }


def _lines(found: Agreement, unscored: dict[str, int]) -> Iterator[str]:
    yield f"{found.items} items rated by two or more, {found.pairs} pairs of ratings"
    if not found.enough:
        yield f"fewer than {LEAST_ITEMS} items: figures would speak of luck more than of the raters (--json has them)"
    for name in FIGURES if found.enough else ():
        value: float | None = getattr(found, name)
        ends = found.ci95.get(name)
        shown = "–" if value is None else f"{value:.3f}" + (f"  [{ends.low:.3f}, {ends.high:.3f}]" if ends else "")
        yield f"  {name:<20} {shown}"
    yield f"  not scored (na, unscored): by one of two {unscored['one_scored']}, by both {unscored['none_scored']}"
