"""A copy of a recording in which personal data is beeped out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from recordings.bounded import BoundedFile
from recordings.decoding import Samples
from recordings.personal import Found
from recordings.redact import find_in_turns, places_of
from recordings.transcript import Transcript, Turn

PAD_S = 0.25  # seconds beeped on both sides: word times of Whisper are off by up to 0.2 s
BEEP_HZ, BEEP_LEVEL = 1000.0, 0.1  # full scale 1.0
ENDING = ".flac"


@dataclass(frozen=True)
class Stretch:
    """Seconds from the start of the recording, from and to."""

    start_s: float
    end_s: float


def personal_stretches(transcript: Transcript) -> tuple[Stretch, ...]:
    """When personal data is said, in order, those that touch joined.

    Where a turn's words have no times, or don't match its text, the whole turn counts: too much rather than too
    little. A turn without times counts for nothing; such a transcript does not come from a recording.
    """
    found: list[Stretch] = []
    for turn, personal in zip(transcript.turns, find_in_turns(transcript.turns), strict=True):
        found += _stretches(turn, personal)
    joined: list[Stretch] = []
    for each in sorted(found, key=lambda stretch: stretch.start_s):
        start_s, end_s = max(0.0, each.start_s - PAD_S), each.end_s + PAD_S
        if joined and start_s <= joined[-1].end_s:
            before = joined.pop()
            start_s, end_s = before.start_s, max(before.end_s, end_s)
        joined.append(Stretch(start_s, end_s))
    return tuple(joined)


def write_beeped(source: Path, stretches: Sequence[Stretch], out: Path) -> None:
    """Write a copy as FLAC with a tone over the stretches, on every channel; whole or not at all.

    Args:
        source: A recording.
        stretches: See `personal_stretches`.
        out: The file to write; what stood there is replaced when the copy is complete.

    Raises:
        AudioError: The recording can't be used.
        OSError: The copy can't be written.
    """
    import av

    part = out.with_name(f".{out.name}.part")
    try:
        with BoundedFile(source) as file, av.open(str(part), "w", format="flac") as container:
            layout = "mono" if file.channels == 1 else "stereo"
            stream: Any = container.add_stream("flac", rate=file.rate_hz, layout=layout)
            done = 0
            for block in file.blocks(file.rate_hz):
                _beep(block := block.copy(), done, file.rate_hz, stretches)
                done += block.shape[1]
                whole = np.clip(block * 32767, -32768, 32767).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(whole.T).reshape(1, -1), "s16", layout)
                frame.sample_rate = file.rate_hz
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        part.replace(out)
    except BaseException:  # whatever passes, Ctrl-C too, no half copy stays; it is raised again
        with suppress(OSError):
            part.unlink()
        raise


def _stretches(turn: Turn, personal: Sequence[Found]) -> list[Stretch]:
    if not personal or turn.start_s is None or turn.end_s is None:
        return []
    places = places_of(turn)
    if not turn.words or places is None:
        return [Stretch(turn.start_s, turn.end_s)]
    found: list[Stretch] = []
    for each in personal:
        said = [
            word for word, (start, end) in zip(turn.words, places, strict=True) if start < each.end and end > each.start
        ]
        whole = (said[0].start_s, max(word.end_s for word in said)) if said else (turn.start_s, turn.end_s)
        found.append(Stretch(*whole))
    return found


def _beep(block: Samples, first: int, rate_hz: int, stretches: Sequence[Stretch]) -> None:
    """Put the tone over what lies in this block, which begins at sample `first`."""
    for stretch in stretches:
        start = max(0, round(stretch.start_s * rate_hz) - first)
        end = min(block.shape[1], round(stretch.end_s * rate_hz) - first)
        if start < end:
            at: npt.NDArray[np.float64] = (first + np.arange(start, end)) / rate_hz
            block[:, start:end] = BEEP_LEVEL * np.sin(2 * np.pi * BEEP_HZ * at)
