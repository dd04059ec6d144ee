"""Calls: list, open, correct, try again, delete. Taking in is in `desk/intake.py`, offered here too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, cards, rollups
from desk.call_query import call_query, count_calls, order_by
from desk.errors import BadField, NoTranscript, NotRetryable
from desk.intake import add_recording, add_transcript, find_same
from desk.models import Call, DailyFigure, TranscriptRow
from desk.permissions import Actor, require, require_any
from desk.processing import STEPS
from desk.rows import call_row, visible_call
from desk.settings import Settings
from desk.shelf import Shelf
from desk.views import (
    ANY_CALL,
    CALL_SORTS,
    Added,
    CallDetail,
    CallFilter,
    CallPage,
    CallRow,
    FilterChoices,
    JobStep,
    StoredScorecard,
)
from recordings.transcript import Transcript

__all__ = [
    "Added", "CallDetail", "CallFilter", "CallPage", "CallRow", "FilterChoices", "add_recording", "add_transcript",
    "delete_call", "filter_choices", "find_same", "get_call", "list_calls", "name_agent", "retry", "scorecards_of",
    "swap_speakers",
]  # fmt: skip

MAX_PAGE_SIZE = 500


def list_calls(
    session: Session,
    actor: Actor,
    filter: CallFilter = ANY_CALL,
    *,
    page: int = 1,
    page_size: int = 50,
    sort: str = "-started_at",
    hints_first: bool = True,
) -> CallPage:
    """One page of the calls that the actor may see (a trainee: their own).

    Args:
        session: The session.
        actor: Needs calls.read or calls.own.
        filter: Which calls.
        page: Counts from 1; past the last one there are no rows.
        page_size: 1..`MAX_PAGE_SIZE`.
        sort: One of `CALL_SORTS`, `-` before it for descending; calls without the value come last.
        hints_first: Calls with a hint of self-harm come before all others; False where it is asked what came last.

    Raises:
        NotAllowed: The role sees no calls.
        BadField: `sort` is none of `CALL_SORTS`.
    """
    require_any(actor, "calls.own", "calls.read")
    if sort.removeprefix("-") not in CALL_SORTS:
        raise BadField(field="sort", value=sort, allowed=", ".join(CALL_SORTS))
    page, page_size = max(page, 1), min(max(page_size, 1), MAX_PAGE_SIZE)
    query = call_query(session, actor, filter)
    total = count_calls(session, query)
    query = query.order_by(*order_by(sort, hints_first=hints_first))
    rows = session.scalars(query.limit(page_size).offset((page - 1) * page_size))
    return CallPage(rows=tuple(call_row(call) for call in rows), total=total, page=page, page_size=page_size)


def get_call(session: Session, actor: Actor, call_id: str, *, original: bool = False) -> CallDetail:
    """Everything of one call that the actor may see.

    Args:
        session: The session.
        actor: Needs calls.read, or calls.own and to be the agent.
        call_id: The call.
        original: The words before redaction; needs calls.original and is put in the audit log.

    Raises:
        NoSuchCall, NotAllowed: See `visible_call`.
    """
    call = visible_call(session, actor, call_id)
    if original:
        require(actor, "calls.original")
        audit.record(session, actor, "call.read_original", f"call:{call_id}")
    row = session.get(TranscriptRow, call_id)
    text = None if row is None else (row.original if original else row.redacted)
    previous_id, next_id = _neighbours(session, actor, call)
    return CallDetail(
        row=call_row(call),
        transcript=None if text is None else Transcript.from_json(text, where=call_id),
        original=original,
        scorecards=cards.all_cards(session, call_id),
        steps=_steps(call),
        peaks=tuple(tuple(channel) for channel in call.peaks or ()),
        previous_id=previous_id,
        next_id=next_id,
    )


def scorecards_of(session: Session, actor: Actor, call_id: str) -> tuple[StoredScorecard, ...]:
    """Every scorecard of a call, newest first. Raises as `get_call`."""
    visible_call(session, actor, call_id)
    return cards.all_cards(session, call_id)


def filter_choices(session: Session, actor: Actor) -> FilterChoices:
    """Values that the list can be filtered on, sorted; for those who see every call, else nothing."""
    require_any(actor, "calls.own", "calls.read")
    if not actor.may("calls.read"):
        return FilterChoices(teams=(), agents=(), topics=())
    return FilterChoices(
        teams=_distinct(session, DailyFigure.team),
        agents=_distinct(session, DailyFigure.agent),
        topics=_distinct(session, DailyFigure.topic),
    )


def swap_speakers(session: Session, actor: Actor, call_id: str) -> CallDetail:
    """Agent ↔ customer, and score again at once. Needs calls.write. Raises `NoTranscript`."""
    from recordings.speakers import swap

    return _with_speakers(session, actor, call_id, swap, "call.swap_speakers")


def name_agent(session: Session, actor: Actor, call_id: str, voice: int) -> CallDetail:
    """Say which voice of two is the agent, and score again at once. Needs calls.write. Raises `NoTranscript`."""
    from recordings.speakers import name_agent as named

    return _with_speakers(session, actor, call_id, lambda said: named(said, voice), "call.name_agent")


def _with_speakers(
    session: Session, actor: Actor, call_id: str, change: Callable[[Transcript], Transcript], deed: str
) -> CallDetail:
    require(actor, "calls.write")
    call = visible_call(session, actor, call_id)
    row = session.get(TranscriptRow, call_id)
    if row is None or row.redacted is None:
        raise NoTranscript(call_id=call_id)
    from desk.judging import score_transcript

    row.original = change(Transcript.from_json(row.original)).to_json()
    redacted = change(Transcript.from_json(row.redacted))
    row.redacted = redacted.to_json()
    card = score_transcript(
        session, redacted, topic=call.topic if call.topic_given else None, today=call.day, key=call.id
    )
    cards.add_card(session, call, card)
    audit.record(session, actor, deed, f"call:{call_id}", {"total": card.total})
    return get_call(session, actor, call_id)


def retry(session: Session, actor: Actor, call_id: str) -> CallRow:
    """Queue a failed call again; `jobs.queue.enqueue` starts it at once. Raises `NotRetryable`."""
    require(actor, "calls.write")
    call = visible_call(session, actor, call_id)
    if call.status != "failed":
        raise NotRetryable(call_id=call_id, status=call.status)
    call.status, call.step, call.progress, call.attempt = "queued", "queued", 0.0, call.attempt + 1
    call.error_en = call.error_zh = None
    audit.record(session, actor, "call.retry", f"call:{call_id}", {"attempt": call.attempt})
    return call_row(call)


def delete_call(session: Session, actor: Actor, call_id: str, *, settings: Settings) -> None:
    """Remove a call with its sound, text and scores; the audit log keeps that it was. Needs calls.delete."""
    require(actor, "calls.delete")
    call = visible_call(session, actor, call_id)
    rollups.change(session, out=cards.shares(session, call))
    if call.audio_key is not None:
        Shelf(settings).remove(call.audio_key)
    session.delete(call)
    audit.record(session, actor, "call.delete", f"call:{call_id}", {"hash": call.content_hash[:16]})


def _steps(call: Call) -> tuple[JobStep, ...]:
    if call.status == "done":
        return tuple(JobStep(name=name, state="done") for name in STEPS)
    at = STEPS.index(call.step) if call.step in STEPS else -1
    return tuple(
        JobStep(
            name=name,
            state="done"
            if position < at
            else "waiting"
            if position > at
            else "failed"
            if call.status == "failed"
            else "running",
        )
        for position, name in enumerate(STEPS)
    )


def _neighbours(session: Session, actor: Actor, call: Call) -> tuple[str | None, str | None]:
    """The next older and the next newer call that the actor may see."""
    base = call_query(session, actor, ANY_CALL).with_only_columns(Call.id).limit(1)
    older = (Call.started_at < call.started_at) | ((Call.started_at == call.started_at) & (Call.id < call.id))
    newer = (Call.started_at > call.started_at) | ((Call.started_at == call.started_at) & (Call.id > call.id))
    return (
        session.scalar(base.where(older).order_by(Call.started_at.desc(), Call.id.desc())),
        session.scalar(base.where(newer).order_by(Call.started_at, Call.id)),
    )


def _distinct(session: Session, column: Any) -> tuple[str, ...]:
    query = select(column).where(DailyFigure.source == rollups.COUNTED).distinct().order_by(column)
    return tuple(name for name in session.scalars(query) if name not in {"", rollups.ALL})
