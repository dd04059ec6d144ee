"""A recording heard once from end to end, in bounded memory: where somebody speaks, and how its channels relate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from recordings.bounded import BoundedFile
from recordings.bounds import RATE_HZ
from recordings.twins import SAME, TwinMeter
from recordings.vad import Listener, SpeechSpan

_KEPT = 8  # surveys that are remembered: probing and transcribing a recording listens once


@dataclass(frozen=True)
class Survey:
    """What one hearing tells. Small, whatever the recording's length.

    Attributes:
        duration_s: Seconds that can be decoded.
        rate_hz: As stored.
        codec: FFmpeg's name.
        truncated: Whether sound is missing.
        twin: Whether two channels hold one and the same sound.
        spans: Where somebody speaks, for each channel.
        powers: Sum of squares of each channel, for comparing them.
    """

    duration_s: float
    rate_hz: int
    codec: str
    truncated: bool
    twin: bool
    spans: tuple[tuple[SpeechSpan, ...], ...]
    powers: tuple[float, ...]

    @property
    def channels(self) -> int:
        """1 or 2, as stored."""
        return len(self.spans)


def survey(path: Path | str) -> Survey:
    """Hear a recording once; a file that has not changed since is not heard again by this process.

    Raises:
        AudioError: It can't be used; see `recordings.errors` for the causes.
    """
    path = Path(path)
    try:
        about = path.stat()
    except (OSError, ValueError):
        return _hear(path)  # which says what is wrong
    return _remembered(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=_KEPT)
def _remembered(path: Path, _size: int, _changed_ns: int) -> Survey:
    return _hear(path)


def _hear(path: Path) -> Survey:
    with BoundedFile(path) as file, ThreadPoolExecutor(file.channels) as pool:
        listeners = [Listener() for _ in range(file.channels)]
        twins = TwinMeter()
        powers = np.zeros(file.channels)
        n = 0
        for block in file.blocks(RATE_HZ):
            n += block.shape[1]
            powers += np.einsum("cn,cn->c", block, block, dtype=np.float64)
            list(pool.map(Listener.hear, listeners, block))  # side by side: the detector leaves Python alone
            if file.channels == 2:
                twins.hear(block)
        return Survey(
            duration_s=round(n / RATE_HZ, 3),
            rate_hz=file.rate_hz,
            codec=file.codec,
            truncated=file.truncated,
            twin=file.channels == 2 and twins.correlation() >= SAME,
            spans=tuple(pool.map(Listener.spans, listeners)),
            powers=tuple(float(power) for power in powers),
        )
