"""Who speaks when in one channel with two people.

Prints of short windows of speech are parted into two groups (spectral clustering, the best cut of the graph
of similar windows), then each moment goes to the group that the windows around it resemble, with a price on
changing. Two at once are given to one of them. Which of the two is the agent: `recordings.speakers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from recordings.bounds import RATE_HZ
from recordings.decoding import Samples
from recordings.vad import SpeechSpan
from recordings.voices import WINDOW_S, Ear, Prints, best_ear

Voice = Literal["A", "B"]
Floats = npt.NDArray[np.float64]

STEP_S = 0.4  # seconds from one window of speech to the next
_TICK_S = 0.1  # seconds that are decided at a time
_MOST = 1200  # windows that are clustered; the others go to the nearer group
_SHARPNESS = 8  # power of the similarity: alike counts, somewhat alike hardly
_CHANGE = 1.5  # price of a change of speaker, in units of the usual difference between the two
_CHANGE_AT_PAUSE = 0.3  # the same after a pause, where speakers mostly change
_ROUNDS = 5  # rounds of settling the groups' centres


@dataclass(frozen=True)
class Segment:
    """One voice's stretch of speech, in seconds from the start. "A" is the voice that speaks first."""

    start_s: float
    end_s: float
    speaker: Voice


def diarize(
    samples: Samples, spans: Sequence[SpeechSpan], *, ear: Ear | None = None, models_folder: Path | None = None
) -> tuple[Segment, ...]:
    """Part the speech of one channel into two voices.

    Does not find out how many people speak: with one person in the recording, both voices are theirs.

    Args:
        samples: float32, shape (n,), 16 kHz.
        spans: Where speech is, from `recordings.vad`.
        ear: How to take prints; the best there is where None.
        models_folder: Where weights may lie.

    Returns:
        Segments in order, apart from one another, together covering the spans.
    """
    windows, centres_s = _windows(samples, spans)
    if len(windows) < 3:
        return tuple(Segment(span.start_s, span.end_s, "A") for span in spans)
    counts = [max(1, round(span.duration_s / _TICK_S)) for span in spans]
    toward = np.interp(_ticks(spans, counts), centres_s, _leaning((ear or best_ear(models_folder)).prints(windows)))
    return _segments(spans, counts, _smoothed(toward, np.cumsum(counts)[:-1]))


def voice_of(segments: Sequence[Segment], start_s: float, end_s: float) -> Voice:
    """Whose a word is: the voice that has most of it, or of the segment nearest to its middle.

    Args:
        segments: From `diarize`, at least one.
        start_s: Start of the word in seconds.
        end_s: End of the word in seconds.
    """
    shares = {"A": 0.0, "B": 0.0}
    for segment in segments:
        shares[segment.speaker] += max(0.0, min(end_s, segment.end_s) - max(start_s, segment.start_s))
    if shares["A"] != shares["B"]:
        return "A" if shares["A"] > shares["B"] else "B"
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


def _leaning(prints: Prints) -> Floats:
    """For each window how much nearer it is to the second group than to the first."""
    chosen = prints[np.unique(np.linspace(0, len(prints) - 1, min(_MOST, len(prints))).astype(int))]
    second = _cut(chosen)
    if second.all() or not second.any():
        return np.zeros(len(prints))
    centres = np.stack([chosen[~second].mean(axis=0), chosen[second].mean(axis=0)])
    for _ in range(_ROUNDS):
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
        nearer = (prints @ centres.T).argmax(axis=1)
        if len(np.unique(nearer)) == 2:
            centres = np.stack([prints[nearer == group].mean(axis=0) for group in (0, 1)])
    near = prints @ (centres / np.linalg.norm(centres, axis=1, keepdims=True)).T
    return np.asarray(near[:, 1] - near[:, 0], np.float64)


def _cut(prints: Prints) -> npt.NDArray[np.bool_]:
    """The normalised cut: the sign of the second eigenvector. Source: Shi & Malik 2000."""
    alike = np.clip(prints.astype(np.float64) @ prints.T, 0, None) ** _SHARPNESS
    degree = alike.sum(axis=1)
    root = 1 / np.sqrt(np.maximum(degree, 1e-12))
    _, vectors = np.linalg.eigh(alike * root[:, None] * root[None, :])
    second = vectors[:, -2] * root
    return np.asarray(second > 0)


def _smoothed(toward: Floats, pauses: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """The cheapest path through the ticks: being with the farther voice costs, changing costs (Viterbi)."""
    scale = float(np.median(np.abs(toward))) or 1.0
    gain = toward / scale * _TICK_S / STEP_S
    price = np.full(len(gain), _CHANGE)
    price[pauses] = _CHANGE_AT_PAUSE
    best = np.zeros(2)
    came = np.zeros((len(gain), 2), np.int_)
    for tick, value in enumerate(gain):
        stay, change = best, best[::-1] - price[tick]
        came[tick] = np.where(stay >= change, (0, 1), (1, 0))
        best = np.maximum(stay, change) + np.array([-value, value])
    path = np.zeros(len(gain), np.int_)
    state = int(best.argmax())
    for tick in range(len(gain) - 1, -1, -1):
        path[tick] = state
        state = int(came[tick, state])
    return path


def _segments(spans: Sequence[SpeechSpan], counts: Sequence[int], path: npt.NDArray[np.int_]) -> tuple[Segment, ...]:
    """Each span's ticks, joined where the voice stays; the first voice is A."""
    found: list[Segment] = []
    done = 0
    for span, n in zip(spans, counts, strict=True):
        voices = path[done : done + n]
        changes = [0, *(np.flatnonzero(np.diff(voices)) + 1), n]
        for first, last in pairwise(changes):
            start_s, end_s = (span.start_s + span.duration_s * edge / n for edge in (first, last))
            speaker: Voice = "A" if voices[first] == path[0] else "B"
            found.append(Segment(round(float(start_s), 3), round(float(end_s), 3), speaker))
        done += n
    return tuple(found)
