"""`jobs/steps.py` as a durable DBOS workflow: a step that has finished is never done again after a crash."""

from __future__ import annotations

import logging

from dbos import DBOS

from jobs import steps
from recordings.errors import UserError
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 4  # times that a crash in the middle of a call is survived before the call is given up

_context: list[steps.Context] = []


def use(context: steps.Context) -> None:
    """Set what the steps of this process work with, before DBOS is launched."""
    _context[:] = [context]


def workflow_id(call_id: str, attempt: int) -> str:
    """One workflow per call and attempt, so that queueing twice does the work once."""
    return f"{call_id}-{attempt}"


@DBOS.workflow(name="call", max_recovery_attempts=MAX_ATTEMPTS)
def process_call(call_id: str) -> str:
    """Carry one call from its recording to its scorecard. Returns "done" or "failed"."""
    try:
        probe(call_id)
        transcribe(call_id)
        speakers(call_id)
        redact(call_id)
        store(call_id, score(call_id))
    except UserError as error:
        give_up(call_id, error)
    except Exception as error:
        log.exception("call %s failed", call_id)
        give_up(call_id, error)
    else:
        return "done"
    return "failed"


@DBOS.step(name="probe")
def probe(call_id: str) -> None:
    """See `jobs.steps.probe`."""
    steps.probe(_here(), call_id)


@DBOS.step(name="transcribe")
def transcribe(call_id: str) -> None:
    """See `jobs.steps.transcribe`."""
    steps.transcribe(_here(), call_id)


@DBOS.step(name="speakers")
def speakers(call_id: str) -> None:
    """See `jobs.steps.speakers`."""
    steps.speakers(_here(), call_id)


@DBOS.step(name="redact")
def redact(call_id: str) -> None:
    """See `jobs.steps.redact`."""
    steps.redact(_here(), call_id)


@DBOS.step(name="score")
def score(call_id: str) -> str:
    """See `jobs.steps.score`. Returns the scorecard as JSON."""
    return steps.score(_here(), call_id).to_json()


@DBOS.step(name="store")
def store(call_id: str, card_json: str) -> None:
    """See `jobs.steps.store`."""
    steps.store(_here(), call_id, Scorecard.model_validate_json(card_json))


@DBOS.step(name="give_up")
def give_up(call_id: str, error: Exception) -> None:
    """See `jobs.steps.give_up`."""
    steps.give_up(_here(), call_id, error)


def _here() -> steps.Context:
    if not _context:
        raise RuntimeError("jobs.pipeline.use() comes before the first call")
    return _context[0]
