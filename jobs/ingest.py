"""Taking in files and folders: recordings, transcripts, and recordings with a transcript beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from desk import calls
from desk.db import Store
from desk.permissions import TERMINAL, Actor
from desk.settings import Settings
from desk.views import Added, CallSource
from jobs.errors import ClosedFolder, NoSuchPath
from jobs.queue import enqueue
from jobs.sidecar import ENDING, Metadata, read_metadata
from recordings.decoding import check_readable
from recordings.errors import Language, UserError
from recordings.transcript import Model, Transcript

SIDECAR = ".transcript.json"
# In folders, what has one of these names is a recording; some are seldom or never usable (video, protected music, raw
# telephone codecs), but then it is refused with a reason instead of passed over.
SOUNDS = frozenset(
    f".{kind}"
    for kind in (
        "wav", "w64", "mp3", "m4a", "m4b", "m4p", "aac", "ogg", "oga", "opus", "flac", "amr", "awb", "wma", "aif",
        "aiff", "aifc", "au", "caf", "gsm", "vox", "ulaw", "alaw", "raw", "pcm", "aax", "mka", "mkv", "webm", "mp4",
        "mov", "m4v", "avi", "wmv", "3gp", "3ga",
    )
)  # fmt: skip
BESIDE = (SIDECAR, ".vtt", ".srt", ".json", ".csv", ".txt")  # which of several texts beside a recording goes with it
TEXTS = frozenset(BESIDE[1:])
SURE = frozenset({SIDECAR, ".vtt", ".srt"})  # in folders the others may hold anything: they are looked into


class Rejected(Model):
    """A file that was not taken in, why, and that cause's stable name."""

    file: str
    reason: str
    code: str


class Taken(Model):
    """A file that was taken in."""

    file: str
    call_id: str
    duplicate: bool


class Report(Model):
    """What came of an ingest.

    Attributes:
        accepted: Calls taken in.
        duplicates: Calls known already, by their content.
        rejected: Files that were not taken in.
        calls: Files that were.
        stopped: Whether somebody stopped it before the end; the same again goes on where it stopped.
    """

    accepted: int
    duplicates: int
    rejected: tuple[Rejected, ...]
    calls: tuple[Taken, ...] = ()
    stopped: bool = False


@dataclass(frozen=True)
class Item:
    """One call to be: a recording, a transcript, or both, and what is known of it."""

    sound: Path | None
    text: Path | None
    about: Path | None = None

    @property
    def name(self) -> Path:
        """The file that it is known by."""
        found = self.sound or self.text
        if found is None:
            raise ValueError("an item has a recording or a transcript")
        return found


def find_items(paths: Iterable[Path]) -> list[Item]:
    """The calls in files and folders (searched all the way down), sorted, each file once.

    `X.transcript.json`, `X.vtt`, `X.srt` … beside `X.wav` is what was said in it, `X.meta.json` what is known of it.
    Passed over are hidden files and, in folders, files of no known kind and .csv, .txt and .json that hold no words of
    both an agent and a customer. A folder that may not be looked into is an item of its own, so that it is told among
    what was refused.

    Raises:
        NoSuchPath: A path that isn't there.
    """
    files: dict[Path, None] = {}
    for path in paths:
        files |= dict.fromkeys(sorted(_within(path)) if _is(path.is_dir) else [_there(path)])
    items = [_item(file) for file in files]
    heard = {(item.sound.parent, _stem(item.sound)) for item in items if item.sound is not None}
    return [item for item in items if item.sound is not None or (item.name.parent, _stem(item.name)) not in heard]


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

    Ctrl-C stops between two calls. Doing the same again passes quickly over what is there already.

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
    stopped = False
    try:
        for item in items:
            try:
                added = take(store, settings, item, agent=agent, source=source, actor=actor)
                taken.append(Taken(file=str(item.name), call_id=added.call_id, duplicate=added.duplicate))
            except UserError as error:
                why = error.text(language or "en")
                rejected.append(Rejected(file=str(item.name), reason=why, code=error.code))
            if on_done is not None:
                on_done(item)
    except KeyboardInterrupt:
        stopped = True
    again = sum(each.duplicate for each in taken)
    return Report(
        accepted=len(taken) - again, duplicates=again, rejected=tuple(rejected), calls=tuple(taken), stopped=stopped
    )


