"""`tingxin rescore`: past calls scored anew, after a new rubric, new knowledge or a new version of Tingxin."""

from __future__ import annotations

import json
import time
from datetime import datetime

import click

from desk import rescoring
from desk.db import Store
from desk.permissions import TERMINAL
from desk.rescoring_work import scorers
from desk.settings import Settings
from jobs.bar import bar

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--rubric", metavar="ID@VERSION", help="What to score on; without it what is in use for each language.")
@click.option("--from", "from_", type=DAY, help="First day of the calls.")
@click.option("--to", type=DAY, help="Last day of the calls.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def rescore(rubric: str | None, from_: datetime | None, to: datetime | None, as_json: bool) -> None:
    """Score past calls anew. Stopped in between, the same command goes on where it was."""
    store = Store(Settings.load())
    store.migrate()
    begun_s = time.monotonic()
    with store.session() as session:
        run = rescoring.start(
            session, TERMINAL, rubric=rubric, from_day=None if from_ is None else from_.date(),
            to_day=None if to is None else to.date(), runner=rescoring.TERMINAL,
        )  # fmt: skip
    resumed_at = run.done
    left = run.total - run.done
    with scorers(store, left) as pool, bar(left, "Scoring anew") as tick:
        while run.state in rescoring.UNDER_WAY:
            before = run.done
            run = rescoring.step(store, run.id, pool=pool)
            for _ in range(run.done - before):
                tick()
    seconds = round(time.monotonic() - begun_s, 1)
    if as_json:
        told = run.model_dump(mode="json", include={"id", "rubric", "state", "total", "done", "changed", "failed"})
        click.echo(json.dumps({**told, "resumed_at": resumed_at, "seconds": seconds}, ensure_ascii=False))
        return
    went_on = f" (went on after {resumed_at})" if resumed_at else ""
    click.echo(
        f"{run.done} of {run.total} calls scored on {run.rubric}{went_on}: {run.changed} changed, "
        f"{run.failed} could not be scored, {seconds:g} s."
    )
