"""Windows: stretches of speech packed into pieces that an engine hears at once.

Whisper hears 30 s at a time whether they are full or not, and invents text in silence. So speech is
cut out by its spans, packed, and heard; `Window.to_call_s` finds the way back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Pcm = npt.NDArray[np.int16]

RATE_HZ = 16_000
WINDOW_S = 30.0  # seconds that Whisper hears at once
MARGIN_S = 0.1  # seconds of true sound kept around each span, beside what voice detection adds
_SEEK_S = 6.0  # seconds before the end of a full window in which a long span is cut at its quietest place
_HUSH_S = 0.1  # seconds over which loudness is measured
_RULE = 0.75  # share of the speech that is no louder than what counts as its loudness
_FULL = 32767  # a 16-bit sample of full scale
_FULL_WINDOW = round(WINDOW_S * RATE_HZ)  # samples


class Span(Protocol):
    """A stretch of speech, in seconds from the start of the recording."""

    @property
    def start_s(self) -> float:
        """Where it begins."""
        ...

    @property
    def end_s(self) -> float:
        """Where it ends."""
        ...


@dataclass(frozen=True)
class Piece:
    """One uninterrupted stretch of the call inside a window.

    Attributes:
        offset_s: Where it begins in the window, in seconds.
        start_s: Where it begins in the call, in seconds.
        end_s: Where it ends in the call, in seconds.
    """

    offset_s: float
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, eq=False)
class Window:
    """Speech of at most `WINDOW_S` with the silence cut out.

    Attributes:
        sound: Shape (n,), 16 kHz: float32 within -1..1, or int16, which takes half the memory.
        pieces: What it was packed from, in order; their durations sum to the window's.
        speech_db: How loud its channel speaks as a rule, in dB of full scale; minus infinity if nobody knows.
    """

    sound: Samples | Pcm
    pieces: tuple[Piece, ...]
    speech_db: float = -math.inf

    @property
    def samples(self) -> Samples:
        """The sound as float32."""
        return _as_float(self.sound)

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return len(self.sound) / RATE_HZ

    def piece_at(self, time_s: float) -> Piece:
        """The piece that sounds at `time_s` of the window (the nearest one outside it)."""
        for piece in self.pieces:
            if time_s < piece.offset_s + piece.duration_s:
                return piece
        return self.pieces[-1]

    def sound_of(self, piece: Piece) -> Samples:
        """The samples of one of its pieces."""
        first = round(piece.offset_s * RATE_HZ)
        return _as_float(self.sound[first : first + round(piece.duration_s * RATE_HZ)])

    def level_db(self, start_s: float, end_s: float) -> float:
        """How loud a stretch of it is, in dB of full scale: root mean square; minus infinity for silence."""
        first = max(0, min(round(start_s * RATE_HZ), len(self.sound) - 1))
        return _decibel(_as_float(self.sound[first : max(first + 1, round(end_s * RATE_HZ))]))


def to_call_s(time_s: float, piece: Piece) -> float:
    """Seconds in the call for `time_s` of the window that holds `piece`, kept within the piece."""
    return min(max(piece.start_s + time_s - piece.offset_s, piece.start_s), piece.end_s)


def pack(samples: Samples, spans: Iterable[Span], *, margin_s: float = MARGIN_S) -> tuple[Window, ...]:
    """Cut the speech out of one channel and pack it into windows, in order.

    Args:
        samples: float32, shape (n,), 16 kHz.
        spans: Where speech is, sorted, in seconds; may touch or overlap.
        margin_s: Seconds of true sound kept before and after each span, 0 or more.

    Returns:
        Windows of at most `WINDOW_S`; none where there is no span.
    """
    packer = Packer(spans, margin_s=margin_s)
    packer.hear(samples)
    return packer.windows()


class Packer:
    """Cuts the speech out of one channel that comes bit by bit, and holds nothing else, as 16-bit samples.

    A span longer than a window is cut at its quietest place near the end of the window.

    Args:
        spans: Where speech is, sorted, in seconds; may touch or overlap.
        margin_s: Seconds of true sound kept before and after each span, 0 or more.
    """

    def __init__(self, spans: Iterable[Span], *, margin_s: float = MARGIN_S) -> None:
        self._spans = _widen(spans, round(margin_s * RATE_HZ))
        self._at = self._n = 0
        self._first = 0  # sample of the call at which the piece that is being heard begins
        self._bits: list[Pcm] = []  # what was heard of it, never more than a window
        self._filling: list[tuple[int, Pcm]] = []  # pieces of the window that still has room
        self._windows: list[Window] = []
        self._powers: list[Samples] = []

    def hear(self, samples: Samples) -> None:
        """Take the next samples: float32, shape (n,), 16 kHz."""
        begin, self._n = self._n, self._n + len(samples)
        while self._at < len(self._spans):
            first, last = self._spans[self._at]
            if first < self._n:
                bit = samples[max(0, first - begin) : max(0, last - begin)]
                self._hold(first, (np.clip(bit, -1.0, 1.0) * _FULL).astype(np.int16))
            if last > self._n:
                break
            self._end_piece()
            self._at += 1

    def windows(self) -> tuple[Window, ...]:
        """All that was heard; call it once, at the end."""
        self._end_piece()
        self._end_window()
        level_db = _speech_db(self._powers)
        return tuple(replace(window, speech_db=level_db) for window in self._windows)

    def _hold(self, first: int, bit: Pcm) -> None:
        """More of the span that begins at `first`; what grows longer than a window is cut at once."""
        if not self._bits:
            self._first = first
        self._bits.append(bit)
        if _length(self._bits) <= _FULL_WINDOW:
            return
        sound = np.concatenate(self._bits)
        while len(sound) > _FULL_WINDOW:
            middle = _quietest(sound, _FULL_WINDOW - round(_SEEK_S * RATE_HZ), _FULL_WINDOW)
            self._put(sound[:middle])
            sound = sound[middle:]
        self._bits = [sound.copy()]

    def _end_piece(self) -> None:
        if _length(self._bits):
            self._put(np.concatenate(self._bits))
        self._bits = []

    def _put(self, sound: Pcm) -> None:
        """A whole piece into the open window, or into a new one where it has no room."""
        if _length([sound for _, sound in self._filling]) + len(sound) > _FULL_WINDOW:
            self._end_window()
        self._filling.append((self._first, sound))
        self._powers.append(_powers(sound))
        self._first += len(sound)

    def _end_window(self) -> None:
        """Here the samples are copied: a window owns its sound, and what was cut from is let go."""
        if self._filling:
            self._windows.append(_window(self._filling))
        self._filling = []


def _length(sounds: Iterable[Pcm]) -> int:
    return sum(map(len, sounds))


def _widen(spans: Iterable[Span], margin: int) -> list[tuple[int, int]]:
    """Spans as sample numbers, widened by the margin, those that then meet joined."""
    wide: list[tuple[int, int]] = []
    for span in spans:
        first = max(0, round(span.start_s * RATE_HZ) - margin)
        last = round(span.end_s * RATE_HZ) + margin
        if wide and first <= wide[-1][1]:
            first, last = wide[-1][0], max(last, wide.pop()[1])
        if last > first:
            wide.append((first, last))
    return wide


def _quietest(sound: Pcm, first: int, last: int) -> int:
    step = round(_HUSH_S * RATE_HZ)
    places = range(first, last - step + 1, step)
    loud = [float(np.abs(sound[place : place + step].astype(np.float32)).sum()) for place in places]
    return first + int(np.argmin(loud)) * step + step // 2


def _window(held: Sequence[tuple[int, Pcm]]) -> Window:
    pieces: list[Piece] = []
    offset = 0
    for first, sound in held:
        pieces.append(Piece(offset / RATE_HZ, first / RATE_HZ, (first + len(sound)) / RATE_HZ))
        offset += len(sound)
    return Window(np.concatenate([sound for _, sound in held]), tuple(pieces))


def _powers(sound: Pcm) -> Samples:
    """Mean square over each `_HUSH_S`; what is left at the end counts for nothing."""
    step = round(_HUSH_S * RATE_HZ)
    means: Samples = np.square(_as_float(sound[: len(sound) // step * step])).reshape(-1, step).mean(axis=1)
    return means


def _speech_db(powers: Sequence[Samples]) -> float:
    """The level that three quarters of the speech stay below, over `_HUSH_S` at a time."""
    known = np.concatenate(powers) if powers else np.zeros(0, np.float32)
    power = float(np.quantile(known, _RULE)) if len(known) else 0.0
    return 10 * math.log10(power) if power > 0 else -math.inf


def _decibel(samples: Samples) -> float:
    power = float(np.mean(np.square(samples))) if len(samples) else 0.0
    return 10 * math.log10(power) if power > 0 else -math.inf


def _as_float(sound: Samples | Pcm) -> Samples:
    return sound.astype(np.float32) / np.float32(_FULL) if sound.dtype == np.int16 else np.asarray(sound, np.float32)
