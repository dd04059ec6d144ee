"""Sound in: measure it, decode it, draw it.

Reads wav (PCM 8/16/24/32 bit and float, µ-law, A-law), mp3, m4a/aac, ogg/opus/vorbis, flac, amr and webm.
Never writes anything. A file that breaks off is used as far as it goes, and `truncated` says so: half a
call is worth more to a reviewer than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recordings.bounded import BoundedFile
from recordings.bounds import MAX_BYTES, MAX_DURATION_S, RATE_HZ
from recordings.decoding import Samples
from recordings.survey import survey
from recordings.twins import same_sound
from recordings.vad import speech_s

__all__ = ["MAX_BYTES", "MAX_DURATION_S", "RATE_HZ", "Audio", "Probe", "decode", "peaks", "probe", "sides"]


@dataclass(frozen=True, eq=False)
class Audio:
    """Decoded sound.

    Attributes:
        samples: float32, shape (channels, n), usually within -1..1.
        rate_hz: Samples per second.
        truncated: Whether sound is missing: the file breaks off or has damaged stretches.
    """

    samples: Samples
    rate_hz: int
    truncated: bool = False

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return float(self.samples.shape[1] / self.rate_hz)

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[0])


@dataclass(frozen=True)
class Probe:
    """What a recording is, without keeping its sound.

    Attributes:
        duration_s: Seconds that can be decoded.
        rate_hz: As stored.
        channels: 1 or 2, as stored.
        codec: FFmpeg's name, for instance "pcm_mulaw" or "opus".
        fake_stereo: Whether two channels hold one and the same sound.
        speech_s: Seconds of speech per channel; 0 where nobody speaks.
        truncated: Whether sound is missing.
    """

    duration_s: float
    rate_hz: int
    channels: int
    codec: str
    fake_stereo: bool
    speech_s: tuple[float, ...]
    truncated: bool = False


def probe(path: Path | str) -> Probe:
    """Measure a recording in bounded memory (some tens of MB, however long it is).

    Raises:
        AudioError: It can't be used; see `recordings.errors` for the causes.
    """
    found = survey(path)
    return Probe(
        duration_s=found.duration_s,
        rate_hz=found.rate_hz,
        channels=found.channels,
        codec=found.codec,
        fake_stereo=found.twin,
        speech_s=tuple(speech_s(spans) for spans in found.spans),
        truncated=found.truncated,
    )


def decode(path: Path | str, rate_hz: int = RATE_HZ) -> Audio:
    """Decode a recording whole; channels stay apart.

    Memory at the highest: the result (4 bytes a sample) and one block.

    Args:
        path: A sound file.
        rate_hz: Samples per second wanted.

    Returns:
        float32, shape (channels, n), n above 0.

    Raises:
        AudioError: It can't be used; see `recordings.errors` for the causes.
    """
    with BoundedFile(path) as file:
        blocks = list(file.blocks(rate_hz))
        samples = np.empty((file.channels, sum(block.shape[1] for block in blocks)), np.float32)
        end = samples.shape[1]
        while blocks:
            block = blocks.pop()
            samples[:, end - block.shape[1] : end] = block
            end -= block.shape[1]
        return Audio(samples, rate_hz, file.truncated)


def sides(audio: Audio) -> tuple[Samples, ...]:
    """The channels worth hearing one by one: two for true stereo, else one.

    Fake stereo gives its louder channel (a sum of delayed or inverted twins would cancel). Stereo with
    a channel that holds no sound at all gives both: the empty one costs nothing.

    Args:
        audio: At 16 kHz.

    Returns:
        float32 arrays of shape (n,): one or two.
    """
    if same_sound(audio.samples):
        power = [float(np.dot(channel, channel)) for channel in audio.samples]
        return (audio.samples[int(np.argmax(power))],)
    return tuple(audio.samples)


def peaks(audio: Audio, n: int = 800) -> list[list[float]]:
    """The waveform for drawing.

    Args:
        audio: Any rate.
        n: Columns to draw, above 0.

    Returns:
        For each channel the loudest sample in each column, 0..1; fewer columns than `n` where there
        are fewer samples.
    """
    total = audio.samples.shape[1]
    edges = np.unique(np.linspace(0, total, min(n, total), endpoint=False, dtype=np.int64))
    drawn: list[list[float]] = []
    for channel in audio.samples:
        loud = np.maximum(np.maximum.reduceat(channel, edges), -np.minimum.reduceat(channel, edges))
        drawn.append([round(float(value), 4) for value in np.clip(loud, 0, 1)])
    return drawn
