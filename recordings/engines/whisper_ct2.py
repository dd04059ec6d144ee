"""The same official weights, converted once to CTranslate2 int8 and run by faster-whisper: the default."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recordings.engines.convert import DEFAULT_PRECISION, convert_once
from recordings.engines.guards import (
    HALLUCINATION_S,
    LOOP_RATIO,
    LOW_LOG_PROB,
    NO_SPEECH,
    SAMPLES,
    TEMPERATURES,
    believable,
    doubtful,
)
from recordings.engines.protocol import EngineInfo, HeardWord, LanguageGuess, Progress, Words
from recordings.engines.tongues import guess_from
from recordings.errors import Language
from recordings.models import Weights
from recordings.windows import RATE_HZ, Window

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

INFO = EngineInfo(
    name="whisper-ct2",
    quality="normal",
    languages=("zh", "en"),
    needs_weights=True,
    what=Words(
        en="the same weights converted to CTranslate2 int8, about four times as fast",
        zh="同一权重转换为 CTranslate2 int8，速度约为四倍",
    ),
)
BEAM = 5
_LONGEST = 224  # tokens that one window may give when it is heard again; openai-whisper's limit
BATCH = 4  # windows that are decoded together


class WhisperCt2Engine:
    """An official checkpoint, converted once, run by faster-whisper in batches.

    Args:
        weights: The checkpoint.
        cache: Folder of conversions.
        precision: CTranslate2's name of the weights' precision.
        threads: Processor threads; None for all that this process may use, 8 at most.

    Raises:
        BadWeights: Not an official checkpoint.
        NoRoom: The conversion can't be written.
    """

    info = INFO

    def __init__(
        self, weights: Weights, cache: Path, *, precision: str = DEFAULT_PRECISION, threads: int | None = None
    ) -> None:
        from faster_whisper import BatchedInferencePipeline

        self.label = f"{INFO.name}:{weights.name}"
        self._model = _open(convert_once(weights.path, cache, precision=precision), threads)
        self._batched = BatchedInferencePipeline(self._model)
        self.languages: tuple[Language, ...] = ("zh", "en") if self._model.model.is_multilingual else ("en",)
        self._lock = threading.Lock()  # the batched pipeline keeps the last time that it heard speech

    def detect_language(self, windows: Sequence[Window]) -> LanguageGuess:
        """Say which language is spoken, from the windows given."""
        if "zh" not in self.languages:
            return LanguageGuess("en", 1.0)
        found = [self._model.detect_language(window.samples)[2] for window in windows]
        return guess_from([dict(probabilities) for probabilities in found])

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language,
        *,
        prompt: str | None = None,
        progress: Progress | None = None,
    ) -> list[tuple[HeardWord, ...]]:
        """Hear every window on its own, `BATCH` at a time; one that fails is heard again, alone."""
        heard: list[tuple[HeardWord, ...]] = []
        for first in range(0, len(windows), BATCH):
            batch = windows[first : first + BATCH]
            with self._lock:
                for window, found in zip(batch, self._hear_batch(batch, language, prompt), strict=True):
                    if _doubtful(found, prompt):
                        found = self._hear_again(window, language)
                    heard.append(tuple(word for segment in found for word in _words(segment)))
            if progress:
                progress(len(heard) / len(windows))
        return heard

    def _hear_batch(self, windows: Sequence[Window], language: Language, prompt: str | None) -> list[list[Any]]:
        """The segments of each window, with times from its start.

        The windows are laid end to end, each from a whole second, as faster-whisper cuts a batch out
        of one recording.
        """
        lengths = [-(-len(window.samples) // RATE_HZ) for window in windows]
        starts = [0, *accumulate(lengths)]
        sound = np.zeros(starts[-1] * RATE_HZ, dtype=np.float32)
        for window, start in zip(windows, starts, strict=False):
            sound[start * RATE_HZ : start * RATE_HZ + len(window.samples)] = window.samples
        segments, _ = self._batched.transcribe(
            sound,
            language=language,
            clip_timestamps=[
                {"start": start, "end": start + window.duration_s}
                for window, start in zip(windows, starts, strict=False)
            ],
            vad_filter=False,
            word_timestamps=True,
            initial_prompt=prompt,
            beam_size=BEAM,
            batch_size=len(windows),
        )
        found: list[list[Any]] = [[] for _ in windows]
        for segment in segments:
            number = starts.index(segment.seek // self._model.frames_per_second)
            for word in segment.words or ():
                word.start -= starts[number]
                word.end -= starts[number]
            found[number].append(segment)
        return found

    def _hear_again(self, window: Window, language: Language) -> list[Any]:
        """Without the prompt, which may be what went wrong, and warmer while it fails."""
        segments, _ = self._model.transcribe(
            window.samples,
            language=language,
            condition_on_previous_text=False,
            beam_size=BEAM,
            best_of=SAMPLES,
            max_new_tokens=_LONGEST,
            temperature=TEMPERATURES,
            compression_ratio_threshold=LOOP_RATIO,
            log_prob_threshold=LOW_LOG_PROB,
            no_speech_threshold=NO_SPEECH,
            hallucination_silence_threshold=HALLUCINATION_S,
            word_timestamps=True,
            vad_filter=False,
        )
        return list(segments)


def _doubtful(segments: Sequence[Any], prompt: str | None) -> bool:
    known = [float(word.probability) for segment in segments for word in segment.words or ()]
    text = "".join(segment.text for segment in segments)
    log_prob = min((float(segment.avg_logprob) for segment in segments), default=0.0)
    return doubtful(text, log_prob, sum(known) / len(known) if known else None, prompt)


def _words(segment: Any) -> list[HeardWord]:
    if not believable(segment.text, segment.avg_logprob, segment.no_speech_prob):
        return []
    return [
        HeardWord(word.word, max(0.0, float(word.start)), max(0.0, float(word.start), float(word.end)), _share(word))
        for word in segment.words or ()
    ]


def _share(word: Any) -> float:
    return min(1.0, max(0.0, float(word.probability)))


def _open(folder: Path, threads: int | None) -> WhisperModel:
    import ctranslate2
    from faster_whisper import WhisperModel

    ctranslate2.set_random_seed(0)  # the same sound gives the same text, also when a window is sampled
    count = threads or min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    return WhisperModel(str(folder), device="auto", compute_type="default", cpu_threads=count, local_files_only=True)
