"""Who speaks when in a mono telephone call, against its two channels; with and without the encoder's weights."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.table import Row
from recordings.audio import decode
from recordings.diarize import Segment, diarize
from recordings.vad import SpeechSpan, speech_spans
from recordings.voices import Ear, best_ear, spectrum_prints

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "audio"
OWN = ROOT / "recordings" / "samples" / "en_insurance_silent" / "audio.ogg"  # two synthetic voices, hard to tell apart
BAR, BAR_PACE = 0.98, 0.05  # share of one-speaker moments; seconds of processor time a second of call
_TICK_S = 0.05


def rows() -> list[Row]:
    """One row for what is right, one for what it costs."""
    found = [_row(f"own sample {OWN.parent.name}, mixed to mono", *_own())]
    if REAL.is_dir():
        found.append(_row("a real telephone call of 4 min, mono", *_real()))
    return found


def _own() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    sides = decode(OWN).samples
    return sides, sides.sum(axis=0)


def _real() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    return decode(REAL / "call40_stereo.wav").samples, decode(REAL / "call40_mono.wav").samples[0]


def _row(what: str, sides: npt.NDArray[np.float32], mono: npt.NDArray[np.float32]) -> Row:
    ear = best_ear()
    spans = speech_spans(mono)
    diarize(mono[: 20 * 16000], speech_spans(mono[: 20 * 16000]), ear=ear)  # loads the weights
    begun_s = time.process_time()  # one thread does the work; a wall clock would measure our neighbours too
    segments = diarize(mono, spans, ear=ear).segments
    pace = (time.process_time() - begun_s) / (len(mono) / 16000)
    right = share_right(sides, segments)
    plain = share_right(sides, diarize(mono, spans, ear=Ear("spectrum", spectrum_prints)).segments)
    return Row(
        what=f"who speaks when ({ear.name}): {what}",
        figure=f"{right:.1%} right, {pace:.3f} × real time of one core",
        compared_with=f"without weights: {plain:.1%}",
        ratio=f"{(1 - plain) / max(1 - right, 0.001):.0f} × fewer errors",
        bar=f"≥ {BAR:.0%}, ≤ {BAR_PACE} ×",
        met=right >= BAR and pace <= BAR_PACE,
    )


def share_right(sides: npt.NDArray[np.float32], segments: tuple[Segment, ...]) -> float:
    """Share of the moments in which one channel speaks that go to the right one of two voices."""
    ticks = np.arange(0, sides.shape[1] / 16000, _TICK_S)
    left, right = (_within(ticks, speech_spans(side)) for side in sides)
    a, b = (_within(ticks, [segment for segment in segments if segment.speaker == name]) for name in "AB")
    one = (left ^ right) & (a | b)
    return float(max(((a & left) | (b & right))[one].mean(), ((b & left) | (a & right))[one].mean()))


def _within(ticks: npt.NDArray[np.float64], spans: tuple[SpeechSpan, ...] | list[Segment]) -> npt.NDArray[np.bool_]:
    held = [(ticks >= span.start_s) & (ticks < span.end_s) for span in spans]
    return np.any(held, axis=0) if held else np.zeros(len(ticks), np.bool_)
