"""The same official weights, converted once to CTranslate2 int8 and run through faster-whisper: the default."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recordings.engines.convert import DEFAULT_PRECISION, convert_once
from recordings.engines.loop import Decoded, Effort, frames_of, hear
from recordings.engines.protocol import EngineInfo, Heard, HeardWord, Progress, Words
from recordings.errors import Language
from recordings.models import Weights
from recordings.windows import Samples, Window

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

_log = logging.getLogger(__name__)
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
BATCH = 2  # windows decoded together by one thread; four take a tenth less work and half as much memory again
_MOST_WORKERS = 4  # threads that hear at once; each needs some 100 MB with base
_MOST_THREADS = 16
_BEFORE, _AFTER = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"  # marks that stick to the next word, to the word before


@dataclass(frozen=True, eq=False)
class _Encoded:
    """A window as the model hears it.

    Attributes:
        features: What the encoder gives: float32, shape (1, 1500, width).
        frames: Of 10 ms that hold sound.
    """

    features: Samples
    frames: int


class WhisperCt2Engine:
    """An official checkpoint, converted once, heard by several threads that share its weights.

    One thread per batch does more than several threads in one: the pieces of work are small, and threads that wait
    for each other stand still on a busy machine.

    Args:
        weights: The checkpoint.
        cache: Folder of conversions.
        precision: CTranslate2's name of the weights' precision.
        threads: Processor threads; None for all that this process may use, 16 at most.
        workers: Windows heard at the same time; None for as many as there are threads, 4 at most. One, with all
            threads for its window, is quickest where there is only one, and slowest where there are many.
        effort: How hard to try.

    Raises:
        BadWeights: Not an official checkpoint.
        NoRoom: The conversion can't be written.
    """

    info = INFO
    batch = BATCH

    def __init__(
        self,
        weights: Weights,
        cache: Path,
        *,
        precision: str = DEFAULT_PRECISION,
        threads: int | None = None,
        workers: int | None = None,
        effort: Effort | None = None,
    ) -> None:
        self.label = f"{INFO.name}:{weights.name}"
        self.effort = effort or Effort()
        threads = threads or min(_MOST_THREADS, _processors())
        self.workers = workers or min(_MOST_WORKERS, threads)
        self._model = _open(convert_once(weights.path, cache, precision=precision), self.workers, threads)
        self.languages: tuple[Language, ...] = ("zh", "en") if self._model.model.is_multilingual else ("en",)

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language | None = None,
        *,
        prompts: Mapping[Language, str] | None = None,
        progress: Progress | None = None,
    ) -> list[Heard]:
        """Hear every window on its own, several at a time."""
        return hear(self, windows, language, prompts or {}, progress)

    def encode(self, window: Window) -> _Encoded:
        """Spectrum, filled up as faster-whisper does, through the encoder."""
        import ctranslate2
        from faster_whisper.audio import pad_or_trim

        mel = pad_or_trim(self._model.feature_extractor(window.samples)[..., :-1])
        view = ctranslate2.StorageView.from_array(np.ascontiguousarray(mel[None]))
        return _Encoded(np.array(self._model.model.encode(view, to_cpu=True)), frames_of(window))

    def tongues(self, encoded: _Encoded) -> Mapping[str, float]:
        """The probability of each language by Whisper's code."""
        import ctranslate2

        if "zh" not in self.languages:
            return {"en": 1.0}
        (found,) = self._model.model.detect_language(ctranslate2.StorageView.from_array(encoded.features))
        return {token.strip("<|>"): float(probability) for token, probability in found}

    def decode(
        self, encoded: Sequence[_Encoded], language: Language, *, prompt: str | None, temperature: float
    ) -> list[Decoded]:
        """Write down windows of one language together."""
        tokenizer = self._tokenizer(language)
        told = self._model.get_prompt(
            tokenizer, tokenizer.encode(" " + prompt.strip()) if prompt else [], without_timestamps=True
        )
        warm = {"beam_size": 1, "sampling_topk": 0, "sampling_temperature": temperature}
        found = self._model.model.generate(
            _stacked(encoded),
            [told] * len(encoded),
            # CTranslate2 gives at most half of `max_length` in new tokens, and all of it with the prompt.
            max_length=min(self._model.max_length, max(2 * self.effort.longest, len(told) + self.effort.longest)),
            return_scores=True,
            return_no_speech_prob=True,
            **(warm if temperature else {"beam_size": self.effort.beam}),
        )
        return [_decoded(each, tokenizer) for each in found]

    def time_words(
        self, encoded: Sequence[_Encoded], decoded: Sequence[Decoded], language: Language
    ) -> list[list[HeardWord]]:
        """The words of decoded windows with their times, read from the cross-attention."""
        from faster_whisper.transcribe import merge_punctuations

        tokens, frames = [list(each.tokens) for each in decoded], [each.frames for each in encoded]
        alignments = self._model.find_alignment(self._tokenizer(language), tokens, _stacked(encoded), frames)
        for alignment in alignments:
            merge_punctuations(alignment, _BEFORE, _AFTER)
        return [[_word(timing) for timing in alignment if timing["word"]] for alignment in alignments]

    def _tokenizer(self, language: Language) -> Tokenizer:
        return _tokenizer(self._model, language)


@cache
def _tokenizer(model: WhisperModel, language: Language) -> Tokenizer:
    from faster_whisper.tokenizer import Tokenizer

    return Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)


def _stacked(encoded: Sequence[_Encoded]) -> Any:
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.concatenate([each.features for each in encoded]))


def _decoded(found: Any, tokenizer: Any) -> Decoded:
    given = found.sequences_ids[0]
    tokens = tuple(token for token in given if token < tokenizer.eot)
    log_prob = found.scores[0] * len(given) / (len(given) + 1)  # the end counts as a token, as in openai-whisper
    return Decoded(tokens, tokenizer.decode(list(tokens)), float(log_prob), float(found.no_speech_prob))


def _word(timing: Mapping[str, Any]) -> HeardWord:
    confidence = min(1.0, max(0.0, float(timing["probability"])))
    return HeardWord(timing["word"], float(timing["start"]), float(timing["end"]), confidence)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _open(folder: Path, workers: int, threads: int) -> WhisperModel:
    """The model, on the graphics card where that works, else on the processor."""
    import ctranslate2

    ctranslate2.set_random_seed(0)  # warmer tries are drawn from the same numbers in every process
    model = _model(folder, "auto", workers, threads)
    if model.model.device == "cpu":
        return model
    try:  # a card without CUDA's libraries of the version that CTranslate2 wants is noticed at the first sound
        model.model.encode(ctranslate2.StorageView.from_array(np.zeros((1, _bands(model), 3000), np.float32)))
    except RuntimeError as error:
        _log.warning("whisper-ct2 can't use the graphics card and runs on the processor: %s", error)
        return _model(folder, "cpu", workers, threads)
    return model


def _model(folder: Path, device: str, workers: int, threads: int) -> WhisperModel:
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(folder),
        device=device,
        compute_type="default",
        cpu_threads=max(1, threads // workers),
        num_workers=workers,
        local_files_only=True,
    )


def _bands(model: WhisperModel) -> int:
    return int(model.feature_extractor.mel_filters.shape[0])
