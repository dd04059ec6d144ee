"""openai-whisper on PyTorch: the reference."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from recordings.engines.checkpoint import alignment_heads, read_checkpoint
from recordings.engines.loop import Decoded, Effort, frames_of, hear
from recordings.engines.protocol import EngineInfo, Heard, HeardWord, Progress, Words
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
_BEFORE, _AFTER = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"  # marks that stick to the next word, to the word before


@dataclass(frozen=True, eq=False)
class _Encoded:
    """A window as the model hears it.

    Attributes:
        mel: Its spectrum: shape (bands, 3000).
        features: What the encoder makes of it: shape (1500, width).
        frames: Of 10 ms that hold sound.
    """

    mel: torch.Tensor
    features: torch.Tensor
    frames: int


class WhisperEngine:
    """An official checkpoint, run by openai-whisper itself, one window at a time.

    Args:
        weights: The checkpoint.
        effort: How hard to try.

    Raises:
        BadWeights: Not an official checkpoint.
    """

    info = INFO
    workers = 1
    batch = 1

    def __init__(self, weights: Weights, *, effort: Effort | None = None) -> None:
        self.label = f"{INFO.name}:{weights.name}"
        self.effort = effort or Effort()
        self._model = _load(weights)
        self.languages: tuple[Language, ...] = ("zh", "en") if self._model.is_multilingual else ("en",)
        self._lock = threading.Lock()  # whisper hangs its key-value cache on the modules

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language | None = None,
        *,
        prompts: Mapping[Language, str] | None = None,
        progress: Progress | None = None,
    ) -> list[Heard]:
        """Hear every window on its own."""
        with self._lock:
            return hear(self, windows, language, prompts or {}, progress)

    def encode(self, window: Window) -> _Encoded:
        """Spectrum, filled up as whisper itself does, and encoder output."""
        import torch
        from whisper.audio import N_FRAMES, log_mel_spectrogram, pad_or_trim

        with torch.inference_mode():
            mel = pad_or_trim(log_mel_spectrogram(window.samples, n_mels=self._model.dims.n_mels), N_FRAMES)
            mel = mel.to(self._model.device)
            return _Encoded(mel, self._model.embed_audio(mel[None])[0], frames_of(window))

    def tongues(self, encoded: _Encoded) -> Mapping[str, float]:
        """The probability of each language by Whisper's code."""
        if "zh" not in self.languages:
            return {"en": 1.0}
        _, probabilities = self._model.detect_language(encoded.features)
        return dict(probabilities)

    def decode(
        self, encoded: Sequence[_Encoded], language: Language, *, prompt: str | None, temperature: float
    ) -> list[Decoded]:
        """Write down windows one by one."""
        import torch
        import whisper

        options = whisper.DecodingOptions(
            language=language,
            beam_size=None if temperature else self.effort.beam,
            temperature=temperature,
            sample_len=self.effort.longest,
            prompt=prompt,
            without_timestamps=True,
            fp16=False,
        )
        found: list[Decoded] = []
        for each in encoded:
            with torch.random.fork_rng():
                torch.manual_seed(0)  # the same sound gives the same text, also when a window is sampled
                found.append(_decoded(whisper.decode(self._model, each.features, options), self._tokenizer(language)))
        return found

    def time_words(
        self, encoded: Sequence[_Encoded], decoded: Sequence[Decoded], language: Language
    ) -> list[list[HeardWord]]:
        """The words of decoded windows with their times, read from the cross-attention."""
        return [self._timed(each, text, language) for each, text in zip(encoded, decoded, strict=True)]

    def _timed(self, heard: _Encoded, text: Decoded, language: Language) -> list[HeardWord]:
        from whisper.timing import find_alignment, merge_punctuations

        alignment = find_alignment(self._model, self._tokenizer(language), list(text.tokens), heard.mel, heard.frames)
        merge_punctuations(alignment, _BEFORE, _AFTER)
        return [
            HeardWord(timing.word, float(timing.start), float(timing.end), float(timing.probability))
            for timing in alignment
            if timing.word
        ]

    def _tokenizer(self, language: Language) -> Any:
        from whisper.tokenizer import get_tokenizer

        model = self._model
        return get_tokenizer(model.is_multilingual, num_languages=model.num_languages, language=language)


def _decoded(found: Any, tokenizer: Any) -> Decoded:
    tokens = tuple(token for token in found.tokens if token < tokenizer.eot)
    return Decoded(tokens, tokenizer.decode(list(tokens)), float(found.avg_logprob), float(found.no_speech_prob))


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