def take(store: Store, settings: Settings, item: Item, *, agent: str | None, source: CallSource, actor: Actor) -> Added:
    """Take one call in and ring for the worker.

    What the sender says (`agent`) goes before the metadata file, and that before the file's name.

    Raises:
        UserError: It can't be used; nothing of it is kept.
    """
    known = Metadata() if item.about is None else read_metadata(item.about, settings.zone)
    fields = {**known.model_dump(), "agent": agent or known.agent, "settings": settings, "source": source}
    transcript = None if item.text is None else _read_text(item.text)
    added = _add(store, settings, item, transcript, actor, fields)
    if not added.duplicate:
        enqueue(settings, added.call_id)
    return added


def _add(
    store: Store, settings: Settings, item: Item, transcript: Transcript | None, actor: Actor, fields: dict[str, Any]
) -> Added:
    if item.sound is None:
        if transcript is None:
            raise ValueError("an item has a recording or a transcript")
        with store.session() as session:
            return calls.add_transcript(session, actor, transcript, file_name=item.name.name, **fields)
    with store.reading() as session:  # before anything is decoded, so that going on after a stop is quick
        same = calls.find_same(session, actor, _readable(item.sound), settings=settings)
    if same is not None:
        return Added(call_id=same, duplicate=True)
    with store.session() as session:
        return calls.add_recording(
            session, actor, item.sound, file_name=item.sound.name, transcript=transcript, **fields
        )


def _readable(sound: Path) -> Path:
    """The path, if it is a file that may be read. Raises `ClosedFolder`, and what `check_readable` raises."""
    if _is(sound.is_dir):
        raise ClosedFolder(path=sound)
    check_readable(sound)
    return sound


def _is(asked: Callable[[], bool]) -> bool:
    """What a path says of itself; False where it can't be looked at."""
    try:
        return asked()
    except OSError:
        return False


def _there(path: Path) -> Path:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchPath(path=path) from error
    except OSError:  # it can't be read, which is told when it is taken in
        return path
    return path


def _within(root: Path) -> Iterator[Path]:
    """The files of a folder that are ours to take in, all the way down, and the folders that are closed to us."""
    closed: list[OSError] = []
    for folder, _, names in os.walk(root, onerror=closed.append):
        yield from (file for name in names if _welcome(file := Path(folder, name), root))
    yield from (Path(error.filename) for error in closed)


def _welcome(file: Path, root: Path) -> bool:
    there = _is(file.is_file) or _is(file.is_symlink)  # a link to nowhere is told among what was refused
    if not there or any(part.startswith(".") for part in file.relative_to(root).parts):
        return False
    suffix = file.suffix.lower()
    if suffix in SOUNDS or suffix in SURE or file.name.lower().endswith(SIDECAR):
        return True
    return suffix in TEXTS and _holds_talk(file)


def _holds_talk(file: Path) -> bool:
    """Whether an agent and a customer speak in a text."""
    try:
        looked = file.stat()
    except OSError:
        return False
    return _parses(file, (looked.st_size, looked.st_mtime_ns))


@lru_cache(maxsize=4096)  # a watched folder is looked at again and again
def _parses(file: Path, _seen: tuple[int, int]) -> bool:
    """The same for the file as it was at that size and time."""
    try:
        return {"agent", "customer"} <= {turn.speaker for turn in _read_text(file).turns}
    except UserError:
        return False


def _item(file: Path) -> Item:
    """A file of no known kind is tried as sound, so that the reason says what can be used."""
    about = file.with_name(_stem(file) + ENDING)
    known = about if _is(about.is_file) else None
    if file.suffix.lower() in TEXTS:
        return Item(sound=None, text=file, about=known)
    beside = (file.with_name(file.stem + ending) for ending in BESIDE)
    said = next((text for text in beside if _is(text.is_file) and (_ending(text) in SURE or _holds_talk(text))), None)
    return Item(sound=file, text=said, about=known)


def _ending(file: Path) -> str:
    return SIDECAR if file.name.lower().endswith(SIDECAR) else file.suffix.lower()


def _stem(file: Path) -> str:
    """The name without what says its kind; a.wav, a.vtt and a.transcript.json share one."""
    return file.name[: -len(_ending(file))] if _ending(file) else file.name


def _read_text(path: Path) -> Transcript:
    from recordings.formats import read_transcript

    return read_transcript(path)
