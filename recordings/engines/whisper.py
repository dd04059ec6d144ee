"""openai-whisper on PyTorch: the reference."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from recordings.engines.checkpoint import alignment_heads, read_checkpoint
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
from recordings.windows import Window

if TYPE_CHECKING:
    import torch
    import whisper

INFO = EngineInfo(
    name="whisper",
    quality="normal",
    languages=("zh", "en"),
    needs_weights=True,
    what=Words(en="openai-whisper on PyTorch, the reference", zh="openai-whisper（PyTorch），参考实现"),
)
BEAM = 5


class WhisperEngine:
    """An official checkpoint, run by openai-whisper itself.

    Args:
        weights: The checkpoint.

    Raises:
        BadWeights: Not an official checkpoint.
    """

    info = INFO

    def __init__(self, weights: Weights) -> None:
        self.label = f"{INFO.name}:{weights.name}"
        self._model = _load(weights)
        self.languages: tuple[Language, ...] = ("zh", "en") if self._model.is_multilingual else ("en",)
        self._lock = threading.Lock()  # whisper hangs its key-value cache on the modules

    def detect_language(self, windows: Sequence[Window]) -> LanguageGuess:
        """Say which language is spoken, from the windows given."""
        if "zh" not in self.languages:
            return LanguageGuess("en", 1.0)
        with self._lock:
            return guess_from([self._probabilities(window) for window in windows])

    def _probabilities(self, window: Window) -> dict[str, float]:
        import whisper

        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(window.samples), n_mels=self._model.dims.n_mels)
        _, probabilities = self._model.detect_language(mel.to(self._model.device))
        return dict(probabilities)

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language,
        *,
        prompt: str | None = None,
        progress: Progress | None = None,
    ) -> list[tuple[HeardWord, ...]]:
        """Hear every window on its own."""
        heard: list[tuple[HeardWord, ...]] = []
        for number, window in enumerate(windows, start=1):
            with self._lock:
                heard.append(self._hear(window, language, prompt))
            if progress:
                progress(number / len(windows))
        return heard

    def _hear(self, window: Window, language: Language, prompt: str | None) -> tuple[HeardWord, ...]:
        segments = self._segments(window, language, prompt)
        if prompt and _doubtful(segments, prompt):
            segments = self._segments(window, language, None)
        return tuple(word for segment in segments for word in _words(segment))

    def _segments(self, window: Window, language: Language, prompt: str | None) -> list[dict[str, Any]]:
        import torch
        import whisper

        with torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(0)  # the same sound gives the same text, also when a window is sampled
            result: dict[str, Any] = whisper.transcribe(
                self._model,
                window.samples,
                language=language,
                initial_prompt=prompt,
                condition_on_previous_text=False,
                beam_size=BEAM,
                best_of=SAMPLES,
                temperature=TEMPERATURES,
                compression_ratio_threshold=LOOP_RATIO,
                logprob_threshold=LOW_LOG_PROB,
                no_speech_threshold=NO_SPEECH,
                hallucination_silence_threshold=HALLUCINATION_S,
                word_timestamps=True,
                fp16=self._model.device.type == "cuda",
                verbose=None,
            )
        return list(result["segments"])


def _doubtful(segments: Sequence[dict[str, Any]], prompt: str) -> bool:
    known = [float(word["probability"]) for segment in segments for word in segment["words"]]
    text = "".join(segment["text"] for segment in segments)
    log_prob = min((float(segment["avg_logprob"]) for segment in segments), default=0.0)
    return doubtful(text, log_prob, sum(known) / len(known) if known else None, prompt)


def _words(segment: dict[str, Any]) -> list[HeardWord]:
    if not believable(segment["text"], segment["avg_logprob"], segment["no_speech_prob"]):
        return []
    return [
        HeardWord(
            word["word"], float(word["start"]), float(max(word["end"], word["start"])), float(word["probability"])
        )
        for word in segment["words"]
    ]


def _load(weights: Weights) -> whisper.Whisper:
    import torch
    import whisper

    checkpoint = read_checkpoint(weights.path)
    model = whisper.Whisper(whisper.ModelDimensions(**asdict(checkpoint.dims)))
    model.load_state_dict(dict(checkpoint.tensors))
    model.register_buffer(
        "alignment_heads",
        _mask(checkpoint.dims.n_text_layer, checkpoint.dims.n_text_head, alignment_heads(checkpoint.dims)),
        persistent=False,
    )
    return model.to("cuda" if torch.cuda.is_available() else "cpu").eval()


def _mask(layers: int, heads: int, chosen: list[tuple[int, int]]) -> torch.Tensor:
    import torch

    mask = torch.zeros(layers, heads, dtype=torch.bool)
    for layer, head in chosen:
        mask[layer, head] = True
    return mask.to_sparse()
