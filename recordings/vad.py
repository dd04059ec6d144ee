"""Where somebody speaks, by Silero's voice detector (shipped with faster-whisper, MIT).

Music, tones and noise are mostly not speech; a voice on hold music sometimes is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recordings.bounds import RATE_HZ
from recordings.decoding import Samples

Chances = npt.NDArray[np.float32]

FRAME = 512  # samples that the detector judges at once: 32 ms at 16 kHz
FRAME_S = FRAME / RATE_HZ
# Source of the two thresholds: Silero's own defaults (enter at 0.5, leave 0.15 below).
ENTER = 0.5  # chance of speech at which a span begins
LEAVE = 0.35  # chance below which it may end
PAUSE_S = 0.3  # seconds of quiet that end a span; shorter pauses lie within words and breaths
SHORTEST_S = 0.1  # seconds; a shorter burst is a click
PAD_S = 0.1  # seconds added on both sides, since soft consonants are heard late
DEAD_S = 1.0  # seconds of "speech" that crackling on a dead channel may come to
DEAD_SHARE = 50  # times as much that the other channel must carry
_NOTHING = 1e-3  # peak (-60 dB of full scale) below which a frame holds no sound; half of most channels is such
_NEAR = 32  # frames (1 s) beside those with sound that are judged too, so that the detector is warmed up
_CHUNK = 512 * FRAME  # samples judged at a time (16 s): twice as many take 60 MB more and a twelfth less time
_LEAD = 64 * FRAME  # samples (2 s) heard again before each chunk, so that the detector is warmed up


@dataclass(frozen=True)
class SpeechSpan:
    """A stretch in which somebody speaks, in seconds from the start of the recording."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s


def speech_spans(samples: Samples) -> tuple[SpeechSpan, ...]:
    """Find the speech in one channel.

    Args:
        samples: float32, shape (n,), 16 kHz.

    Returns:
        Spans in order, apart from one another, within the recording; none where nobody speaks.
    """
    listener = Listener()
    listener.hear(samples)
    return listener.spans()


def speech_s(spans: Iterable[SpeechSpan]) -> float:
    """Seconds of speech in all; 0 where there is none."""
    return round(sum((span.duration_s for span in spans), 0.0), 3)


def is_dead(spans: Iterable[SpeechSpan], other: Iterable[SpeechSpan]) -> bool:
    """Whether a channel carries no more than a crackle while the other one carries speech."""
    here_s, there_s = speech_s(spans), speech_s(other)
    return here_s < DEAD_S and here_s * DEAD_SHARE < there_s


class Listener:
    """Hears one channel bit by bit, in bounded memory. Whatever the bits, the spans are the same."""

    def __init__(self) -> None:
        self._lead: Samples = np.zeros(0, np.float32)
        self._held: list[Samples] = []
        self._held_n = self._n = 0
        self._chances: list[Chances] = []

    def hear(self, samples: Samples) -> None:
        """Take the next samples: float32, shape (n,), 16 kHz."""
        for first in range(0, len(samples), _CHUNK):
            bit = samples[first : first + _CHUNK]
            self._held.append(bit)
            self._held_n += len(bit)
            self._n += len(bit)
            if self._held_n >= _CHUNK:
                whole = np.concatenate(self._held)
                self._judge(whole[:_CHUNK])
                self._held, self._held_n = [whole[_CHUNK:].copy()], len(whole) - _CHUNK

    def spans(self) -> tuple[SpeechSpan, ...]:
        """The speech heard so far; call it once, at the end."""
        if self._held_n:
            rest = np.concatenate(self._held)
            self._judge(np.pad(rest, (0, -len(rest) % FRAME)))
        chances = np.concatenate(self._chances) if self._chances else np.zeros(0, np.float32)
        return _padded(_stretches(chances), self._n / RATE_HZ)

    def _judge(self, chunk: Samples) -> None:
        from faster_whisper.vad import get_vad_model

        lead = len(self._lead) // FRAME
        whole = np.concatenate([self._lead, chunk])
        chances = np.zeros(len(whole) // FRAME, np.float32)
        for first, last in _sounding(whole):
            found = get_vad_model()(whole[first * FRAME : last * FRAME])
            chances[first:last] = np.asarray(found, np.float32).reshape(-1)
        self._chances.append(chances[lead:])
        self._lead = chunk[-_LEAD:].copy()


def _sounding(samples: Samples) -> list[tuple[int, int]]:
    """Runs of frames, first and behind the last, that hold sound or stand near it: the rest needs no listening."""
    loud = np.flatnonzero(np.abs(samples.reshape(-1, FRAME)).max(axis=1) >= _NOTHING)
    runs: list[tuple[int, int]] = []
    for frame in loud.tolist():
        first, last = max(0, frame - _NEAR), min(len(samples) // FRAME, frame + _NEAR)
        if runs and first <= runs[-1][1]:
            first = runs.pop()[0]
        runs.append((first, last))
    return runs


def _stretches(chances: Chances) -> list[tuple[float, float]]:
    """Frames become stretches in seconds: in at `ENTER`, out after `PAUSE_S` below `LEAVE`."""
    found: list[tuple[float, float]] = []
    start: int | None = None
    quiet: int | None = None
    for index, chance in enumerate(chances):
        if chance >= ENTER:
            start, quiet = index if start is None else start, None
        elif chance < LEAVE and start is not None:
            quiet = index if quiet is None else quiet
            if (index + 1 - quiet) * FRAME_S >= PAUSE_S:
                found.append((start * FRAME_S, quiet * FRAME_S))
                start = quiet = None
    if start is not None:
        found.append((start * FRAME_S, (len(chances) if quiet is None else quiet) * FRAME_S))
    return [(first, last) for first, last in found if last - first >= SHORTEST_S]


def _padded(stretches: list[tuple[float, float]], duration_s: float) -> tuple[SpeechSpan, ...]:
    padded: list[SpeechSpan] = []
    for first, last in stretches:
        start_s, end_s = max(0.0, first - PAD_S), min(duration_s, last + PAD_S)
        if padded and start_s <= padded[-1].end_s:
            start_s = padded.pop().start_s
        padded.append(SpeechSpan(round(start_s, 3), round(end_s, 3)))
    return tuple(padded)
