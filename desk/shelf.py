"""Where recordings are kept: a folder by default, any fsspec URL (`s3://…`) by setting."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import fsspec

from desk.errors import NoRoom, TooLarge
from desk.settings import Settings

CHUNK_BYTES = 1 << 20
INCOMING = ".incoming"  # half-copied files; what a crash left there is removed after STALE_S
STALE_S = 3600.0


class Shelf:
    """The recordings of one installation, each under a key made of its content hash."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # fsspec is untyped: a file system and the path of the root in it.
        found: tuple[Any, str] = fsspec.core.url_to_fs(settings.recordings_root)
        self.fs, self.root = found
        self.local = Path(self.root) if "file" in _protocols(self.fs) else None

    @staticmethod
    def key(content_hash: str, file_name: str) -> str:
        """Where a recording of that content goes: `ab/abcdef….wav`."""
        suffix = Path(file_name).suffix.lower()
        safe = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ""
        return f"{content_hash[:2]}/{content_hash}{safe}"

    @staticmethod
    def beeped(key: str) -> str:
        """Where the copy of a recording goes in which personal data is beeped out."""
        return f"{key}.beeped.flac"

    def put(self, source: Path, key: str) -> None:
        """Copy a file in, in chunks; it appears whole or not at all. Nothing happens where it stands already.

        Raises:
            NoRoom: The disk is full, or can't be written to.
        """
        try:
            self._put(source, key)
        except OSError as error:
            raise NoRoom.of(source.name, error) from error

    def _put(self, source: Path, key: str) -> None:
        if self.fs.exists(self._place(key)):
            return
        if self.local is None:
            self.fs.put_file(str(source), self._place(key))  # object stores show an object when it is whole
            return
        incoming = self.local / INCOMING / uuid.uuid4().hex
        incoming.parent.mkdir(parents=True, exist_ok=True)
        try:
            with source.open("rb") as read, incoming.open("wb") as write:
                shutil.copyfileobj(read, write, CHUNK_BYTES)
                write.flush()
                os.fsync(write.fileno())
            target = self.local / key
            target.parent.mkdir(parents=True, exist_ok=True)
            incoming.replace(target)
        finally:
            incoming.unlink(missing_ok=True)

    def path(self, key: str) -> Path | None:
        """A local file with the recording (fetched once for a remote root); None where it is gone."""
        if self.local is not None:
            return self.local / key if (self.local / key).is_file() else None
        cached = self.settings.home / "cache" / key
        if not cached.is_file():
            if not self.fs.exists(self._place(key)):
                return None
            cached.parent.mkdir(parents=True, exist_ok=True)
            part = cached.with_name(f"{cached.name}.{uuid.uuid4().hex}")
            self.fs.get_file(self._place(key), str(part))
            part.replace(cached)
        return cached

    def remove(self, key: str) -> None:
        """Remove a recording, its beeped copy and what is kept of them locally; nothing happens where there is none."""
        for each in (key, self.beeped(key)):
            (self.settings.home / "cache" / each).unlink(missing_ok=True)
            if self.fs.exists(self._place(each)):
                self.fs.rm_file(self._place(each))

    def sweep(self) -> None:
        """Remove what a crash left half-copied."""
        if self.local is None or not (self.local / INCOMING).is_dir():
            return
        for part in (self.local / INCOMING).iterdir():
            if part.stat().st_mtime < time.time() - STALE_S:
                part.unlink(missing_ok=True)

    def _place(self, key: str) -> str:
        return f"{self.root.rstrip('/')}/{key}"


def content_hash(path: Path, *, file_name: str, max_mb: int) -> str:
    """SHA-256 of a file, read in chunks. Raises `TooLarge` above `max_mb` megabytes (2^20 bytes)."""
    if path.stat().st_size > max_mb << 20:
        raise TooLarge(file=file_name, limit_mb=max_mb)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _protocols(fs: Any) -> tuple[str, ...]:
    protocol = fs.protocol
    return (protocol,) if isinstance(protocol, str) else tuple(protocol)
