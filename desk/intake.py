"""Taking calls in: checked, copied under the content hash, one row per content, queued."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk import audit, rollups
from desk.db import undo_when_lost
from desk.errors import BadField, NobodySpeaks
from desk.file_names import read_file_name
from desk.models import Call, SearchRow, TranscriptRow, User, now
from desk.permissions import Actor, require
from desk.rows import names_of
from desk.settings import Settings
from desk.shelf import Shelf, content_hash
from desk.views import Added, CallSource
from recordings.transcript import Transcript
from scoring.wording import Bilingual

MAX_NAME = 255  # characters of a file name that are kept
MAX_FIELD = 64
LOW_RATE_HZ = 2000  # enough to know how long a recording is


@dataclass(frozen=True)
class About:
    """What the sender says about a call; None where they say nothing.

    Attributes:
        file_name: What the file was called where it came from.
        agent: Agent id.
        team: The team; looked up from the account with that agent id where None.
        started_at: When the call began, with time zone; now where None.
        topic: A topic id; guessed by the scorer where None.
        external_id: The telephone system's id.
        source: Which door it came through.
        title: A title for lists.
        is_demo: Marks demo data.
    """

    file_name: str
    agent: str | None = None
    team: str | None = None
    started_at: datetime | None = None
    topic: str | None = None
    external_id: str | None = None
    source: CallSource = "upload"
    title: Bilingual | None = None
    is_demo: bool = False


class Said(TypedDict, total=False):
    """`About`, as arguments by name."""

    file_name: Required[str]
    agent: str | None
    team: str | None
    started_at: datetime | None
    topic: str | None
    external_id: str | None
    source: CallSource
    title: Bilingual | None
    is_demo: bool


def add_recording(
    session: Session,
    actor: Actor,
    source_path: Path,
    *,
    settings: Settings,
    transcript: Transcript | None = None,
    **said: Unpack[Said],
) -> Added:
    """Take in a recording. It is checked first, and a rejected one leaves nothing behind.

    Use a session of its own that has read nothing yet: checking and copying a long recording takes
    seconds, and the store must not be locked meanwhile. After the commit `jobs.queue.enqueue(settings,
    call_id)` starts work at once; without it a running worker finds the call within seconds.

    Args:
        session: The session.
        actor: Who brings it; needs calls.write.
        source_path: The file on this machine; it is copied, never moved.
        settings: For the upload limit and the recordings root.
        transcript: What was said, where somebody knows already; then nothing is transcribed.
        said: See `About`.

    Raises:
        NotAllowed, TooLarge, BadField: See their words.
        RecordingError: The sound can't be used.
    """
    require(actor, "calls.write")
    about = _checked(About(**said), settings)
    digest = content_hash(source_path, file_name=about.file_name, max_mb=settings.max_upload_mb)
    duration_s = _sound_length_s(source_path, about.file_name, transcript)
    with _copied(session, settings, source_path, digest, about.file_name) as key:
        rest: dict[str, Any] = {"audio_key": key, "transcript": transcript, "duration_s": duration_s}
        return _add(session, actor, settings, about, digest, **rest)


def add_transcript(
    session: Session, actor: Actor, transcript: Transcript, *, settings: Settings, **said: Unpack[Said]
) -> Added:
    """Take in a conversation that came as text (chat, or transcribed elsewhere). See `add_recording`."""
    require(actor, "calls.write")
    about = _checked(About(**said), settings)
    digest = hashlib.sha256(transcript.to_json().encode()).hexdigest()
    return _add(session, actor, settings, about, digest, transcript=transcript, duration_s=transcript.duration_s)


def add_row(
    session: Session,
    settings: Settings,
    about: About,
    digest: str,
    *,
    audio_key: str | None = None,
    transcript: Transcript | None = None,
    duration_s: float | None = None,
) -> Call:
    """The bare rows of a new call: no check for a repeat, no audit, no roll-ups."""
    begun = about.started_at or now()
    call = Call(
        id=uuid.uuid4().hex[:16],
        content_hash=digest,
        audio_key=audio_key,
        file_name=about.file_name,
        title=None if about.title is None else about.title.model_dump(),
        external_id=about.external_id,
        source=about.source,
        agent=about.agent,
        team=about.team or _team_of(session, about.agent),
        topic=about.topic,
        topic_given=about.topic is not None,
        language=None if transcript is None else transcript.language,
        started_at=begun,
        day=begun.astimezone(settings.zone).date(),
        duration_s=duration_s,
        is_demo=about.is_demo,
        status="queued",
        step="queued",
    )
    session.add(call)
    session.flush()
    session.add(SearchRow(call_id=call.id, plain=names_of(call)))
    if transcript is not None:
        call.engine, call.quality = transcript.engine, transcript.quality
        session.add(TranscriptRow(call_id=call.id, original=transcript.to_json()))
        session.flush()
    return call


def _sound_length_s(source_path: Path, file_name: str, transcript: Transcript | None) -> float:
    """Seconds. Raises a RecordingError for what can't be used, `NobodySpeaks` for a recording without a voice."""
    from recordings.audio import decode, probe

    if transcript is not None:  # nobody needs to listen for voices; that it can be decoded is enough
        return decode(source_path, LOW_RATE_HZ).duration_s
    found = probe(source_path)
    if not any(found.speech_s):
        raise NobodySpeaks(file=file_name, duration_s=round(found.duration_s))
    return found.duration_s


