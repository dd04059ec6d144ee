"""Sound files, read block by block in bounded memory. `recordings.audio` is the door; this is the work.

FFmpeg (inside PyAV) decodes. It is given an open file and a list of containers, never a path: so a
name such as `http://…` or a playlist that names other files can't make it fetch or read anything else.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from recordings.bounds import BLOCK_S, MAX_BYTES, MAX_CHANNELS, MAX_DURATION_S, MAX_RATE_HZ, MIN_RATE_HZ
from recordings.errors import (
    BrokenAudio,
    EmptyAudio,
    MissingFile,
    NoPermission,
    NoSoundTrack,
    NotAFile,
    NotAudio,
    OddSound,
    TooLarge,
    TooLong,
    Unreadable,
)

Samples = npt.NDArray[np.float32]

CONTAINERS = "wav,w64,aiff,au,caf,mp3,mov,mp4,m4a,aac,ogg,flac,amr,amrnb,amrwb,matroska,webm,asf"
MB = 1024 * 1024
GAP_S = 0.1  # seconds that timestamps must leap before silence is put in (opus without packets in pauses)
LEAP_S = 60.0  # seconds; a longer leap is a reset clock, not a pause
JOIN_S = 1.0  # seconds of frames that are converted at a time
SHORT_S = 1.0  # seconds missing at the end before a file counts as cut short
SHORT_BYTES = 4096  # bytes missing that may be no more than a wrong header


class SoundFile:
    """One sound file, open for reading; a context manager.

    A file that breaks off or has damaged stretches is decoded as far as it goes; `truncated` says so
    when the reading is done. Damaged packets become silence where the file has timestamps.

    Attributes:
        rate_hz: As stored.
        channels: 1 or 2.
        codec: FFmpeg's name of the codec, for instance "pcm_mulaw".
        truncated: Whether sound is missing; known once `blocks` is exhausted.

    Raises:
        Unreadable, EmptyAudio, NotAudio, NoSoundTrack, OddSound, TooLarge, TooLong: On opening.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self.where = self._path.name
        self.truncated = False
        with ExitStack() as opened:
            file = opened.enter_context(_open(self._path))
            cut_short = _promises_more(file)
            self._container: Any = opened.enter_context(_container(file, self.where))
            streams = self._container.streams.audio
            if not streams:
                raise NoSoundTrack(where=self.where)
            self._stream: Any = streams[0]
            self.codec, self.rate_hz, self.channels = _described(self._stream, self.where)
            self._cut_short = cut_short
            self._declared_s = _declared_s(self._container, self._stream)
            if self._declared_s is not None and self._declared_s > MAX_DURATION_S:
                raise TooLong(where=self.where, limit_h=MAX_DURATION_S / 3600)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()

    def blocks(self, rate_hz: int) -> Iterator[Samples]:
        """Decode from the start to the end, once.

        Args:
            rate_hz: Samples per second wanted.

        Yields:
            float32 of shape (channels, n), n about `BLOCK_S` (less at the end), usually within -1..1.

        Raises:
            NotAudio, EmptyAudio, BrokenAudio, TooLong: As the sound turns out.
        """
        held: list[Samples] = []
        held_n = done_n = 0
        for piece in self._pieces(rate_hz):
            broken = np.flatnonzero(~np.isfinite(piece).all(axis=0))
            if len(broken):
                raise BrokenAudio(where=self.where, at_s=(done_n + held_n + int(broken[0])) / rate_hz)
            held.append(piece)
            held_n += piece.shape[1]
            if done_n + held_n > MAX_DURATION_S * rate_hz:
                raise TooLong(where=self.where, limit_h=MAX_DURATION_S / 3600)
            if held_n >= BLOCK_S * rate_hz:
                yield np.concatenate(held, axis=1)
                done_n, held, held_n = done_n + held_n, [], 0
        if held_n:
            yield np.concatenate(held, axis=1)
        if not done_n + held_n:
            raise EmptyAudio(where=self.where)
        if self._declared_s is not None and self._declared_s - (done_n + held_n) / rate_hz > SHORT_S:
            self.truncated = True

    def _pieces(self, rate_hz: int) -> Iterator[Samples]:
        """Resampled sound, with silence where the clock leaps."""
        import av

        clock = _Clock()
        resampler = _Resampler(rate_hz, self.channels)
        try:
            for frame in self._frames():
                gap_s = clock.gap_before(frame)
                if gap_s:
                    yield from resampler.joined()
                    yield np.zeros((self.channels, round(gap_s * rate_hz)), np.float32)
                yield from resampler.take(frame)
            yield from resampler.rest()
        except av.error.FFmpegError as error:
            raise NotAudio(where=self.where, reason=str(error)) from error

    def _frames(self) -> Iterator[Any]:
        import av

        good = bad = 0
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except (StopIteration, EOFError):
                break
            except av.error.FFmpegError as error:
                bad += 1
                if not isinstance(error, av.error.InvalidDataError) or bad > good + 100:
                    break
                continue
            good += bool(frames)
            yield from frames
        self.truncated = bool(bad) or self._cut_short
        if bad > good:
            raise NotAudio(where=self.where, reason="most of it can't be decoded")


