"""Windows: stretches of speech packed into pieces that an engine hears at once.

Whisper hears 30 s at a time whether they are full or not, and invents text in silence. So speech is
cut out by its spans, packed, and heard; `Window.to_call_s` finds the way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE_HZ = 16_000
WINDOW_S = 30.0  # seconds that Whisper hears at once
MARGIN_S = 0.1  # seconds of true sound kept around each span, beside what voice detection adds
_SEEK_S = 6.0  # seconds before the end of a full window in which a long span is cut at its quietest place
_HUSH_S = 0.1  # seconds over which loudness is measured for that


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
        samples: float32, shape (n,), 16 kHz.
        pieces: What it was packed from, in order; their durations sum to the window's.
    """

    samples: Samples
    pieces: tuple[Piece, ...]

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return len(self.samples) / RATE_HZ

    def piece_at(self, time_s: float) -> Piece:
        """The piece that sounds at `time_s` of the window (the nearest one outside it)."""
        for piece in self.pieces:
            if time_s < piece.offset_s + piece.duration_s:
                return piece
        return self.pieces[-1]

    def sound_of(self, piece: Piece) -> Samples:
        """The samples of one of its pieces."""
        first = round(piece.offset_s * RATE_HZ)
        return self.samples[first : first + round(piece.duration_s * RATE_HZ)]


def to_call_s(time_s: float, piece: Piece) -> float:
    """Seconds in the call for `time_s` of the window that holds `piece`, kept within the piece."""
    return min(max(piece.start_s + time_s - piece.offset_s, piece.start_s), piece.end_s)


def pack(samples: Samples, spans: Iterable[Span], *, margin_s: float = MARGIN_S) -> tuple[Window, ...]:
    """Cut the speech out of one channel and pack it into windows, in order.

    A span longer than a window is cut at its quietest place near the end of the window.

    Args:
        samples: float32, shape (n,), 16 kHz.
        spans: Where speech is, sorted, in seconds; may touch or overlap.
        margin_s: Seconds of true sound kept before and after each span, 0 or more.

    Returns:
        Windows of at most `WINDOW_S`; none where there is no span.
    """
    windows: list[Window] = []
    held: list[tuple[int, int]] = []
    room = full = round(WINDOW_S * RATE_HZ)
    for first, last in _cut(samples, _widen(spans, len(samples), round(margin_s * RATE_HZ)), full):
        if last - first > room:
            windows.append(_window(samples, held))
            held, room = [], full
        held.append((first, last))
        room -= last - first
    return (*windows, _window(samples, held)) if held else ()


def _widen(spans: Iterable[Span], n: int, margin: int) -> list[tuple[int, int]]:
    """Spans as sample numbers, widened by the margin, those that then meet joined."""
    wide: list[tuple[int, int]] = []
    for span in spans:
        first = max(0, round(span.start_s * RATE_HZ) - margin)
        last = min(n, round(span.end_s * RATE_HZ) + margin)
        if wide and first <= wide[-1][1]:
            first, last = wide[-1][0], max(last, wide.pop()[1])
        if last > first:
            wide.append((first, last))
    return wide


def _cut(samples: Samples, spans: list[tuple[int, int]], longest: int) -> Iterable[tuple[int, int]]:
    for first, last in spans:
        while last - first > longest:
            middle = _quietest(samples, first + longest - round(_SEEK_S * RATE_HZ), first + longest)
            yield first, middle
            first = middle
        yield first, last


def _quietest(samples: Samples, first: int, last: int) -> int:
    step = round(_HUSH_S * RATE_HZ)
    loud = [float(np.abs(samples[place : place + step]).sum()) for place in range(first, last - step + 1, step)]
    return first + int(np.argmin(loud)) * step + step // 2


def _window(samples: Samples, held: list[tuple[int, int]]) -> Window:
    pieces: list[Piece] = []
    offset = 0
    for first, last in held:
        pieces.append(Piece(offset / RATE_HZ, first / RATE_HZ, last / RATE_HZ))
        offset += last - first
    return Window(np.concatenate([samples[first:last] for first, last in held]), tuple(pieces))
