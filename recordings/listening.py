"""From a file to windows of speech: what an engine is given to hear, in bounded memory.

The file is read twice: once to find where somebody speaks, once to cut that out. Silence is never held.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recordings.bounded import BoundedFile
from recordings.bounds import RATE_HZ
from recordings.decoding import Samples
from recordings.survey import Survey, survey
from recordings.transcript import Layout
from recordings.vad import SpeechSpan, is_dead
from recordings.windows import Packer, Window


@dataclass(frozen=True, eq=False)
class Channel:
    """One channel that is worth hearing.

    Attributes:
        number: In the file, from 0.
        spans: Where somebody speaks.
        windows: The sound of that.
    """

    number: int
    spans: tuple[SpeechSpan, ...]
    windows: tuple[Window, ...]

    def sound_between(self, start_s: float, end_s: float) -> Samples:
        """What sounds from one second of the call to another, as far as it lies in one piece of speech."""
        for window in self.windows:
            for piece in window.pieces:
                if piece.start_s <= start_s < piece.end_s:
                    first, last = (round((at_s - piece.start_s) * RATE_HZ) for at_s in (start_s, end_s))
                    return window.sound_of(piece)[first:last]
        return np.zeros(0, np.float32)


@dataclass(frozen=True, eq=False)
class Sound:
    """A recording cut into what is worth hearing.

    Attributes:
        duration_s: Seconds from its start to its end.
        truncated: Whether sound is missing: the file breaks off or has damaged stretches.
        layout: How its channels are laid out.
        channels: Two for true stereo, else one.
    """

    duration_s: float
    truncated: bool
    layout: Layout
    channels: tuple[Channel, ...]

    @property
    def windows(self) -> tuple[tuple[int, Window], ...]:
        """Every window with the place of its channel in `channels`, in order of time."""
        found = [(place, window) for place, channel in enumerate(self.channels) for window in channel.windows]
        return tuple(sorted(found, key=lambda pair: pair[1].pieces[0].start_s))


def listen(path: Path | str) -> Sound:
    """Find the speech and cut it out. Memory at the highest: the speech at 2 bytes a sample, and some tens of MB.

    Raises:
        AudioError: The file can't be used.
    """
    found = survey(path)
    numbers, layout = chosen(found)
    packers = {number: Packer(found.spans[number]) for number in numbers}
    if any(found.spans[number] for number in numbers):
        with BoundedFile(path) as file:
            for block in file.blocks(RATE_HZ):
                for number, packer in packers.items():
                    packer.hear(block[number])
    channels = (Channel(number, found.spans[number], packer.windows()) for number, packer in packers.items())
    return Sound(found.duration_s, found.truncated, layout, tuple(channels))


def chosen(found: Survey) -> tuple[tuple[int, ...], Layout]:
    """The channels worth hearing, and how they are laid out.

    Of twins the louder one (a sum of delayed or inverted twins would cancel); no channel without speech beside one
    with.
    """
    if found.channels == 1:
        return (0,), "mono"
    if found.twin:
        return (int(np.argmax(found.powers)),), "twin"
    left, right = found.spans
    alive = tuple(number for number, dead in enumerate((is_dead(left, right), is_dead(right, left))) if not dead)
    return (alive, "one_side") if len(alive) == 1 else ((0, 1), "stereo")


def whole(path: Path | str, number: int) -> Samples:
    """One channel of a file from end to end: float32, shape (n,), 16 kHz."""
    with BoundedFile(path) as file:
        return np.concatenate([block[number].copy() for block in file.blocks(RATE_HZ)])
