"""A call that comes by HTTP: multipart to disk in pieces, under a cap."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from desk import calls
from desk.db import Store
from desk.errors import BadField, NoRoom, TooLarge
from desk.permissions import Actor, require
from desk.settings import Settings
from desk.views import Added
from jobs.queue import enqueue
from recordings.transcript import Transcript

FIELDS = ("agent", "team", "started_at", "external_id", "topic")
SLACK_BYTES = 1 << 20  # of the body beside the file: fields, boundaries, a transcript


async def receive_call(request: Request, store: Store, settings: Settings, actor: Actor) -> Added:
    """Read the body and take the call in.

    Raises:
        NotAllowed: The token may not bring calls.
        TooLarge: Over `max_upload_mb`; reading stops there.
        BadField: A field can't be used, or neither `audio` nor `transcript` came.
        RecordingError: The sound or the transcript can't be used.
    """
    require(actor, "calls.write")
    limit = settings.max_upload_mb << 20
    form = await _form(request, limit + SLACK_BYTES, settings)
    try:
        return await run_in_threadpool(_take, form, store, settings, actor)
    finally:
        await form.close()


async def _form(request: Request, limit: int, settings: Settings) -> FormData:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadField(
            field="Content-Type", value=request.headers.get("content-type", ""), allowed="multipart/form-data"
        )
    too_large = TooLarge(file="audio", limit_mb=settings.max_upload_mb)
    if int(request.headers.get("content-length") or 0) > limit:
        raise too_large

    async def capped() -> AsyncIterator[bytes]:
        read = 0
        async for piece in request.stream():
            read += len(piece)
            if read > limit:
                raise too_large
            yield piece

    headers = Headers(raw=request.headers.raw)
    try:
        return await MultiPartParser(headers, capped(), max_files=2, max_fields=len(FIELDS) + 1).parse()
    except MultiPartException as error:
        raise BadField(field="body", value=error.message, allowed="multipart/form-data") from error


def _take(form: FormData, store: Store, settings: Settings, actor: Actor) -> Added:
    about = {name: value for name in FIELDS if isinstance(value := form.get(name), str) and value.strip()}
    if "started_at" in about:
        about["started_at"] = _moment(about["started_at"])  # type: ignore[assignment]
    sound, text = form.get("audio"), form.get("transcript")
    transcript = _transcript(text)
    known: dict[str, Any] = {**about, "settings": settings, "source": "api"}
    if isinstance(sound, UploadFile):
        added = _take_sound(sound, store, actor, settings, {**known, "transcript": transcript})
    elif transcript is not None:
        name = text.filename if isinstance(text, UploadFile) else None
        with store.session() as session:
            added = calls.add_transcript(session, actor, transcript, file_name=name or "transcript.json", **known)
    else:
        raise BadField(field="audio", value="nothing", allowed="a file in `audio`, in `transcript`, or in both")
    if not added.duplicate:
        enqueue(settings, added.call_id)
    return added


def _take_sound(sound: UploadFile, store: Store, actor: Actor, settings: Settings, known: dict[str, Any]) -> Added:
    name = sound.filename or "audio"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="upload-", dir=settings.home) as folder:
            path = Path(folder) / (Path(name.replace("\\", "/")).name[-80:] or "audio")
            with path.open("wb") as file:
                shutil.copyfileobj(sound.file, file, 1 << 20)
            with store.session() as session:
                return calls.add_recording(session, actor, path, file_name=name, **known)
    except OSError as error:  # while it was written to disk
        raise NoRoom.of(name, error) from error


def _transcript(part: Any) -> Transcript | None:
    if isinstance(part, UploadFile):
        return Transcript.from_json(part.file.read(), where=part.filename or "transcript")
    return Transcript.from_json(part, where="transcript") if isinstance(part, str) and part.strip() else None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadField(field="started_at", value=text[:40], allowed="2026-11-18T14:03:00+08:00") from error
    if moment.tzinfo is None:
        raise BadField(field="started_at", value=text[:40], allowed="a time with its zone, 2026-11-18T14:03:00+08:00")
    return moment
