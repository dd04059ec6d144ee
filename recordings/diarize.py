"""Who speaks when in one channel.

Prints of short windows of speech are grouped by voice (`recordings.groups`), then each moment goes to the voice
that the windows around it resemble, with a price on changing. Two at once are given to one of them. Which of
the voices is the agent: `recordings.speakers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recordings.bounds import RATE_HZ
from recordings.decoding import Samples
from recordings.groups import find_centres
from recordings.vad import SpeechSpan
from recordings.voices import WINDOW_S, Ear, Prints, best_ear

Floats = npt.NDArray[np.float64]

VOICES = "ABCDEF"
STEP_S = 0.4  # seconds from one window of speech to the next
_TICK_S = 0.1  # seconds that are decided at a time
_CHANGE = 1.5  # price of a change of speaker, in units of the usual difference between the nearest two
_CHANGE_AT_PAUSE = 0.3  # the same after a pause, where speakers mostly change


@dataclass(frozen=True)
class Segment:
    """One voice's stretch of speech, in seconds from the start. "A" is the voice that speaks first."""

    start_s: float
    end_s: float
    speaker: str


@dataclass(frozen=True)
class Parted:
    """The speech of one channel, by voice.

    Attributes:
        segments: In order, apart from one another, together covering the speech.
        counted: Whether the number of voices was found out; False where two were taken for granted.
    """

    segments: tuple[Segment, ...]
    counted: bool

    @property
    def voices(self) -> int:
        """How many voices there are; 0 without speech."""
        return len({segment.speaker for segment in self.segments})


def diarize(
    samples: Samples, spans: Sequence[SpeechSpan], *, ear: Ear | None = None, models_folder: Path | None = None
) -> Parted:
    """Part the speech of one channel by voice.

    With the encoder's weights the voices are counted: a transfer or a third party is a voice of its own, if it
    speaks for some seconds. Without them two are taken for granted: one person's speech falls in two, three
    people's into two.

    Args:
        samples: float32, shape (n,), 16 kHz.
        spans: Where speech is, from `recordings.vad`.
        ear: How to take prints; the best there is where None.
        models_folder: Where weights may lie.

    Returns:
        Segments; none without speech.
    """
    windows, centres_s = _windows(samples, spans)
    if len(windows) < 3:
        return Parted(tuple(Segment(span.start_s, span.end_s, VOICES[0]) for span in spans), counted=False)
    ear = ear or best_ear(models_folder)
    leads = _leads(ear.prints(windows), counted=ear.counts)
    counts = [max(1, round(span.duration_s / _TICK_S)) for span in spans]
    ticks = _ticks(spans, counts)
    gains = np.stack([np.interp(ticks, centres_s, lead) for lead in leads.T], axis=1)
    return Parted(_segments(spans, counts, _smoothed(gains, np.cumsum(counts)[:-1])), counted=ear.counts)


def voice_of(segments: Sequence[Segment], start_s: float, end_s: float) -> str:
    """Whose a word is: the voice that has most of it, or of the segment nearest to its middle.

    Args:
        segments: From `diarize`, at least one.
        start_s: Start of the word in seconds.
        end_s: End of the word in seconds.
    """
    shares: dict[str, float] = {}
    for segment in segments:
        held_s = max(0.0, min(end_s, segment.end_s) - max(start_s, segment.start_s))
        shares[segment.speaker] = shares.get(segment.speaker, 0.0) + held_s
    most = max(shares.values())
    if list(shares.values()).count(most) == 1:
        return max(shares, key=lambda voice: shares[voice])
    middle_s = (start_s + end_s) / 2
    nearest = min(segments, key=lambda segment: max(segment.start_s - middle_s, middle_s - segment.end_s))
    return nearest.speaker


def _ticks(spans: Sequence[SpeechSpan], counts: Sequence[int]) -> Floats:
    """Middles of the moments that are decided, in seconds of speech."""
    offset_s, ticks = 0.0, []
    for span, n in zip(spans, counts, strict=True):
        ticks.append(offset_s + (np.arange(n) + 0.5) * span.duration_s / n)
        offset_s += span.duration_s
    return np.concatenate(ticks)


def _windows(samples: Samples, spans: Sequence[SpeechSpan]) -> tuple[list[Samples], Floats]:
    """Windows within the spans, and their centres in seconds of speech; a short span is repeated to fill one."""
    size, step = round(WINDOW_S * RATE_HZ), round(STEP_S * RATE_HZ)
    windows: list[Samples] = []
    centres_s: list[float] = []
    offset_s = 0.0
    for span in spans:
        speech = samples[round(span.start_s * RATE_HZ) : round(span.end_s * RATE_HZ)]
        if len(speech) >= size:
            for start in range(0, len(speech) - size + 1, step):
                windows.append(speech[start : start + size])
                centres_s.append(offset_s + (start + size / 2) / RATE_HZ)
        elif len(speech):
            windows.append(np.resize(speech, size))
            centres_s.append(offset_s + span.duration_s / 2)
        offset_s += span.duration_s
    return windows, np.array(centres_s)


def _leads(prints: Prints, *, counted: bool) -> Floats:
    """For each window how far each voice is ahead of the next: shape (windows, voices)."""
    near = prints.astype(np.float64) @ find_centres(prints, counted=counted).T
    if near.shape[1] == 1:
        return np.zeros_like(near)
    best = np.sort(near, axis=1)
    others = np.where(near == best[:, -1:], best[:, -2:-1], best[:, -1:])
    return np.asarray(near - others, np.float64)


def _smoothed(leads: Floats, pauses: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """The cheapest path through the ticks: being with a farther voice costs, changing costs (Viterbi)."""
    n, voices = leads.shape
    scale = float(np.median(leads.max(axis=1))) or 1.0
    gains = leads / scale * _TICK_S / STEP_S
    price = np.full(n, _CHANGE)
    price[pauses] = _CHANGE_AT_PAUSE
    best = np.zeros(voices)
    came = np.zeros((n, voices), np.int_)
    for tick in range(n):
        change = int(best.argmax())
        changes = best < best[change] - price[tick]
        came[tick] = np.where(changes, change, np.arange(voices))
        best = np.where(changes, best[change] - price[tick], best) + gains[tick]
    path = np.zeros(n, np.int_)
    state = int(best.argmax())
    for tick in range(n - 1, -1, -1):
        path[tick] = state
        state = int(came[tick, state])
    return path


def _segments(spans: Sequence[SpeechSpan], counts: Sequence[int], path: npt.NDArray[np.int_]) -> tuple[Segment, ...]:
    """Each span's ticks, joined where the voice stays; letters in order of appearance."""
    letters = dict(zip(dict.fromkeys(path.tolist()), VOICES, strict=False))
    found: list[Segment] = []
    done = 0
    for span, n in zip(spans, counts, strict=True):
        voices = path[done : done + n]
        changes = [0, *(np.flatnonzero(np.diff(voices)) + 1), n]
        for first, last in pairwise(changes):
            start_s, end_s = (span.start_s + span.duration_s * edge / n for edge in (first, last))
            found.append(Segment(round(float(start_s), 3), round(float(end_s), 3), letters[int(voices[first])]))
        done += n
    return tuple(found)
