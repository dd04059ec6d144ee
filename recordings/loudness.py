"""How loud each speaker is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from recordings.bounds import RATE_HZ
from recordings.decoding import Samples

_FLOOR = 1e-5  # full scale 1.0; quieter is no sound (-100 dB)
_FRAME_S = 0.1  # seconds over which level is measured
_SPEAKING = 0.5  # share of frames, the louder ones, that count: pauses within a stretch don't


def loudness_db(sound: Samples, stretches: Iterable[Sequence[float]]) -> float | None:
    """The level of one voice, in decibels relative to full scale (dBFS), -100 to about 0.

    The root mean square of its stretches in frames of 0.1 s, of which the louder half is averaged (as power), so
    that pauses don't count. Telephone speech lies about -20 to -35; two speakers 15 dB apart are hard to follow.
    It is a level of the recording, not of the room: recorders level sound by themselves.

    Args:
        sound: float32, shape (n,), 16 kHz: the voice's channel, or the only one.
        stretches: Pairs of seconds, from and to, in which the voice speaks.

    Returns:
        One decimal; None where the stretches hold no whole frame.
    """
    return loudness_of(sound[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)] for start_s, end_s in stretches)


def loudness_of(pieces: Iterable[Samples]) -> float | None:
    """The same of the sound of the stretches: float32 arrays of shape (n,), 16 kHz."""
    size = round(_FRAME_S * RATE_HZ)
    powers = []
    for piece in pieces:
        whole = piece[: len(piece) // size * size].astype(np.float64).reshape(-1, size)
        powers.append((whole**2).mean(axis=1))
    levels = np.sort(np.concatenate(powers)) if powers else np.zeros(0)
    if not len(levels):
        return None
    power = float(levels[int(len(levels) * (1 - _SPEAKING)) :].mean())
    return round(20 * float(np.log10(max(np.sqrt(power), _FLOOR))), 1)
