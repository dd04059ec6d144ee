"""The worker: a process that carries queued calls through the pipeline, and survives being killed."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy.orm import Session

from desk import learning, processing, rescoring, retention
from desk.db import Store
from desk.settings import Settings
from desk.shelf import Shelf
from jobs import pipeline
from jobs.errors import WorkerRunning
from jobs.queue import bell_of
from jobs.steps import Context
from jobs.watch import Watcher

log = logging.getLogger(__name__)

QUEUE = "calls"
RESCORES = "rescores"  # a queue of its own, so that new calls never wait behind a hundred thousand old ones
LESSONS = "lessons"  # learning from reviews takes minutes: another of its own
PIPELINE_VERSION = "pipeline-1"  # raised only when old half-finished calls could not go on with new steps
TICK_S = 0.1  # seconds between two looks at the bell
LOOK_S = 1.0  # seconds between two looks at the store
MEND_S = 30.0
RETENTION_S = 3600.0
STOP_S = 2  # seconds that running steps get to end by themselves; they are done again otherwise
LOST = {"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}


class CrashedTooOften(RuntimeError):
    """The worker died on this call again and again."""


def run_worker(settings: Settings, stop: threading.Event | None = None) -> None:
    """Work until a signal (or `stop`) says otherwise.

    Raises:
        WorkerRunning: A worker of this name runs on this machine.
    """
    stop = stop or _stop_on_signal()
    store = Store(settings)
    store.migrate()
    with _only_one(settings):
        Shelf(settings).sweep()
        pipeline.use(Context(settings=settings, store=store))
        DBOS(config=_config(settings))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=settings.workers, polling_interval_sec=TICK_S)
        for queue in (RESCORES, LESSONS):
            DBOS.register_queue(queue, worker_concurrency=1, polling_interval_sec=TICK_S)
        log.info("worker %s is ready", settings.executor_id)
        try:
            _loop(settings, store, stop)
        finally:
            DBOS.destroy(workflow_completion_timeout_sec=STOP_S)


def main(settings: Settings) -> None:
    """Run as a process of its own, and leave at once: a half-done step is done again at the next start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    run_worker(settings)
    log.info("worker %s has stopped", settings.executor_id)
    logging.shutdown()
    os._exit(0)  # threads deep in a transcription can't be told to stop


def _config(settings: Settings) -> DBOSConfig:
    return {
        "name": "tingxin",
        "system_database_url": settings.jobs_url,
        "application_version": PIPELINE_VERSION,
        "executor_id": settings.executor_id,
        "log_level": "WARNING",
        "enable_otlp": False,
    }


def _loop(settings: Settings, store: Store, stop: threading.Event) -> None:
    """Look for queued calls when the bell rings and every `LOOK_S`; mend, watch and tidy now and then."""
    bell = bell_of(settings)
    watcher = None if settings.watch is None else Watcher(settings, store, [settings.watch])
    due = {"look": 0.0, "mend": 0.0, "retention": 0.0}
    rung = 0
    dispatched: set[str] = set()
    runs: set[str] = set()
    while not stop.wait(TICK_S):
        ring = bell.stat().st_mtime_ns if bell.exists() else 0
        if ring != rung or _due(due, "look", LOOK_S):
            rung = ring
            if watcher is not None:
                _quietly(watcher.scan)
            _quietly(dispatch, store, dispatched)
            _quietly(dispatch_runs, store, runs)
        if _due(due, "mend", MEND_S):
            _quietly(mend, store)
            _quietly(mend_runs, store)
        if _due(due, "retention", RETENTION_S):
            _quietly(retention.remove_old, store, settings)


def dispatch(store: Store, dispatched: set[str]) -> None:
    """Give DBOS the calls that wait. One that it knows already is not done twice."""
    with store.reading() as session:
        waiting = processing.waiting(session)
    found = {pipeline.workflow_id(call_id, attempt): call_id for call_id, attempt in waiting}
    dispatched &= found.keys()
    for name, call_id in found.items():
        if name not in dispatched:
            with SetWorkflowID(name):
                DBOS.enqueue_workflow(QUEUE, pipeline.process_call, call_id)
            dispatched.add(name)


class _Kind(NamedTuple):
    """A kind of work that goes through many calls: where it waits, what does it, and how it is shown as failed."""

    queue: str
    name: Callable[[int], str]
    workflow: Callable[[int], str]
    waiting: Callable[[Session], tuple[int, ...]]
    fail: Callable[[Session, int], None]


KINDS = (
    _Kind(RESCORES, pipeline.rescore_id, pipeline.rescore, rescoring.waiting, rescoring.fail),
    _Kind(LESSONS, pipeline.learning_id, pipeline.learn, learning.waiting, learning.fail),
)


def dispatch_runs(store: Store, dispatched: set[str]) -> None:
    """Give DBOS the runs of scoring anew and of learning that wait."""
    for kind in KINDS:
        with store.reading() as session:
            runs = kind.waiting(session)
        for run_id in runs:
            name = kind.name(run_id)
            if name not in dispatched:
                with SetWorkflowID(name):
                    DBOS.enqueue_workflow(kind.queue, kind.workflow, run_id)
                dispatched.add(name)


def mend_runs(store: Store) -> None:
    """Show runs as failed on which the worker died again and again."""
    for kind in KINDS:
        with store.reading() as session:
            runs = kind.waiting(session)
        for run_id in runs:
            status = DBOS.get_workflow_status(kind.name(run_id))
            if status is not None and status.status in LOST:
                with store.session() as session:
                    kind.fail(session, run_id)


def mend(store: Store) -> None:
    """Put calls right that stand as running although nobody works on them.

    A call whose workflow is unknown (the queue's database was lost) is queued again; one on which the
    worker died again and again, or whose workflow broke, is shown as failed.
    """
    with store.reading() as session:
        running = processing.running(session)
    for call_id, attempt in running:
        status = DBOS.get_workflow_status(pipeline.workflow_id(call_id, attempt))
        with store.session() as session:
            if status is None:
                processing.requeue(session, call_id)
            elif status.status in LOST:
                processing.fail(session, call_id, CrashedTooOften(status.status))


def _due(due: dict[str, float], what: str, every_s: float) -> bool:
    if time.monotonic() < due[what]:
        return False
    due[what] = time.monotonic() + every_s
    return True


def _quietly(deed: Any, *arguments: Any) -> None:
    """The job boundary: log what goes wrong and go on; the next look tries again (a store that was away comes back)."""
    try:
        deed(*arguments)
    except Exception:  # a housekeeping deed that fails must never end the worker
        log.exception("%s failed", getattr(deed, "__name__", deed))


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the name of this worker; the system gives it back however the process ends."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / f"{settings.executor_id}.lock").open("w", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WorkerRunning(name=settings.executor_id) from error
        yield
