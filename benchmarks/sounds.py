"""Sounds of a telephone line on which nobody speaks, made here: silence, ringing, hold music and noise.

All float32, shape (n,), 16 kHz, limited to the telephone's band (300-3400 Hz) and level.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]

RATE_HZ = 16_000
LEVEL = 0.1  # root mean square of what sounds, of full scale: -20 dB, as loud as speech
_NOTES_HZ = (
    262.0,
    330.0,
    392.0,
    523.0,
    392.0,
    330.0,
    294.0,
    349.0,
    440.0,
    587.0,
    440.0,
    349.0,
)  # C and D minor up, down
_CHORDS_HZ = ((131.0, 165.0, 196.0), (147.0, 175.0, 220.0))


def silence(seconds: float) -> Sound:
    """Nothing but the last bit's flicker."""
    return np.random.default_rng(1).normal(0, 2e-5, _n(seconds)).astype(np.float32)


def ringing(seconds: float) -> Sound:
    """China's ringing tone: 450 Hz, one second on, four off."""
    at = _at(seconds)
    return _levelled(np.sin(2 * np.pi * 450 * at), on=at % 5 < 1)


def engaged(seconds: float) -> Sound:
    """China's engaged tone: 450 Hz, 0.35 s on, 0.35 s off."""
    at = _at(seconds)
    return _levelled(np.sin(2 * np.pi * 450 * at), on=at % 0.7 < 0.35)


def hold_music(seconds: float) -> Sound:
    """A plucked tune over chords with a soft beat, as hold queues play it."""
    at = _at(seconds)
    beat = (at * 2.5).astype(int)  # 150 notes a minute
    within = at * 2.5 - beat
    note = np.array(_NOTES_HZ)[beat % len(_NOTES_HZ)]
    tune = sum(np.sin(2 * np.pi * note * k * at) / k**1.5 for k in range(1, 7)) * np.exp(-3 * within)
    chord = np.array(_CHORDS_HZ)[(beat // 6) % len(_CHORDS_HZ)]
    pad = sum(np.sin(2 * np.pi * chord[:, i] * k * at) / k**2 for i in range(3) for k in (1, 2, 3))
    brush = np.random.default_rng(2).normal(0, 1, len(at)) * np.exp(-25 * (within % 1.0)) * 0.3
    return _telephone(np.asarray(tune * 1.5 + pad * 0.5 + brush))


def fiddle(seconds: float) -> Sound:
    """A bowed tune with vibrato and glides: of all instruments the one most like a voice."""
    at = _at(seconds)
    note = np.array(_NOTES_HZ)[(at * 2).astype(int) % len(_NOTES_HZ)]
    gliding = np.convolve(note, np.ones(1600) / 1600, "same") * (1 + 0.01 * np.sin(2 * np.pi * 5.5 * at))
    phase = 2 * np.pi * np.cumsum(gliding) / RATE_HZ
    bow = 0.6 + 0.4 * np.sin(4 * np.pi * at)
    return _telephone(np.asarray(sum(np.sin(k * phase) / k for k in range(1, 14)) * bow))


def noise(seconds: float) -> Sound:
    """A line's hiss and a room's rumble, louder and softer every few seconds."""
    rng = np.random.default_rng(3)
    white = rng.normal(0, 1, _n(seconds))
    spectrum = np.fft.rfft(rng.normal(0, 1, _n(seconds)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))  # pink: power falls with frequency
    pink = np.fft.irfft(spectrum, _n(seconds))
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * _at(seconds) / 7)
    return _telephone((white / white.std() * 0.4 + pink / pink.std()) * swell)


def nobody(seconds: float = 600.0) -> Sound:
    """All of them in turn, the same time each."""
    return np.concatenate([make(seconds / len(KINDS)) for make in KINDS])


KINDS = (silence, ringing, engaged, hold_music, fiddle, noise)


def _n(seconds: float) -> int:
    return round(seconds * RATE_HZ)


def _at(seconds: float) -> npt.NDArray[np.float64]:
    return np.arange(_n(seconds)) / RATE_HZ


def _levelled(tone: npt.NDArray[np.float64], *, on: npt.NDArray[np.bool_]) -> Sound:
    return (tone * on * LEVEL * np.sqrt(2)).astype(np.float32)


def _telephone(sound: npt.NDArray[np.float64]) -> Sound:
    """Cut to the telephone's band and brought to `LEVEL`."""
    spectrum = np.fft.rfft(sound)
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    cut = np.fft.irfft(spectrum, len(sound))
    return (cut * LEVEL / max(float(np.sqrt(np.mean(cut**2))), 1e-9)).astype(np.float32)
