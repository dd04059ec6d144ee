"""Past calls scored anew by the command and by a real worker, also after it was killed."""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from desk import accounts, rescoring
from desk.db import Store
from desk.models import ScorecardRow
from desk.permissions import TERMINAL, Actor
from desk.rescoring_work import Scorers
from desk.rubric_models import RescoreRunRow
from desk.settings import Settings
from tests.desk.conftest import COLD, talk
from tests.jobs.conftest import tingxin, until


def calls(store: Store, settings: Settings, count: int) -> Actor:
    from tests.desk.test_rubrics import scored

    said = [(turn.speaker, turn.text) for turn in COLD.turns]
    for day in range(count):
        scored(store, settings, talk(*said, ("agent", f"{day}。")).model_copy(update={"language": "en"}), day)
    with store.session() as session:
        return accounts.add_user(session, None, "mei", "supervisor", "correct horse")


@contextmanager
def pool_of(settings: Settings, processes: int) -> Iterator[Scorers | None]:
    pool = Scorers(settings, processes) if processes else None
    yield pool
    if pool is not None:
        pool.close()


def cards_on(store: Store, reference: str) -> int:
    with store.reading() as session:
        query = select(func.count()).select_from(ScorecardRow).where(ScorecardRow.rubric == reference)
        return session.scalar(query) or 0


def test_the_command_goes_on_where_another_stopped(store: Store, settings: Settings) -> None:
    calls(store, settings, 3)
    with store.session() as session:
        run = rescoring.start(session, TERMINAL, rubric="service_en@1", runner=rescoring.TERMINAL)
    rescoring.step(store, run.id, batch=1)
    done = tingxin(settings, "rescore", "--rubric", "service_en@1", "--json")
    told = json.loads(done.stdout)
    assert (told["id"], told["resumed_at"], told["total"], told["done"], told["changed"]) == (run.id, 1, 3, 3, 3)
    assert done.stderr == ""
    assert cards_on(store, "service_en@1") == 3


def test_processes_score_what_one_alone_would(store: Store, settings: Settings) -> None:
    calls(store, settings, 23)
    cards = {}
    for name, rubric in (("alone", "service_en@1"), ("several", "12363@1"), ("again", "service_en@1")):
        with store.session() as session:
            run = rescoring.start(session, TERMINAL, rubric=rubric, runner=rescoring.TERMINAL)
        with pool_of(settings, 0 if name == "alone" else 2) as pool:
            while run.state in rescoring.UNDER_WAY:
                run = rescoring.step(store, run.id, batch=7, pool=pool)
        assert (run.done, run.failed, run.changed) == (23, 0, 23)
        with store.reading() as session:
            newest = select(ScorecardRow).order_by(ScorecardRow.id.desc()).limit(23)
            cards[name] = {row.call_id: row.body for row in session.scalars(newest)}
    assert cards["again"] == cards["alone"] != cards["several"]


def test_a_process_that_dies_costs_no_call(store: Store, settings: Settings) -> None:
    calls(store, settings, 6)
    with store.session() as session:
        run = rescoring.start(session, TERMINAL, rubric="service_en@1", runner=rescoring.TERMINAL)
    with pool_of(settings, 2) as pool:
        assert pool is not None
        run = rescoring.step(store, run.id, batch=2, pool=pool)
        for process in multiprocessing.active_children():
            process.kill()
        while run.state in rescoring.UNDER_WAY:
            run = rescoring.step(store, run.id, batch=2, pool=pool)
    assert (run.done, run.failed, cards_on(store, "service_en@1")) == (6, 0, 6)


def test_a_rubric_that_is_not_there_is_one_line_and_exit_2(store: Store, settings: Settings) -> None:
    done = tingxin(settings, "rescore", "--rubric", "nope@3")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "12363@1" in done.stderr


def test_a_worker_that_is_killed_goes_on_after_its_restart(
    store: Store, settings: Settings, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    mei = calls(store, settings, 80)
    with store.session() as session:
        run_id = rescoring.start(session, mei, rubric="service_en@1").id

    def row() -> RescoreRunRow:
        with store.reading() as session:
            return session.get_one(RescoreRunRow, run_id)

    first = start("worker")
    until(lambda: row().done >= rescoring.BATCH, "the first batch")
    first.send_signal(signal.SIGKILL)
    first.wait()
    start("worker")
    until(lambda: row().state == "done", "the whole run")
    assert (row().done, row().changed, cards_on(store, "service_en@1")) == (80, 80, 80)
