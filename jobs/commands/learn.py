"""`tingxin learn`: learn a level from labelled texts, and say how well it agrees on texts that were held out."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import click

from jobs.commands.lessons import learn_from_reviews
from recordings.errors import Language
from scoring.learning.examples import Example

COLUMNS = ("group", "language", "context", "text", "label")
LEVELS = range(10)


@click.command()
@click.option("--train", type=click.Path(path_type=Path), help="CSV to learn from.")
@click.option("--test", type=click.Path(path_type=Path), help="CSV to measure on.")
@click.option("--model", type=click.Path(path_type=Path), help="Write the model to this file.")
@click.option("--from-reviews", is_flag=True, help="Learn every criterion from the reviews in the store instead.")
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="With --from-reviews: of the calls.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def learn(
    train: Path | None, test: Path | None, model: Path | None, from_reviews: bool, language: Language, as_json: bool
) -> None:
    """Learn a level from labelled texts, or with --from-reviews each criterion from this store's reviews.

    Columns: group, language (zh or en), context, text, label (0 the lowest), and perhaps rationale: the words the label
    rests on, several parted by |. Texts of one group are never both learned from and measured on while fitting.
    """
    if from_reviews:
        if train or test or model:
            raise click.UsageError("--from-reviews learns from the store. Allowed beside it: --language, --json")
        learn_from_reviews(language, as_json)
        return
    if train is None or test is None:
        raise click.UsageError("what to learn from is missing. Allowed: --train CSV --test CSV, or --from-reviews")
    _learn_texts(train, test, model, as_json)


def _learn_texts(train: Path, test: Path, model: Path | None, as_json: bool) -> None:
    from scoring.learning.fit import fit
    from scoring.learning.report import evaluate
    from scoring.learning.store import save_model

    known, unseen = read_examples(train), read_examples(test)
    begun = time.perf_counter()
    learned = fit(known).model
    fitted_s = time.perf_counter() - begun
    begun = time.perf_counter()
    predictions = learned.predict(unseen)
    per_1000_s = (time.perf_counter() - begun) / len(unseen) * 1000
    report = evaluate(unseen, predictions, learned.levels)
    if model is not None:
        about = {"n_train": len(known), "n_test": len(unseen), "report": asdict(report)}
        _save(lambda: save_model(learned, model, about), model)
    document = {
        "n_train": len(known),
        "n_test": len(unseen),
        **asdict(report),
        "levels": list(learned.levels),
        "predictions": [one.level for one in predictions],
        "chances": [[round(chance, 4) for chance in one.chances] for one in predictions],
        "evidence": [" ".join(one.evidence) for one in predictions],
        "seconds": {"fit": round(fitted_s, 3), "predict_per_1000": round(per_1000_s, 4)},
    }
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    click.echo(f"learned from {len(known)} texts in {fitted_s:.1f} s, measured on {len(unseen)}")
    for name, value in asdict(report).items():
        click.echo(f"  {name:<18} {'–' if value is None else f'{value:.3f}'}")


def read_examples(file: Path) -> list[Example]:
    """The labelled texts of a CSV file, with one clear line for what is wrong."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise click.UsageError(f"{file}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file}: not UTF-8 text") from error
    csv.field_size_limit(min(sys.maxsize, 10_000_000))
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise click.UsageError(f"{file}, line 1: no column {missing[0]}. Allowed: {', '.join(COLUMNS)}, rationale")
        found = [_example(file, rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise click.UsageError(f"{file}, line {rows.line_num}: not CSV: {error}") from error
    if not found:
        raise click.UsageError(f"{file}: no labelled texts")
    return found


def _example(file: Path, line: int, row: dict[str, Any]) -> Example:
    def wrong(column: str, allowed: str) -> click.UsageError:
        return click.UsageError(f"{file}, line {line}: {column} is {str(row[column])[:40]!r}. Allowed: {allowed}")

    if any(row[name] is None for name in COLUMNS):
        raise click.UsageError(f"{file}, line {line}: fewer cells than columns")
    if row["language"] not in ("zh", "en"):
        raise wrong("language", "zh, en")
    if not row["text"].strip():
        raise wrong("text", "some text")
    label = row["label"].strip().removesuffix(".0")
    if not label.isdigit() or int(label) not in LEVELS:
        raise wrong("label", f"{LEVELS.start} to {LEVELS.stop - 1}")
    marked = tuple(span.strip() for span in (row.get("rationale") or "").split("|") if span.strip())
    language = cast(Language, row["language"])
    return Example(row["group"], language, row["context"], row["text"], int(label), marked)


def _save(save: Any, model: Path) -> None:
    try:
        save()
    except OSError as error:
        raise click.UsageError(f"{model}: can't be written ({error.strerror})") from error
