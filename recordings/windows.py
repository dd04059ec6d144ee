"""Windows: stretches of speech packed into pieces that an engine hears at once.

Whisper hears 30 s at a time whether they are full or not, and invents text in silence. So speech is
cut out by its spans, packed, and heard; `Window.to_call_s` finds the way back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE_HZ = 16_000
WINDOW_S = 30.0  # seconds that Whisper hears at once
MARGIN_S = 0.2  # seconds of true sound kept around each span, so that no consonant is cut


@dataclass(frozen=True)
class Piece:
    """One uninterrupted stretch of the call inside a window.

    Attributes:
        offset_s: Where it begins in the window, in seconds.
        start_s: Where it begins in the call, in seconds.
        end_s: Where it ends in the call, in seconds.
    """

    offset_s: float
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, eq=False)
class Window:
    """Speech of at most `WINDOW_S` with the silence cut out.

    Attributes:
        samples: float32, shape (n,), 16 kHz.
        pieces: What it was packed from, in order; their durations sum to the window's.
    """

    samples: Samples
    pieces: tuple[Piece, ...]

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return len(self.samples) / RATE_HZ

    def piece_at(self, time_s: float) -> Piece:
        """The piece that sounds at `time_s` of the window (the nearest one outside it)."""
        for piece in self.pieces:
            if time_s < piece.offset_s + piece.duration_s:
                return piece
        return self.pieces[-1]

    def to_call_s(self, time_s: float, piece: Piece | None = None) -> float:
        """Seconds in the call for `time_s` of the window.

        Args:
            time_s: Seconds from the start of the window.
            piece: Keep the answer within this piece (a word belongs to one piece).
        """
        piece = piece or self.piece_at(time_s)
        return min(max(piece.start_s + time_s - piece.offset_s, piece.start_s), piece.end_s)
