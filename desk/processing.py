"""What the pipeline writes on a call: how far it is, what was heard, the score, why it failed."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, cards, rubric_store
from desk.errors import NoSuchCall, NoTranscript
from desk.judging import judge
from desk.models import Call, SearchRow, TranscriptRow
from desk.permissions import SYSTEM
from desk.readings import About, Kept
from desk.rows import names_of
from desk.settings import Settings
from desk.shelf import Shelf
from desk.views import StepName
from recordings.errors import UserError
from recordings.transcript import Model, Transcript
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)

# How far the whole job is when a step begins; transcription takes nearly all of the time.
STEP_START: dict[StepName, float] = {
    "queued": 0.0, "probe": 0.0, "transcribe": 0.05, "speakers": 0.85, "redact": 0.9, "score": 0.93, "store": 0.98,
    "done": 1.0,
}  # fmt: skip
STEPS: tuple[StepName, ...] = ("probe", "transcribe", "speakers", "redact", "score", "store")


class Work(Model):
    """What a worker needs to know of a call."""

    call_id: str
    attempt: int
    status: str
    file_name: str
    audio: Path | None  # a local copy
    audio_key: str | None = None  # where it stands on the shelf
    topic: str | None  # given by a person; None: guess
    day: date  # of the call


def work_of(session: Session, call_id: str, settings: Settings) -> Work:
    """Raises `NoSuchCall`."""
    call = _call(session, call_id)
    return Work(
        call_id=call.id,
        attempt=call.attempt,
        status=call.status,
        file_name=call.file_name,
        audio_key=call.audio_key,
        audio=None if call.audio_key is None else Shelf(settings).path(call.audio_key),
        topic=call.topic if call.topic_given else None,
        day=call.day,
    )


def waiting(session: Session, limit: int = 200) -> tuple[tuple[str, int], ...]:
    """Calls that wait for a worker, oldest first: id and attempt."""
    query = select(Call.id, Call.attempt).where(Call.status == "queued").order_by(Call.created_at).limit(limit)
    return tuple((call_id, attempt) for call_id, attempt in session.execute(query))


def running(session: Session) -> tuple[tuple[str, int], ...]:
    """Calls that are being worked on: id and attempt."""
    query = select(Call.id, Call.attempt).where(Call.status == "running")
    return tuple((call_id, attempt) for call_id, attempt in session.execute(query))


def requeue(session: Session, call_id: str) -> None:
    """Queue a call again whose work was lost."""
    call = _call(session, call_id)
    call.status, call.step, call.progress, call.attempt = "queued", "queued", 0.0, call.attempt + 1


def set_step(session: Session, call_id: str, step: StepName, within: float = 0.0) -> None:
    """Show that a step runs. `within` is how far the step itself is, 0..1."""
    call = _call(session, call_id)
    following = (*STEPS, "done")[(*STEPS, "done").index(step) + 1] if step in STEPS else "done"
    start, end = STEP_START[step], STEP_START[following]
    call.status, call.step = "running", step
    call.progress = round(start + (end - start) * min(max(within, 0.0), 1.0), 4)
    call.error_en = call.error_zh = None


def set_sound(session: Session, call_id: str, duration_s: float, peaks: list[list[float]]) -> None:
    """Keep what probing measured: length in seconds and the waveform, per channel 0..1."""
    call = _call(session, call_id)
    call.duration_s = duration_s
    call.peaks = [[round(value, 3) for value in channel] for channel in peaks]


def put_transcript(session: Session, call_id: str, transcript: Transcript) -> None:
    """Keep what was said, before redaction."""
    call = _call(session, call_id)
    row = session.get(TranscriptRow, call_id)
    if row is None:
        session.add(TranscriptRow(call_id=call_id, original=transcript.to_json()))
    else:
        row.original = transcript.to_json()
    call.engine, call.quality, call.language = transcript.engine, transcript.quality, transcript.language
    if call.duration_s is None:
        call.duration_s = transcript.duration_s


def put_redacted(session: Session, call_id: str, transcript: Transcript) -> None:
    """Keep what was said without personal data. Raises `NoTranscript`."""
    row = session.get(TranscriptRow, call_id)
    if row is None:
        raise NoTranscript(call_id=call_id)
    row.redacted = transcript.to_json()
    index_words(session, _call(session, call_id), transcript)


def score(session: Session, work: Work, redacted: Transcript) -> tuple[Scorecard, Kept | None]:
    """The automatic scorecard of a call, and what was found in it, to be kept."""
    rubric = rubric_store.in_use(session, redacted.language)
    return judge(session, rubric, About(redacted, redacted.to_json(), work.topic, work.day), work.call_id)


def index_words(session: Session, call: Call, redacted: Transcript) -> None:
    """Keep what a search looks through: the call's names and what was said, in lower case."""
    said = "\n".join(turn.text for turn in redacted.turns).lower()
    session.merge(SearchRow(call_id=call.id, plain=f"{names_of(call)}\n{said}"))


def transcript_of(session: Session, call_id: str, *, redacted: bool) -> Transcript:
    """Raises `NoTranscript`."""
    row = session.get(TranscriptRow, call_id)
    text = None if row is None else (row.redacted if redacted else row.original)
    if text is None:
        raise NoTranscript(call_id=call_id)
    return Transcript.from_json(text, where=call_id)


def has_transcript(session: Session, call_id: str) -> bool:
    """Whether the words are there, supplied or heard before."""
    return session.get(TranscriptRow, call_id) is not None


def finish(session: Session, call_id: str, card: Scorecard) -> None:
    """Append the automatic scorecard and show the call as done."""
    call = _call(session, call_id)
    cards.add_card(session, call, card)
    call.status, call.step, call.progress = "done", "done", 1.0
    audit.record(session, SYSTEM, "call.scored", f"call:{call_id}", {"total": card.total, "rubric": card.rubric})


class JudgeQuestion(Model):
    """What a language model's opinion is compared with."""

    rubric: Rubric
    auto: Scorecard


def judge_question(session: Session, call_id: str) -> JudgeQuestion | None:
    """The newest automatic scorecard and its rubric; None where the call has none, or the rubric is gone."""
    auto = cards.latest(session, call_id, "auto")
    rubric = None if auto is None else rubric_store.find(session, auto.rubric)
    return None if auto is None or rubric is None else JudgeQuestion(rubric=rubric, auto=auto)


def put_judgement(session: Session, call_id: str, card: Scorecard, use: audit.Detail) -> None:
    """Append the judge's scorecard beside the others, and record what it took."""
    cards.add_card(session, _call(session, call_id), card)
    audit.record(session, SYSTEM, "call.judged", f"call:{call_id}", {"total": card.total, **use})


def fail(session: Session, call_id: str, error: Exception) -> None:
    """Show why the call could not be finished, in both languages; the step stays where it stopped."""
    call = session.get(Call, call_id)
    if call is None:
        return
    if isinstance(error, UserError):
        call.error_en, call.error_zh = error.text("en"), error.text("zh")
    else:
        call.error_en = "Something went wrong inside Tingxin; the log says more. You can try again."
        call.error_zh = "系统内部出错,详见日志。您可以重试。"
    call.status = "failed"
    audit.record(session, SYSTEM, "call.failed", f"call:{call_id}", {"step": call.step, "cause": type(error).__name__})


def _call(session: Session, call_id: str) -> Call:
    call = session.get(Call, call_id)
    if call is None:
        raise NoSuchCall(call_id=call_id)
    return call
