"""Calls: take in, list, open, correct, delete."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desk.permissions import Actor
from desk.settings import Settings
from desk.views import Added, CallDetail, CallFilter, CallPage, CallRow, CallSource, FilterChoices
from recordings.transcript import Transcript

__all__ = ["Added", "CallDetail", "CallFilter", "CallPage", "CallRow", "FilterChoices", "list_calls"]


def list_calls(
    session: Session,
    actor: Actor,
    filter: CallFilter = CallFilter(),
    *,
    page: int = 1,
    page_size: int = 50,
    sort: str = "-started_at",
) -> CallPage:
    """One page of the calls that the actor may see (a trainee: their own). `sort`: see CALL_SORTS, `-` descending."""
    raise NotImplementedError


def get_call(session: Session, actor: Actor, call_id: str, *, original: bool = False) -> CallDetail:
    """Raises `NoSuchCall`, `NotAllowed` (original without calls.original)."""
    raise NotImplementedError


def filter_choices(session: Session, actor: Actor) -> FilterChoices:
    raise NotImplementedError


def add_recording(
    session: Session,
    actor: Actor,
    source_path: Path,
    *,
    settings: Settings,
    file_name: str,
    agent: str | None = None,
    team: str | None = None,
    started_at: datetime | None = None,
    topic: str | None = None,
    external_id: str | None = None,
    transcript: Transcript | None = None,
    source: CallSource = "upload",
) -> Added:
    """Take in a recording: probed (raises RecordingErrors, leaves nothing behind), copied by content hash, queued.

    Call `jobs.queue.enqueue(settings, call_id)` after the commit to start at once; a running worker also
    finds queued calls by itself within a few seconds.
    """
    raise NotImplementedError


def add_transcript(
    session: Session,
    actor: Actor,
    transcript: Transcript,
    *,
    file_name: str,
    agent: str | None = None,
    team: str | None = None,
    started_at: datetime | None = None,
    topic: str | None = None,
    external_id: str | None = None,
    source: CallSource = "upload",
) -> Added:
    """Take in a conversation that came as text (chat, or transcribed elsewhere)."""
    raise NotImplementedError


def swap_speakers(session: Session, actor: Actor, call_id: str, *, settings: Settings) -> CallDetail:
    """Agent ↔ customer, and score again at once. Needs calls.write."""
    raise NotImplementedError


def retry(session: Session, actor: Actor, call_id: str) -> CallRow:
    """Queue a failed call again (then `jobs.queue.enqueue`). Raises `NotRetryable`."""
    raise NotImplementedError


def delete_call(session: Session, actor: Actor, call_id: str, *, settings: Settings) -> None:
    """Remove a call with its sound, text and scores; the audit log keeps that it was. Needs calls.delete."""
    raise NotImplementedError
