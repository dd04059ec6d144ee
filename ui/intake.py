"""Taking in what was uploaded in the browser: to disk in pieces, recordings and transcripts of one name together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from desk import calls
from desk.db import Store
from desk.errors import NoRoom
from desk.permissions import Actor
from desk.settings import Settings
from desk.views import Added
from jobs.errors import BadMetadata
from jobs.ingest import SIDECAR, TEXTS
from jobs.queue import enqueue
from jobs.sidecar import ENDING, Metadata, read_metadata
from recordings.errors import UserError
from recordings.transcript import Transcript

PIECE = 1 << 20  # bytes that are held at a time while copying


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str:
        """What it was called."""
        ...

    def read(self, size: int = -1, /) -> bytes:
        """The next piece."""
        ...


@dataclass(frozen=True)
class About:
    """What the uploader says about all of the calls; it goes before what a file beside a call says."""

    agent: str | None = None
    topic: str | None = None
    started_at: datetime | None = None


@dataclass(frozen=True)
class Pair:
    """One call to be: a recording, a transcript, or both; or what is known of a call that did not come with it."""

    sound: Upload | None
    text: Upload | None
    known: Upload | None = None

    @property
    def name(self) -> str:
        """The file that it is known by."""
        found = self.sound or self.text or self.known
        return "" if found is None else found.name


@dataclass(frozen=True)
class Outcome:
    """What came of one file: a call, or why not."""

    file: str
    added: Added | None
    error: UserError | None


def stem(name: str) -> str:
    """The name without what says its kind; `a.wav`, `a.vtt`, `a.transcript.json` and `a.meta.json` share one."""
    lower = name.lower()
    ending = next((ending for ending in (SIDECAR, ENDING) if lower.endswith(ending)), None)
    return lower.removesuffix(ending) if ending else str(Path(lower).with_suffix(""))


def pairs(files: Sequence[Upload]) -> list[Pair]:
    """The calls in some files. A transcript and what is known go to the recording of their name.

    What is of no known kind is taken for sound, so that the reason says what can be used.
    """
    knowns = {stem(file.name): file for file in files if file.name.lower().endswith(ENDING)}
    rest = [file for file in files if not file.name.lower().endswith(ENDING)]
    texts = {stem(file.name): file for file in rest if Path(file.name).suffix.lower() in TEXTS}
    sounds = [file for file in rest if Path(file.name).suffix.lower() not in TEXTS]
    found = [(sound, texts.pop(stem(sound.name), None)) for sound in sounds] + [(None, text) for text in texts.values()]
    calls_to_be = [Pair(sound, text, knowns.pop(stem((sound or text).name), None)) for sound, text in found]
    return calls_to_be + [Pair(None, None, known) for known in knowns.values()]


def take_all(files: Sequence[Upload], store: Store, settings: Settings, actor: Actor, about: About) -> list[Outcome]:
    """Take every call in, one transaction each; a bad one is told and the rest goes on."""
    return [_take(pair, store, settings, actor, about) for pair in pairs(files)]


def _take(pair: Pair, store: Store, settings: Settings, actor: Actor, about: About) -> Outcome:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="upload-", dir=settings.home) as folder:
            added = _add(pair, Path(folder), store, settings, actor, about)
    except UserError as error:
        return Outcome(pair.name, None, error)
    except OSError as error:  # while it was written to disk
        return Outcome(pair.name, None, NoRoom.of(pair.name, error))
    if not added.duplicate:
        enqueue(settings, added.call_id)
    return Outcome(pair.name, added, None)


def _add(pair: Pair, folder: Path, store: Store, settings: Settings, actor: Actor, about: About) -> Added:
    known = Metadata() if pair.known is None else read_metadata(_keep(pair.known, folder, "known"), settings.zone)
    fields: dict[str, Any] = {
        **known.model_dump(),
        **{name: said for name, said in asdict(about).items() if said is not None},
        "settings": settings,
        "file_name": pair.name,
    }
    transcript = None if pair.text is None else _read(pair.text, folder)
    sound = None if pair.sound is None else _keep(pair.sound, folder, "audio")
    with store.session() as session:
        if sound is not None:
            return calls.add_recording(session, actor, sound, transcript=transcript, **fields)
        if transcript is None:
            raise BadMetadata(
                where=pair.name,
                reason="it came without a recording or transcript of its name",
                reason_zh="没有与它同名的录音或转写稿",
            )
        return calls.add_transcript(session, actor, transcript, **fields)


def _read(file: Upload, folder: Path) -> Transcript:
    from recordings.formats import read_transcript

    return read_transcript(_keep(file, folder, "text"))


def _keep(file: Upload, folder: Path, within: str) -> Path:
    """Copy to disk, a piece at a time, under the file's own name: errors then say it."""
    place = folder / within
    place.mkdir()
    path = place / (Path(file.name.replace("\\", "/")).name or "file")
    with path.open("wb") as out:
        shutil.copyfileobj(_as_file(file), out, PIECE)
    return path


def _as_file(file: Upload) -> BinaryIO:
    return file  # type: ignore[return-value]


def failures_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """What went wrong first: it is what a person has to act on."""
    return sorted(outcomes, key=lambda outcome: outcome.error is None)
