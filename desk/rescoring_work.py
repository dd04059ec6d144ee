"""A batch of calls scored anew, in this process or in several. Nothing is written here."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import connection, get_context, parent_process
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import rubric_store
from desk.db import Store
from desk.errors import NoSuchRubric
from desk.judging import judge
from desk.models import Call, ReadingRow, ScorecardRow
from desk.readings import Kept, about, calls_with_words
from desk.settings import Settings
from scoring.loaded import keep_loaded
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)

SHARE = 5  # calls that a process takes at a time
WORTH_IT = 200  # calls from which processes repay the seconds that they need to begin
POLITE = 10  # how far they step back before new calls, which are heard on the same processors


class Work(NamedTuple):
    """One call as it was read, and its new scorecard; None where it could not be scored.

    `reading` is what was found in it, where that has to be kept.
    """

    call_id: str
    version: int
    card: Scorecard | None
    reading: Kept | None = None


def score_calls(session: Session, plan: str, ids: Sequence[str]) -> list[Work]:
    """Score calls, in the order of `ids`; those that are gone are left out.

    Args:
        session: For reading.
        plan: `language=rubric@version`, separated by commas.
        ids: Of calls with a transcript.

    Raises:
        NoSuchRubric: The plan names one that is not there.
    """
    rubrics = rubrics_of(session, plan)
    query = calls_with_words().where(Call.id.in_(ids))
    found = {call.id: (call, text, kept) for call, text, kept in session.execute(query)}
    newest = select(ScorecardRow.call_id, func.max(ScorecardRow.version)).where(
        ScorecardRow.source == "auto", ScorecardRow.call_id.in_(ids)
    )
    versions = {row[0]: int(row[1]) for row in session.execute(newest.group_by(ScorecardRow.call_id))}
    return [Work(one, versions.get(one, 0), *judged(session, rubrics, *found[one])) for one in ids if one in found]


def judged(
    session: Session, rubrics: dict[str, Rubric], call: Call, text: str | None, kept: ReadingRow | None
) -> tuple[Scorecard | None, Kept | None]:
    """The call's new scorecard, and a reading to keep where `kept` doesn't count for it any more.

    One call that can't be scored must not stop a hundred thousand others.
    """
    try:
        return judge(session, rubrics[call.language or ""], about(call, text, kept), call.id)
    except Exception:  # scorers are many and read free text: which error one of them raises nobody can list
        log.exception("call %s could not be scored anew", call.id)
        return None, None


def rubrics_of(session: Session, plan: str) -> dict[str, Rubric]:
    """The rubrics of a plan, by language."""
    found = {}
    for part in plan.split(","):
        language, _, reference = part.partition("=")
        rubric = rubric_store.find(session, reference)
        if rubric is None:
            raise NoSuchRubric(reference=reference, known=", ".join(rubric_store.references(session)))
        found[language] = rubric
    return found


class Scorers:
    """Processes that score the batch that is asked for, and begin with the next one while this one is written."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self._settings = settings
        self._pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(POLITE,)
        )
        self._begun: dict[tuple[str, ...], list[Future[list[Work]]]] = {}

    def score(self, plan: str, ids: Sequence[str], ahead: Sequence[str]) -> list[Work] | None:
        """As `score_calls`; the calls in `ahead` are begun. None where a process died: nobody knows by which call."""
        wanted = [tuple(some) for some in (ids, ahead) if some]
        try:
            self._begun = {some: self._begun.get(some) or self._begin(plan, some) for some in wanted}
            return [work for share in self._begun.pop(tuple(ids), []) for work in share.result()]
        except BrokenProcessPool:
            log.warning("a process that scores calls anew died; the batch is scored without it")
            return None

    def _begin(self, plan: str, ids: tuple[str, ...]) -> list[Future[list[Work]]]:
        shares = [ids[start : start + SHARE] for start in range(0, len(ids), SHARE)]
        return [self._pool.submit(_score_here, self._settings, plan, share) for share in shares]

    def close(self) -> None:
        """End the processes; what they had begun is thrown away."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def scorers(store: Store, calls: int) -> Iterator[Scorers | None]:
    """Processes for so many calls, one per processor; None where they are not worth it."""
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if processes < 2 or calls < WORTH_IT:
        yield None
        return
    pool = Scorers(store.settings, processes)
    try:
        yield pool
    finally:
        pool.close()


def _begin(polite: int) -> None:
    """Step back before others, and end with the process that began this one, however that one ends."""
    if hasattr(os, "nice"):
        os.nice(polite)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # nobody is left to take what this process would give


@cache
def _store(settings: Settings) -> Store:
    return Store(settings)


def _score_here(settings: Settings, plan: str, ids: Sequence[str]) -> list[Work]:
    with _store(settings).reading() as session:
        done = score_calls(session, plan, ids)
    _keep_loaded()
    return done


@cache  # once in a process, when its first calls have loaded patterns and weights
def _keep_loaded() -> None:
    keep_loaded()
