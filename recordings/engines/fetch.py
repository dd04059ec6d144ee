"""Official weights over the network: only when somebody asked for a size by its name."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO

from recordings.engines.errors import DownloadFailed, NoRoom, UnknownSize
from recordings.engines.protocol import Progress
from recordings.models import SIZES, is_size

ANSWER_S = 10.0  # seconds until the server has to answer, the name look-up included
STALL_S = 30.0  # seconds without a byte after which a download has failed
_BLOCK = 1 << 20  # bytes read at once


def official_url(size: str) -> str:
    """Where OpenAI publishes a size; the last folder of the path is the file's SHA-256.

    Source: openai-whisper, `_MODELS`.

    Raises:
        UnknownSize: No such size.
    """
    import whisper

    urls: dict[str, str] = whisper._MODELS
    if not is_size(size) or size not in urls:
        raise UnknownSize(name=size, allowed=", ".join(SIZES))
    return urls[size]


def fetch(size: str, folder: Path, *, url: str | None = None, progress: Progress | None = None) -> Path:
    """Download an official checkpoint, check it and put it into the models folder at one stroke.

    Args:
        size: An official size, for instance "base".
        folder: The models folder; made if missing.
        url: Where to fetch it from, its last folder being the SHA-256; by default OpenAI's own address.
        progress: Called with the share done, 0..1.

    Returns:
        The checkpoint's path.

    Raises:
        UnknownSize: No such size.
        DownloadFailed: No network, no answer, or the wrong bytes.
        NoRoom: The folder can't be written.
    """
    url = url or official_url(size)
    target = folder / SIZES[size]
    answer = _answer(url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with answer, unfinished(target) as path:
            with path.open("wb") as file:
                digest = _copy(answer, file, url, progress)
            if digest != url.split("/")[-2]:
                raise DownloadFailed(url=url, reason="what came is not the published file (its SHA-256 differs)")
    except OSError as error:
        raise NoRoom(folder=folder, reason=error.strerror or error) from error
    return target


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A file to write beside `target`; it takes the target's place when all went well, and goes when not."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-", suffix=target.suffix)
    os.close(handle)
    path = Path(name)
    try:
        yield path
        path.chmod(0o644)
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def _answer(url: str) -> HTTPResponse:
    """Open the address in a thread of its own: a name look-up knows no time limit."""
    found: list[HTTPResponse | Exception] = []

    def ask() -> None:
        try:
            found.append(urllib.request.urlopen(url, timeout=STALL_S))
        except (OSError, HTTPException, ValueError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(ANSWER_S)
    if not found:
        raise DownloadFailed(url=url, reason=f"no answer within {ANSWER_S:.0f} s")
    if isinstance(found[0], Exception):
        raise DownloadFailed(url=url, reason=getattr(found[0], "reason", None) or found[0]) from found[0]
    return found[0]


def _copy(answer: HTTPResponse, file: IO[bytes], url: str, progress: Progress | None) -> str:
    """Copy the body to the file. Returns its SHA-256."""
    digest, done = hashlib.sha256(), 0
    total = int(answer.headers.get("Content-Length") or 0)
    while block := _read(answer, url):
        file.write(block)
        digest.update(block)
        done += len(block)
        if progress and total:
            progress(min(1.0, done / total))
    return digest.hexdigest()


def _read(answer: HTTPResponse, url: str) -> bytes:
    try:
        return answer.read(_BLOCK)
    except (OSError, HTTPException) as error:
        raise DownloadFailed(url=url, reason=error) from error