class _Clock:
    """Compares a stream's timestamps with the sound that has come."""

    def __init__(self) -> None:
        self._first_s: float | None = None
        self._heard_s = 0.0

    def gap_before(self, frame: Any) -> float:
        """Seconds of silence to put in before this frame; 0 nearly always."""
        at_s = frame.time
        gap_s = 0.0
        if at_s is not None:
            if self._first_s is None:
                self._first_s = at_s
            leap_s = at_s - self._first_s - self._heard_s
            if GAP_S < leap_s <= LEAP_S:
                gap_s = leap_s
            elif abs(leap_s) > GAP_S:
                self._first_s = at_s - self._heard_s
        self._heard_s += gap_s + frame.samples / frame.sample_rate
        return gap_s


class _Resampler:
    """Frames of whatever kind become float32 at one rate and one number of channels.

    Frames of 20 ms are joined first: converting each on its own takes longer than decoding it.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz, self._layout = rate_hz, "mono" if channels == 1 else "stereo"
        self._kind: tuple[object, ...] | None = None
        self._fifo: Any = None
        self._inner: Any = None

    def take(self, frame: Any) -> Iterator[Samples]:
        """What comes out after this frame went in; mostly nothing."""
        import av

        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind:
            yield from self.rest()
            self._fifo = av.AudioFifo()
            self._inner = av.AudioResampler(format="fltp", layout=self._layout, rate=self._rate_hz)
            self._kind = kind
        frame.pts = None
        self._fifo.write(frame)
        if self._fifo.samples >= JOIN_S * frame.sample_rate:
            yield from self.joined()

    def joined(self) -> Iterator[Samples]:
        """What comes of the frames that wait to be joined."""
        frame = self._fifo.read() if self._fifo is not None else None
        if frame is not None:
            frame.pts = None
            yield from self._converted(frame)

    def rest(self) -> Iterator[Samples]:
        """All that is still held, the filter's tail too."""
        if self._inner is not None:
            yield from self.joined()
            yield from self._converted(None)

    def _converted(self, frame: Any) -> Iterator[Samples]:
        for out in self._inner.resample(frame):
            yield out.to_ndarray().astype(np.float32, copy=False)


def check_readable(path: Path) -> None:
    """Whether this is a file of a size that we take, and may be read. Raises `Unreadable`, `EmptyAudio`, `TooLarge`."""
    _open(path).close()


def _open(path: Path) -> BinaryIO:
    where = path.name
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotAFile(where=where)
        if about.st_size > MAX_BYTES:
            raise TooLarge(where=where, size_mb=about.st_size / MB, limit_mb=MAX_BYTES / MB)
        if not about.st_size:
            raise EmptyAudio(where=where)
        return path.open("rb")
    except FileNotFoundError as error:
        raise MissingFile(where=where) from error
    except PermissionError as error:
        raise NoPermission(where=where) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Unreadable(where=where, reason=reason) from error


def _promises_more(file: BinaryIO) -> bool:
    """Whether a wav header names more bytes than there are; FFmpeg goes by those that are there."""
    head = file.read(12)
    there = file.seek(0, 2)
    file.seek(0)
    named = int.from_bytes(head[4:8], "little")
    return head[:4] == b"RIFF" and head[8:] == b"WAVE" and there + SHORT_BYTES < named + 8 < 2**31 - 1


def _container(file: BinaryIO, where: str) -> Any:
    import av

    try:
        return av.open(file, "r", metadata_errors="replace", options={"format_whitelist": CONTAINERS})
    except av.error.FFmpegError as error:
        raise NotAudio(where=where, reason=error.strerror or "unknown kind of file") from error


def _described(stream: Any, where: str) -> tuple[str, int, int]:
    context = stream.codec_context
    if context is None:
        raise NotAudio(where=where, reason="unknown codec")
    rate_hz, channels = context.sample_rate or 0, context.channels or 0
    if not rate_hz or not channels:
        raise NotAudio(where=where, reason="no sound parameters")
    if not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ or not 1 <= channels <= MAX_CHANNELS:
        rates = f"{MIN_RATE_HZ}–{MAX_RATE_HZ} Hz"
        raise OddSound(
            where=where,
            channels=channels,
            rate_hz=rate_hz,
            allowed=f"1–{MAX_CHANNELS} channels, {rates}",
            allowed_zh=f"1–{MAX_CHANNELS} 声道，{rates}",
        )
    return context.codec.canonical_name, rate_hz, channels


def _declared_s(container: Any, stream: Any) -> float | None:
    """What the header promises, which may be wrong or missing."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration is not None else None