def _add(session: Session, actor: Actor, settings: Settings, about: About, digest: str, **rest: Any) -> Added:
    known = _known(session, digest)
    if known is not None:
        return Added(call_id=known, duplicate=True)
    try:
        with session.begin_nested():
            call = add_row(session, settings, about, digest, **rest)
    except IntegrityError:  # PostgreSQL: another writer was first
        known = _known(session, digest)
        if known is None:
            raise
        return Added(call_id=known, duplicate=True)
    rollups.change(session, into=[rollups.Share(rollups.Slice.of(call), rollups.COUNTED, {})])
    audit.record(session, actor, "call.add", f"call:{call.id}", {"source": about.source, "hash": digest[:16]})
    return Added(call_id=call.id, duplicate=False)


def find_same(session: Session, actor: Actor, source_path: Path, *, settings: Settings) -> str | None:
    """The call that this very recording is already, by its content; None where it is new. Nothing is decoded.

    Raises:
        NotAllowed, TooLarge: See their words.
    """
    require(actor, "calls.write")
    return _known(session, content_hash(source_path, file_name=source_path.name, max_mb=settings.max_upload_mb))


def _known(session: Session, digest: str) -> str | None:
    return session.scalar(select(Call.id).where(Call.content_hash == digest))


@contextmanager
def _copied(session: Session, settings: Settings, source_path: Path, digest: str, file_name: str) -> Iterator[str]:
    """A recording's key, under which it is kept while the rows are made, and afterwards if a call refers to it.

    Where the session is rolled back the copy goes too, unless another call has the same.
    """
    shelf = Shelf(settings)
    key = shelf.key(digest, file_name)
    undo_when_lost(session, lambda: _drop_unused(session, shelf, key))
    shelf.put(source_path, key)
    yield key
    _drop_unused(session, shelf, key)


def _drop_unused(session: Session, shelf: Shelf, key: str) -> None:
    """Remove a copy that no call refers to."""
    if session.scalar(select(Call.id).where(Call.audio_key == key)) is None:
        shelf.remove(key)


def _checked(about: About, settings: Settings) -> About:
    """Trim the fields; what nobody says the file's name may. Raises `BadField`: too long, or without time zone."""
    named = read_file_name(about.file_name, settings.file_name_pattern, settings.zone)
    trimmed: dict[str, Any] = {
        name: (getattr(about, name) or getattr(named, name) or "").strip() or None
        for name in ("agent", "team", "topic", "external_id")
    }
    for name, value in trimmed.items():
        limit = 128 if name == "external_id" else MAX_FIELD
        if value is not None and (len(value) > limit or not value.isprintable()):
            raise BadField(field=name, value=value[:40], allowed=f"at most {limit} printable characters")
    if about.started_at is not None and about.started_at.tzinfo is None:
        raise BadField(field="started_at", value=about.started_at.isoformat(), allowed="a time with its time zone")
    name = Path(about.file_name.replace("\\", "/")).name
    clean = "".join(character for character in name if character.isprintable())[-MAX_NAME:] or "call"
    return replace(about, file_name=clean, started_at=about.started_at or named.started_at, **trimmed)


def _team_of(session: Session, agent: str | None) -> str | None:
    if agent is None:
        return None
    return session.scalar(select(User.team).where(User.agent == agent, User.team.is_not(None)).limit(1))
