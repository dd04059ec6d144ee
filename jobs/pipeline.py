"""`jobs/steps.py` as a durable DBOS workflow: a step that has finished is never done again after a crash."""

from __future__ import annotations

import logging

from dbos import DBOS

from desk import learning, rescoring
from desk.rescoring_work import Scorers, scorers
from jobs import steps
from recordings.errors import UserError
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 4  # times that a crash in the middle of a call is survived before the call is given up

_context: list[steps.Context] = []
_scorers: dict[int, Scorers | None] = {}  # by run of scoring anew; processes can't be kept in a workflow's own state


def use(context: steps.Context) -> None:
    """Set what the steps of this process work with, before DBOS is launched."""
    _context[:] = [context]


def rescore_id(run_id: int) -> str:
    """One workflow per run of scoring anew."""
    return f"rescore-{run_id}"


def learning_id(run_id: int) -> str:
    """One workflow per run of learning from reviews."""
    return f"learning-{run_id}"


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
        judge(call_id)
    except UserError as error:
        give_up(call_id, error)
    except Exception as error:  # the job boundary: a fault of ours must show on the call, not lose it
        log.exception("call %s failed", call_id)
        give_up(call_id, error)
    else:
        return "done"
    return "failed"


@DBOS.workflow(name="rescore", max_recovery_attempts=MAX_ATTEMPTS)
def rescore(run_id: int) -> str:
    """Score past calls anew, batch by batch. Returns "done" or "failed"."""
    try:
        left = _here().read(lambda session: rescoring.left(session, run_id))
        with scorers(_here().store, left) as _scorers[run_id]:
            while rescore_batch(run_id):
                pass
    except Exception:  # the job boundary: a run that broke must show as broken, not as running for ever
        log.exception("scoring anew, run %s failed", run_id)
        give_up_rescore(run_id)
        return "failed"
    finally:
        _scorers.pop(run_id, None)
    return "done"


@DBOS.step(name="rescore_batch")
def rescore_batch(run_id: int) -> bool:
    """See `desk.rescoring.step`. Returns whether there is more to do."""
    return rescoring.step(_here().store, run_id, pool=_scorers.get(run_id)).state in rescoring.UNDER_WAY


@DBOS.step(name="give_up_rescore")
def give_up_rescore(run_id: int) -> None:
    """Show that the run broke."""
    _here().write(lambda session: rescoring.fail(session, run_id))


@DBOS.workflow(name="learn", max_recovery_attempts=MAX_ATTEMPTS)
def learn(run_id: int) -> str:
    """Learn from reviews. Returns "done" or "failed"."""
    try:
        learn_all(run_id)
    except Exception:
        log.exception("learning, run %s failed", run_id)
        give_up_learning(run_id)
        return "failed"
    return "done"


@DBOS.step(name="learn_all")
def learn_all(run_id: int) -> None:
    """See `desk.learning.run`; after a crash it goes on after the last criterion that was kept."""
    learning.run(_here().store, run_id)


@DBOS.step(name="give_up_learning")
def give_up_learning(run_id: int) -> None:
    """Show that the run broke."""
    _here().write(lambda session: learning.fail(session, run_id))


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


@DBOS.step(name="judge")
def judge(call_id: str) -> None:
    """See `jobs.steps.judge`."""
    steps.judge(_here(), call_id)


@DBOS.step(name="give_up")
def give_up(call_id: str, error: Exception) -> None:
    """See `jobs.steps.give_up`."""
    steps.give_up(_here(), call_id, error)


def _here() -> steps.Context:
    if not _context:
        raise RuntimeError("jobs.pipeline.use() comes before the first call")
    return _context[0]
