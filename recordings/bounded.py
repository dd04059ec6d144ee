"""Sound files decoded in a process of their own, with a bound on time and memory. `recordings.audio` is the door.

Whatever a hostile file does to FFmpeg, the worker and the web app go on: a decoder that is silent for too long,
grows too large or dies is ended, and the file is refused with one clear line.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from recordings import errors
from recordings.bounds import BLOCK_S, DECODE_S, MAX_CHANNELS, SILENT_S
from recordings.decoder import HEAD
from recordings.decoding import Samples
from recordings.errors import TooHard

_MOST_FILES = 200  # files after which a decoder is replaced, so that what FFmpeg leaks comes to an end
_SPARE: list[_Decoder] = []  # decoders that wait for their next file; at most one for each thread at work
_MOST_SPARE = 2
_lock = threading.Lock()


class BoundedFile:
    """One sound file, open for reading in another process; a context manager. See `recordings.decoding.SoundFile`.

    Attributes:
        where: The file's name.
        rate_hz: As stored.
        channels: 1 or 2.
        codec: FFmpeg's name of the codec.
        truncated: Whether sound is missing; known once `blocks` is exhausted.

    Raises:
        AudioError: On opening, and while reading; `TooHard` beyond the bounds.
    """

    def __init__(self, path: Path | str, *, silent_s: float = SILENT_S, decode_s: float = DECODE_S) -> None:
        self.where = Path(path).name
        self.truncated = False
        self._idle = False
        self._decoder = _take(silent_s, decode_s)
        try:
            found = self._asked({"path": os.fspath(path)})
        except BaseException:  # no `with` has begun: whatever passes, Ctrl-C too, the decoder ends; raised again
            self.__exit__(None, None, None)
            raise
        self.codec, self.rate_hz, self.channels = str(found["codec"]), int(found["rate_hz"]), int(found["channels"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._idle:
            _give_back(self._decoder)
        else:
            self._decoder.end()

    def blocks(self, rate_hz: int) -> Iterator[Samples]:
        """Decode at `rate_hz` samples per second, once; see `SoundFile.blocks`. Raises `AudioError`, `TooHard` too."""
        self._tell({"rate_hz": rate_hz})
        while isinstance(block := self._answer(), bytes):
            yield np.frombuffer(block, np.float32).reshape(self.channels, -1)
        self.truncated = bool(block["truncated"])
        self._idle = True

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        self._tell(request)
        answer = self._answer()
        if isinstance(answer, bytes):
            raise TooHard(where=self.where)
        return answer

    def _tell(self, request: dict[str, Any]) -> None:
        try:
            self._decoder.tell(request)
        except OSError as error:
            raise TooHard(where=self.where) from error

    def _answer(self) -> dict[str, Any] | bytes:
        try:
            kind, content = self._decoder.hear()
        except (OSError, EOFError, TimeoutError) as error:
            raise TooHard(where=self.where) from error
        if kind == b"B":
            return content
        answer: dict[str, Any] = json.loads(content)
        if "error" in answer:
            self._idle = True
            known = getattr(errors, answer["error"], TooHard)
            raise known(**answer["fields"])
        return answer


class _Decoder:
    """A running `recordings.decoder`."""

    def __init__(self) -> None:
        home = str(Path(__file__).resolve().parents[1])
        paths = os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "recordings.decoder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
            start_new_session=True,  # Ctrl-C is for us: a decoder that dies of it would blame the file
        )
        self.files = 0
        self._silent_s = self._left_s = 0.0

    def begin(self, silent_s: float, decode_s: float) -> None:
        """Count time from here for the next file."""
        self.files += 1
        self._silent_s, self._left_s = silent_s, decode_s

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def tell(self, request: dict[str, Any]) -> None:
        """Send a request. Raises `OSError` where it has died."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def hear(self) -> tuple[bytes, bytes]:
        """The next frame: its letter and its content. Raises `EOFError` where it died, `TimeoutError`."""
        kind, length = HEAD.unpack(self._read(HEAD.size))
        if length > _LONGEST:
            raise EOFError
        return kind, self._read(length)

    def _read(self, n: int) -> bytes:
        """`n` bytes; only the time of waiting counts, not what the reader does between blocks."""
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        got = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(handle, selectors.EVENT_READ)
            while len(got) < n:
                begun_s = time.monotonic()
                if not ready.select(min(self._silent_s, self._left_s)):
                    raise TimeoutError
                piece = os.read(handle, min(n - len(got), 1 << 20))
                self._left_s -= time.monotonic() - begun_s
                if not piece:
                    raise EOFError
                got += piece
        return bytes(got)

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


# A block of the most channels at the highest rate that anybody asks for, with room for a second beyond `BLOCK_S`.
_LONGEST = int(4 * MAX_CHANNELS * 192_000 * (BLOCK_S + 60))


def _take(silent_s: float, decode_s: float) -> _Decoder:
    with _lock:
        while _SPARE:
            decoder = _SPARE.pop()
            if decoder.alive:
                break
            decoder.end()
        else:
            decoder = _Decoder()
    decoder.begin(silent_s, decode_s)
    return decoder


def _give_back(decoder: _Decoder) -> None:
    with _lock:
        if decoder.files < _MOST_FILES and len(_SPARE) < _MOST_SPARE:
            _SPARE.append(decoder)
            return
    decoder.end()


@atexit.register
def _end_all() -> None:
    with _lock, suppress(KeyboardInterrupt):  # Ctrl-C twice: what is left ends by itself when its stdin does
        while _SPARE:
            _SPARE.pop().end()
