"""PocketSphinx: English only, the model ships in its wheel, works with no network. Draft quality.

Its language model is made from general text and its acoustic model from wide-band speech, so on the
telephone it gets the gist of some sentences and no more. What it hears is marked as a draft.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from recordings.engines.errors import WrongLanguage
from recordings.engines.protocol import EngineInfo, Heard, HeardWord, Progress, Words
from recordings.errors import Language
from recordings.windows import RATE_HZ, Piece, Samples, Window

if TYPE_CHECKING:
    from pocketsphinx import Decoder

INFO = EngineInfo(
    name="pocketsphinx",
    quality="draft",
    languages=("en",),
    needs_weights=False,
    what=Words(
        en="PocketSphinx, English only, needs no weights; draft quality",
        zh="PocketSphinx，仅英文，无需权重；草稿质量",
    ),
)
# The search is a fifth as wide as the default: on telephone speech as many words right (own measurement: 22 %
# of the words of a call either way) in 60 % of the time, and the same on clean speech.
_SEARCH = {"maxhmmpf": 6000}
_LEVEL = 0.1  # root mean square that speech is brought to, of full scale 1
_SHORTEST_S = 0.1  # seconds below which there is no word, and too little for the decoder
_FRAME_S = 0.01  # seconds per frame of the acoustic model
_VARIANT = re.compile(r"\(\d+\)$")  # "on(2)" is the second pronunciation of "on"
_CAPITAL = re.compile(r"^i(?=$|')")


class SphinxEngine:
    """PocketSphinx with the English model of its wheel."""

    info = INFO
    label = INFO.name
    languages: tuple[Language, ...] = ("en",)

    def __init__(self) -> None:
        self._decoder = _open()
        self._lock = threading.Lock()

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language | None = None,
        *,
        prompts: Mapping[Language, str] | None = None,
        progress: Progress | None = None,
    ) -> list[Heard]:
        """Hear every window, piece by piece; prompts are not used.

        Raises:
            WrongLanguage: `language` is not English.
        """
        if language not in ("en", None):
            raise WrongLanguage(engine=INFO.name, language=language, allowed="en")
        heard: list[Heard] = []
        total_s, done_s = sum(window.duration_s for window in windows), 0.0
        for window in windows:
            words: list[HeardWord] = []
            for piece in window.pieces:
                with self._lock:
                    words += self._hear(window.sound_of(piece), piece)
                done_s += piece.duration_s
                if progress:
                    progress(min(1.0, done_s / total_s))
            heard.append(Heard(tuple(words), "en"))
        return heard

    def _hear(self, sound: Samples, piece: Piece) -> list[HeardWord]:
        if len(sound) < _SHORTEST_S * RATE_HZ or not sound.any():
            return []
        self._decoder.start_utt()
        try:
            self._decoder.process_raw(_pcm(sound), full_utt=True)
        finally:
            self._decoder.end_utt()
        if self._decoder.hyp() is None:
            return []
        return [_word(segment, piece) for segment in self._decoder.seg() if segment.word[0] not in "<["]


def _word(segment: Any, piece: Piece) -> HeardWord:
    text = _CAPITAL.sub("I", _VARIANT.sub("", segment.word))
    start_s = piece.offset_s + segment.start_frame * _FRAME_S
    end_s = piece.offset_s + (segment.end_frame + 1) * _FRAME_S
    return HeardWord(" " + text, start_s, end_s, round(min(1.0, max(0.0, float(segment.prob))), 4))


def _pcm(sound: Samples) -> bytes:
    """16-bit samples at a speaking level: the model expects neither a whisper nor clipping."""
    level = float(np.sqrt(np.mean(np.square(sound)))) if len(sound) else 0.0
    gain = min(_LEVEL / level, 20.0) if level > 0 else 1.0
    return bytes((np.clip(sound * gain, -1.0, 1.0) * 32767).astype("<i2").tobytes())


def _open() -> Decoder:
    from pocketsphinx import Decoder

    return Decoder(samprate=RATE_HZ, loglevel="FATAL", **_SEARCH)
