"""Short recordings made on the spot from our own samples: real voices, each different from the next."""

from __future__ import annotations

import wave
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

SAMPLE = Path(__file__).resolve().parents[2] / "recordings" / "samples" / "en_card_misuse" / "audio.ogg"
RATE_HZ = 16000


@cache
def _sample() -> Any:
    from recordings.audio import decode

    return decode(SAMPLE).samples


def speech(path: Path, start_s: float = 0.0, seconds: float = 6.0, *, loud: float = 1.0) -> Path:
    """A stretch of a sample call as 16-bit PCM in two channels; `loud` 0 is silence."""
    piece = _sample()[:, int(start_s * RATE_HZ) : int((start_s + seconds) * RATE_HZ)]
    frames = np.clip(piece * loud * 32767, -32768, 32767).astype("<i2").T
    with wave.open(str(path), "wb") as file:
        file.setnchannels(frames.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(frames.tobytes())
    return path
