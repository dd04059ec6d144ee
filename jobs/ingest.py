"""Taking in files and folders: recordings, transcripts, and recordings with a transcript beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from desk import calls
from desk.db import Store
from desk.permissions import TERMINAL, Actor
from desk.settings import Settings
from desk.views import Added, CallSource
from jobs.errors import NoSuchPath
from jobs.queue import enqueue
from recordings.errors import Language, UserError
from recordings.transcript import Model, Transcript

SIDECAR = ".transcript.json"
SOUNDS = frozenset(
    [
        ".wav",
        ".mp3",
        ".m4a",
        ".ogg",
        ".oga",
        ".opus",
        ".flac",
        ".amr",
        ".aac",
        ".wma",
        ".webm",
        ".mp4",
        ".mka",
        ".aif",
        ".aiff",
        ".au",
        ".gsm",
        ".3gp",
    ]
)
TEXTS = frozenset({".vtt", ".srt", ".csv", ".txt", ".json"})  # by name alone; in folders only SIDECAR, .vtt, .srt
FOLDER_TEXTS = frozenset({".vtt", ".srt"})


class Rejected(Model):
    """A file that was not taken in, and why."""

    file: str
    reason: str


class Taken(Model):
    """A file that was taken in."""

    file: str
    call_id: str
    duplicate: bool


class Report(Model):
    """What came of an ingest."""

    accepted: int
    duplicates: int
    rejected: tuple[Rejected, ...]
    calls: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Item:
    """One call to be: a recording, a transcript, or both."""

    sound: Path | None
    text: Path | None

    @property
    def name(self) -> Path:
        """The file that it is known by."""
        found = self.sound or self.text
        if found is None:
            raise ValueError("an item has a recording or a transcript")
        return found


def find_items(paths: Iterable[Path]) -> list[Item]:
    """The calls in files and folders (searched all the way down), sorted, each file once.

    `X.transcript.json` beside `X.wav` belongs to that recording. Hidden files and, in folders, files of no
    known kind are passed over.

    Raises:
        NoSuchPath: A path that isn't there.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path=path)
        found = sorted(each for each in path.rglob("*") if _welcome(each, path)) if path.is_dir() else [path]
        files |= dict.fromkeys(found)
    return [item for item in map(_item, files) if not (item.sound is None and _sound_beside(item.name) in files)]


def ingest(
    store: Store,
    settings: Settings,
    items: Iterable[Item],
    *,
    agent: str | None = None,
    source: CallSource = "cli",
    actor: Actor = TERMINAL,
    language: Language | None = None,
    on_done: Callable[[Item], None] | None = None,
) -> Report:
    """Take calls in, one transaction each; a bad one is reported and the rest goes on.

    Args:
        store: The store.
        settings: The settings.
        items: See `find_items`.
        agent: Agent id of all of them.
        source: Which door.
        actor: Who brings them.
        language: In which language reasons are given; None: English.
        on_done: Called after each item.
    """
    taken: list[Taken] = []
    rejected: list[Rejected] = []
    for item in items:
        try:
            added = take(store, settings, item, agent=agent, source=source, actor=actor)
            taken.append(Taken(file=str(item.name), call_id=added.call_id, duplicate=added.duplicate))
        except UserError as error:
            rejected.append(Rejected(file=str(item.name), reason=error.text(language or "en")))
        if on_done is not None:
            on_done(item)
    again = sum(each.duplicate for each in taken)
    return Report(accepted=len(taken) - again, duplicates=again, rejected=tuple(rejected), calls=tuple(taken))


def take(store: Store, settings: Settings, item: Item, *, agent: str | None, source: CallSource, actor: Actor) -> Added:
    """Take one call in and ring for the worker. Raises `UserError` for what can't be used."""
    transcript = None if item.text is None else _read_text(item.text)
    with store.session() as session:
        if item.sound is not None:
            added = calls.add_recording(
                session, actor, item.sound, settings=settings, file_name=item.sound.name, agent=agent,
                transcript=transcript, source=source,
            )  # fmt: skip
        elif transcript is not None:
            added = calls.add_transcript(
                session, actor, transcript, settings=settings, file_name=item.name.name, agent=agent, source=source
            )
        else:
            raise ValueError("an item has a recording or a transcript")
    if not added.duplicate:
        enqueue(settings, added.call_id)
    return added


def _welcome(file: Path, root: Path) -> bool:
    if not file.is_file() or any(part.startswith(".") for part in file.relative_to(root).parts):
        return False
    suffix = file.suffix.lower()
    return suffix in SOUNDS or suffix in FOLDER_TEXTS or file.name.lower().endswith(SIDECAR)


def _item(file: Path) -> Item:
    """A file of no known kind is tried as sound, so that the reason says what can be used."""
    if file.suffix.lower() in TEXTS:
        return Item(sound=None, text=file)
    beside = file.with_name(file.stem + SIDECAR)
    return Item(sound=file, text=beside if beside.is_file() else None)


def _sound_beside(text: Path) -> Path | None:
    """The recording that a sidecar belongs to."""
    if not text.name.lower().endswith(SIDECAR):
        return None
    stem = text.name[: -len(SIDECAR)]
    return next((each for each in sorted(text.parent.glob(f"{escape(stem)}.*")) if each.suffix.lower() in SOUNDS), None)


def _read_text(path: Path) -> Transcript:
    from recordings.formats import read_transcript

    return read_transcript(path)
