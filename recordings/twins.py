"""Fake stereo: two channels that hold one and the same sound.

Recorders that mix both sides and write the mix twice make a file that looks like one channel a side;
heard as such, every word would stand in the transcript twice.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recordings.bounds import RATE_HZ
from recordings.decoding import Samples

# Correlation over the whole call from which two channels are one. Own reckoning: the same sound twice,
# coded lossily, stays above 0.97; real sides that leak into each other at -6 dB reach 2·0.5/(1+0.25) = 0.8.
SAME = 0.95
LAG_S = 0.05  # seconds by which one channel may trail the other
_FFT = 1 << 17  # samples per step (8.2 s at 16 kHz); what a lag loses at the edges is below 1 %


class TwinMeter:
    """Compares two channels as they come, whatever their gain, sign and a delay of up to `LAG_S`."""

    def __init__(self) -> None:
        self._cross = np.zeros(_FFT // 2 + 1, np.complex128)
        self._power = np.zeros(2)
        self._held: list[Samples] = []
        self._held_n = 0

    def hear(self, samples: Samples) -> None:
        """Take the next samples: float32, shape (2, n), 16 kHz."""
        self._held.append(samples)
        self._held_n += samples.shape[1]
        step = _FFT // 2
        if self._held_n >= step:
            whole = np.concatenate(self._held, axis=1)
            while whole.shape[1] >= step:
                self._compare(whole[:, :step])
                whole = whole[:, step:]
            self._held, self._held_n = [whole.copy()], whole.shape[1]

    def correlation(self) -> float:
        """0..1 over all that was heard; 0 where a channel is silent."""
        if self._held_n:
            self._compare(np.concatenate(self._held, axis=1))
            self._held, self._held_n = [], 0
        if self._power.min() <= 0:
            return 0.0
        by_lag = np.fft.irfft(self._cross, _FFT)
        lag = round(LAG_S * RATE_HZ)
        near = np.concatenate([by_lag[: lag + 1], by_lag[-lag:]])
        return min(1.0, float(np.abs(near).max() / np.sqrt(self._power.prod())))

    def _compare(self, pair: Samples) -> None:
        level: npt.NDArray[np.float64] = pair.astype(np.float64)
        level -= level.mean(axis=1, keepdims=True)
        spectra = np.fft.rfft(level, _FFT, axis=1)
        self._cross += spectra[0] * spectra[1].conj()
        self._power += (level**2).sum(axis=1)


def same_sound(samples: Samples) -> bool:
    """Whether two channels hold one and the same sound.

    Args:
        samples: float32, shape (channels, n), 16 kHz.

    Returns:
        False for one channel, and where a channel is silent.
    """
    if samples.shape[0] != 2:
        return False
    meter = TwinMeter()
    meter.hear(samples)
    return meter.correlation() >= SAME
