"""`tingxin learn --from-reviews`: learn each criterion from what reviewers said of stored calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from desk.learning_views import Figures, LearningRun, ModelVersion
from recordings.errors import Language


def learn_from_reviews(language: Language, as_json: bool) -> None:
    """Learn, and print how each criterion fared on calls that it had not seen."""
    from desk import learned, learning, rubric_store
    from desk.db import Store
    from desk.permissions import TERMINAL
    from desk.settings import Settings
    from jobs.bar import bar

    store = Store(Settings.load())
    store.migrate()
    with store.session() as session:
        run = learning.start(session, TERMINAL, language, runner=learning.TERMINAL)
    with bar(run.total, "Learning") as tick:
        done = learning.run(store, run.id, on_criterion=lambda _: tick())
    with store.reading() as session:
        rubric = rubric_store.in_use(session, language)
        found = [learned.versions(session, rubric.id, language, one.id)[:1] for one in rubric.criteria]
    made = [version for versions in found for version in versions if version.created_at >= run.created_at]
    if as_json:
        click.echo(json.dumps(_document(done, made), ensure_ascii=False))
        return
    click.echo("\n".join(_lines(done, made)))


def _document(run: LearningRun, made: list[ModelVersion]) -> dict[str, Any]:
    return {
        "run": run.id,
        "rubric": run.rubric_id,
        "language": run.language,
        "criteria": run.total,
        "learned": [
            {"criterion": one.criterion_id, "version": one.version, **one.report.model_dump(mode="json")}
            for one in made
        ],
    }


def _lines(run: LearningRun, made: list[ModelVersion]) -> Iterator[str]:
    yield f"{run.learned} of {run.total} criteria learned ({run.rubric_id}, {run.language}); others have too few."
    for one in made:
        report = one.report
        yield (
            f"  {one.criterion_id:<22} version {one.version}, {one.labels} reviews: "
            f"{_figure(report.learned)} learned, {_figure(report.rules)} rules; "
            f"flip test {report.flip_changed} of {report.flip_calls} changed"
            + ("" if report.fair else "; NOT FIT FOR USE")
        )
    yield "Nothing is used yet: a supervisor puts a version to use on the page of trust."


def _figure(figures: Figures) -> str:
    if figures.corrected is None:
        return "–"
    ends = figures.corrected_ci
    return f"{figures.corrected:.2f}" + (f" [{ends.low:.2f}, {ends.high:.2f}]" if ends else "")
