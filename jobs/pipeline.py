"""The durable pipeline that carries a recording to the desk.

probe → transcribe → speakers → redact → score → store. Each is a DBOS step: what has finished is never done
again after a crash. Steps hand nothing big to each other; what they make stands in the store.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dbos import DBOS
from sqlalchemy.orm import Session

from desk import processing
from desk.db import Store
from desk.errors import AudioGone, NoSuchCall
from desk.judging import score_transcript
from desk.settings import Settings
from desk.views import StepName
from recordings.errors import UserError
from recordings.transcript import Transcript
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)
T = TypeVar("T")

PEAKS = 800  # points of the waveform per channel
PROGRESS_EVERY_S = 0.7  # seconds between two writes of the progress
MAX_ATTEMPTS = 4  # times that a crash in the middle of a call is survived before the call is given up


@dataclass(frozen=True)
class Context:
    """What the steps of this process work with."""

    settings: Settings
    store: Store


_context: list[Context] = []


def use(context: Context) -> None:
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
    """Measure the sound and keep its waveform. A call that came as text has none."""
    work = _begin(call_id, "probe")
    if work.audio is None:
        return
    from recordings.audio import decode, peaks

    audio = decode(work.audio)
    found = peaks(audio, PEAKS)
    duration_s = audio.samples.shape[1] / audio.rate_hz
    _write(lambda session: processing.set_sound(session, call_id, duration_s, [list(map(float, row)) for row in found]))


@DBOS.step(name="transcribe")
def transcribe(call_id: str) -> None:
    """Hear what was said, unless the words came with the call or were heard before."""
    work = _begin(call_id, "transcribe")
    if _read(lambda session: processing.has_transcript(session, call_id)):
        return
    if work.audio is None:
        raise AudioGone(call_id=call_id)
    from recordings import transcribe as recorder

    settings = _here().settings
    transcript = recorder.transcribe(
        work.audio,
        engine=settings.engine,
        language=settings.language,
        model=settings.whisper_model,
        progress=_progress(call_id, "transcribe"),
        models_folder=Path(settings.home) / "models",
    )
    _write(lambda session: processing.put_transcript(session, call_id, transcript))


@DBOS.step(name="speakers")
def speakers(call_id: str) -> None:
    """Say who is the agent where nobody knows yet."""
    _begin(call_id, "speakers")
    transcript = _transcript(call_id, redacted=False)
    if all(turn.speaker != "unknown" for turn in transcript.turns):
        return
    from recordings.speakers import assign_roles

    named = assign_roles(transcript)
    _write(lambda session: processing.put_transcript(session, call_id, named))


@DBOS.step(name="redact")
def redact(call_id: str) -> None:
    """Take personal data out of the words."""
    _begin(call_id, "redact")
    from recordings.redact import redact_transcript

    clean = redact_transcript(_transcript(call_id, redacted=False))
    _write(lambda session: processing.put_redacted(session, call_id, clean))


@DBOS.step(name="score")
def score(call_id: str) -> str:
    """Score the words without personal data. Returns the scorecard as JSON."""
    work = _begin(call_id, "score")
    card = score_transcript(_transcript(call_id, redacted=True), _here().settings, topic=work.topic)
    return card.to_json()


@DBOS.step(name="store")
def store(call_id: str, card_json: str) -> None:
    """Append the scorecard; from here on the call is done."""
    _begin(call_id, "store")
    card = Scorecard.model_validate_json(card_json)
    _write(lambda session: processing.finish(session, call_id, card))


@DBOS.step(name="give_up")
def give_up(call_id: str, error: Exception) -> None:
    """Show why the call could not be finished."""
    _write(lambda session: processing.fail(session, call_id, error))


def _here() -> Context:
    if not _context:
        raise RuntimeError("jobs.pipeline.use() comes before the first call")
    return _context[0]


def _begin(call_id: str, step: StepName) -> processing.Work:
    context = _here()
    with context.store.session() as session:
        processing.set_step(session, call_id, step)
        return processing.work_of(session, call_id, context.settings)


def _transcript(call_id: str, *, redacted: bool) -> Transcript:
    return _read(lambda session: processing.transcript_of(session, call_id, redacted=redacted))


def _write(deed: Callable[[Session], None]) -> None:
    with _here().store.session() as session:
        deed(session)


def _read(question: Callable[[Session], T]) -> T:
    with _here().store.reading() as session:
        return question(session)


def _progress(call_id: str, step: StepName) -> Callable[[float], None]:
    """Shows how far a step is, but writes no more often than `PROGRESS_EVERY_S`."""
    last_s = [time.monotonic()]

    def show(share: float) -> None:
        if time.monotonic() - last_s[0] < PROGRESS_EVERY_S:
            return
        last_s[0] = time.monotonic()
        try:
            _write(lambda session: processing.set_step(session, call_id, step, share))
        except NoSuchCall:  # deleted meanwhile; the next step says so
            log.info("call %s was deleted while it was transcribed", call_id)

    return show
