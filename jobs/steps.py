"""The steps from a recording to a scorecard, plain: what each does, not when or how often.

probe → transcribe → speakers → redact → score → store. Steps hand nothing big to each other; what they make
stands in the store, so each can be done again alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy.orm import Session

from desk import audit, processing, readings
from desk.db import Store
from desk.errors import AudioGone, NoSuchCall
from desk.settings import Settings
from desk.shelf import Shelf
from desk.views import StepName
from recordings.transcript import Transcript
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)
T = TypeVar("T")

PEAKS = 800  # points of the waveform per channel
PEAKS_RATE_HZ = 4000  # enough for a drawing, and a quarter of the memory
PROGRESS_EVERY_S = 0.7  # seconds between two writes of the progress


@dataclass(frozen=True)
class Context:
    """What the steps work with."""

    settings: Settings
    store: Store

    def read(self, question: Callable[[Session], T]) -> T:
        """Ask the store."""
        with self.store.reading() as session:
            return question(session)

    def write(self, deed: Callable[[Session], None]) -> None:
        """Change the store."""
        with self.store.session() as session:
            deed(session)

    def begin(self, call_id: str, step: StepName) -> processing.Work:
        """Show that a step runs, and say what is known of the call. Raises `NoSuchCall`."""
        with self.store.session() as session:
            processing.set_step(session, call_id, step)
            return processing.work_of(session, call_id, self.settings)


def probe(context: Context, call_id: str) -> None:
    """Measure the sound and keep its waveform. A call that came as text has none."""
    work = context.begin(call_id, "probe")
    if work.audio is None:
        return
    from recordings.audio import decode, peaks

    audio = decode(work.audio, PEAKS_RATE_HZ)
    found = peaks(audio, PEAKS)
    duration_s = audio.samples.shape[1] / audio.rate_hz
    context.write(lambda session: processing.set_sound(session, call_id, duration_s, found))


def transcribe(context: Context, call_id: str) -> None:
    """Hear what was said, unless the words came with the call or were heard before."""
    work = context.begin(call_id, "transcribe")
    if context.read(lambda session: processing.has_transcript(session, call_id)):
        return
    if work.audio is None:
        raise AudioGone(call_id=call_id)
    from jobs.vocabulary import vocabulary_in_use
    from recordings import transcribe as recorder

    settings = context.settings
    transcript = recorder.transcribe(
        work.audio,
        engine=settings.engine,
        language=settings.language,
        model=settings.whisper_model,
        progress=_progress(context, call_id, "transcribe"),
        models_folder=settings.home / "models",
        vocabulary=context.read(vocabulary_in_use),
    )
    context.write(lambda session: processing.put_transcript(session, call_id, transcript))


def speakers(context: Context, call_id: str) -> None:
    """Say who is the agent where nobody knows yet."""
    context.begin(call_id, "speakers")
    transcript = _transcript(context, call_id, redacted=False)
    if all(turn.speaker != "unknown" for turn in transcript.turns):
        return
    from recordings.speakers import assign_roles

    named = assign_roles(transcript)
    context.write(lambda session: processing.put_transcript(session, call_id, named))


def redact(context: Context, call_id: str) -> None:
    """Take personal data out of the words and, where the settings say so, out of a copy of the sound."""
    work = context.begin(call_id, "redact")
    from recordings.redact import redact_transcript

    said = _transcript(context, call_id, redacted=False)
    if context.settings.beep and work.audio is not None and work.audio_key is not None:
        _beep(context.settings, work.audio, work.audio_key, said)
    clean = redact_transcript(said)
    context.write(lambda session: processing.put_redacted(session, call_id, clean))


def _beep(settings: Settings, audio: Path, key: str, said: Transcript) -> None:
    from recordings.beep import ENDING, personal_stretches, write_beeped

    with TemporaryDirectory(prefix="beep-", dir=settings.home) as folder:
        copy = Path(folder) / f"beeped{ENDING}"
        write_beeped(audio, personal_stretches(said), copy)
        Shelf(settings).put(copy, Shelf.beeped(key))


def score(context: Context, call_id: str) -> Scorecard:
    """Score the words without personal data: what pages show is what was scored."""
    work = context.begin(call_id, "score")
    transcript = _transcript(context, call_id, redacted=True)
    card, reading = context.read(lambda session: processing.score(session, work, transcript))
    context.write(lambda session: readings.put(session, call_id, reading))
    return card


def store(context: Context, call_id: str, card: Scorecard) -> None:
    """Append the scorecard; from here on the call is done."""
    context.begin(call_id, "store")
    context.write(lambda session: processing.finish(session, call_id, card))


def judge(context: Context, call_id: str) -> None:
    """Ask the language model too, where one is set up. The call is done already: a judge that fails changes nothing."""
    if not context.settings.judge_url:
        return
    from jobs.errors import JudgeFailed
    from jobs.judge import judge as ask

    transcript = _transcript(context, call_id, redacted=not context.settings.judge_original)
    question = context.read(lambda session: processing.judge_question(session, call_id))
    if question is None:
        return
    try:
        judged = ask(context.settings, transcript, question.rubric, question.auto)
    except JudgeFailed as error:
        log.warning("call %s: %s", call_id, error)
        return
    use: audit.Detail = {"tokens_in": judged.tokens_in, "tokens_out": judged.tokens_out, "cost": judged.cost}
    context.write(lambda session: processing.put_judgement(session, call_id, judged.card, use))


def give_up(context: Context, call_id: str, error: Exception) -> None:
    """Show why the call could not be finished."""
    context.write(lambda session: processing.fail(session, call_id, error))


def run_all(context: Context, call_id: str) -> None:
    """All steps here and now, for loads that need no queue. Errors pass."""
    for step in (probe, transcribe, speakers, redact):
        step(context, call_id)
    store(context, call_id, score(context, call_id))


def _transcript(context: Context, call_id: str, *, redacted: bool) -> Transcript:
    return context.read(lambda session: processing.transcript_of(session, call_id, redacted=redacted))


def _progress(context: Context, call_id: str, step: StepName) -> Callable[[float], None]:
    """Shows how far a step is, but writes no more often than `PROGRESS_EVERY_S`."""
    last_s = [time.monotonic()]

    def show(share: float) -> None:
        if time.monotonic() - last_s[0] < PROGRESS_EVERY_S:
            return
        last_s[0] = time.monotonic()
        try:
            context.write(lambda session: processing.set_step(session, call_id, step, share))
        except NoSuchCall:  # deleted meanwhile; the next step says so
            log.info("call %s was deleted while it was transcribed", call_id)

    return show
