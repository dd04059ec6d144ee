"""Readings that are kept: what was found in a call, so that a new rubric need not have everything looked for again.

A reading counts for the very words, day, topic, knowledge and version of the finders that it was made with; for others
it is made anew and takes the place of the old one.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desk.models import Call, ReadingRow, TranscriptRow
from recordings.transcript import Transcript
from scoring.facts import Knowledge

if TYPE_CHECKING:  # what finds is slow to import, and most who write to the store never look for anything
    from scoring.call_reading import CallReading

QUICK = 1  # level of zlib: a third of the size at a tenth of the time of its usual one


class Kept(NamedTuple):
    """A reading as it is stored, and what it counts for."""

    key: str
    body: bytes


class About(NamedTuple):
    """A call to be read: its redacted words, as an object and as JSON, a topic that somebody gave, its day."""

    transcript: Transcript
    text: str
    topic: str | None
    today: date | None
    kept: Kept | None = None  # an earlier reading


def calls_with_words() -> Select[Call, str | None, ReadingRow | None]:
    """Calls, their redacted words and what is kept of their readings; to be narrowed."""
    return (
        select(Call, TranscriptRow.redacted, ReadingRow)
        .join(TranscriptRow, TranscriptRow.call_id == Call.id)
        .outerjoin(ReadingRow, ReadingRow.call_id == Call.id)
    )


def about(call: Call, text: str | None, row: ReadingRow | None) -> About:
    """What has to be known of such a call. Raises `BadTranscript` where its words are damaged."""
    kept = None if row is None else Kept(row.key, row.body)
    topic = call.topic if call.topic_given else None
    return About(Transcript.from_json(text or "", where=call.id), text or "", topic, call.day, kept)


def reading_of(about: About, knowledge: Knowledge | None) -> tuple[CallReading, Kept | None]:
    """The reading: what is kept where it counts for this, else made anew, and then what to keep of it."""
    from scoring.call_reading import read_call

    key = _key(about, knowledge)
    if about.kept is not None and about.kept.key == key:
        found = _unpacked(about.kept.body)
        if found is not None:
            return found, None
    made = read_call(about.transcript, knowledge, topic=about.topic, today=about.today)
    return made, Kept(key, zlib.compress(made.model_dump_json(exclude_defaults=True).encode(), QUICK))


def put(session: Session, call_id: str, kept: Kept | None) -> None:
    """Keep a reading in place of the call's earlier one; None: that one stays."""
    if kept is not None:
        session.merge(ReadingRow(call_id=call_id, key=kept.key, body=kept.body))


def _key(about: About, knowledge: Knowledge | None) -> str:
    from scoring.call_reading import fingerprint

    rests_on = (fingerprint(knowledge), about.topic or "", str(about.today or ""), about.text)
    return hashlib.sha256("\n".join(rests_on).encode()).hexdigest()


def _unpacked(body: bytes) -> CallReading | None:
    """None for one that is damaged: it is only a copy of what can be found again."""
    from scoring.call_reading import CallReading

    try:
        return CallReading.model_validate_json(zlib.decompress(body))
    except (zlib.error, ValueError):
        return None
