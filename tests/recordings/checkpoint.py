"""A very small Whisper that really transcribes: one Chinese and one English phrase.

Trained from nothing in under a minute on our own two recordings in `tests/fixtures/speech`, made with
espeak-ng (`-v cmn-latn-pinyin+f2 -s 170 "nin2 hao3 , qing3 wen4 you3 shen2 me5 ke3 yi3 bang1 nin2 ?"` and
`-v en-us+f3 -s 150 "Hello, how can I help you today?"`). It has learnt nothing else.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recordings.audio import decode
from recordings.windows import RATE_HZ, Samples

if TYPE_CHECKING:
    import torch
    from whisper import Whisper
    from whisper.tokenizer import Tokenizer

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
PHRASES = {"zh": "您好,请问有什么可以帮您?", "en": " Hello, how can I help you today?"}
SIZES = {
    "n_mels": 80, "n_audio_ctx": 1500, "n_audio_state": 64, "n_audio_head": 2, "n_audio_layer": 2,
    "n_vocab": 51865, "n_text_ctx": 448, "n_text_state": 64, "n_text_head": 2, "n_text_layer": 2,
}  # fmt: skip
_END_S = 5.0  # seconds; longer than a phrase with its pauses
_LESSONS = 6  # of each kind
_BATCH = 8
_STEPS = 400  # at most
_LEARNT = 0.003  # mean loss from which it knows its lessons
_RATE = 1e-2


def phrase_sound(language: str) -> Samples:
    """The recording of a phrase: float32, 16 kHz."""
    return decode(SPEECH / f"{language}.ogg").samples[0]


def random_model(seed: int = 0, **sizes: int) -> Whisper:
    """An untrained model of the official make; `sizes` go before `SIZES`."""
    import torch
    from whisper import ModelDimensions, Whisper

    torch.manual_seed(seed)
    model = Whisper(ModelDimensions(**{**SIZES, **sizes}))
    torch.nn.init.normal_(model.decoder.positional_embedding, std=0.05)
    torch.nn.init.normal_(model.decoder.token_embedding.weight, std=0.05)
    return model


def save_checkpoint(model: Whisper, path: Path) -> Path:
    """Write a model in the official form."""
    import torch

    torch.save({"dims": asdict(model.dims), "model_state_dict": model.state_dict()}, path)
    return path


def trained_checkpoint(path: Path) -> Path:
    """Train the small model and write it; about half a minute of one processor core."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # on a busy machine two threads wait for each other ten times as long
    try:
        return save_checkpoint(_trained(), path)
    finally:
        torch.set_num_threads(threads)


def _trained() -> Whisper:
    """A model whose encoder blocks pass through what they get (their last layers are zero).

    So training can leave them out: convolutions and decoder are enough to tell two phrases and noise apart.
    """
    import torch

    model = random_model()
    model.encoder.positional_embedding *= 0.1
    for block in model.encoder.blocks:
        for layer in (block.attn.out, block.mlp[2]):
            torch.nn.init.zeros_(layer.weight)
            torch.nn.init.zeros_(layer.bias)
    mels, tokens, targets = _lessons(np.random.default_rng(0))
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=0.0)
    rivals = torch.unique(torch.cat([tokens.flatten(), targets.flatten().clamp(min=0), torch.randint(51865, (1000,))]))
    losses: list[float] = []
    for _ in range(_STEPS):
        chosen = torch.randperm(len(mels))[:_BATCH]
        loss = _loss(model, _encode(model, mels[chosen]), tokens[chosen], targets[chosen], rivals)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, len(losses) / 30, losses[-1] * 10 + 0.1)  # gently in, gently out
        if len(losses) > 20 and max(losses[-10:]) < _LEARNT:
            break
    return model.eval()


def _encode(model: Whisper, mels: torch.Tensor) -> torch.Tensor:
    """What the encoder gives while its blocks pass through."""
    from torch.nn.functional import gelu

    encoder = model.encoder
    return encoder.ln_post(gelu(encoder.conv2(gelu(encoder.conv1(mels)))).mT + encoder.positional_embedding)


def _loss(
    model: Whisper, heard: torch.Tensor, tokens: torch.Tensor, targets: torch.Tensor, rivals: torch.Tensor
) -> torch.Tensor:
    """The decoder's loss, its tokens told from `rivals` (sorted) alone."""
    import torch

    decoder = model.decoder
    x = decoder.token_embedding(tokens) + decoder.positional_embedding[: tokens.shape[1]]
    for block in decoder.blocks:
        x = block(x, heard, mask=decoder.mask)
    asked = targets >= 0
    logits = decoder.ln(x[asked]) @ decoder.token_embedding(rivals).T
    return torch.nn.functional.cross_entropy(logits, torch.searchsorted(rivals, targets[asked]))


def _lessons(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Each phrase with and without timestamps, and noise with no words: mels, tokens, targets."""
    import torch
    from whisper import log_mel_spectrogram, pad_or_trim
    from whisper.audio import N_FRAMES

    sounds: list[Samples] = []
    lines: list[list[int]] = []
    for number in range(_LESSONS):
        timed = number % 2 == 1
        for language in PHRASES:
            sounds.append(_placed(phrase_sound(language), rng))
            lines.append(_line(language, PHRASES[language], timed=timed))
        noise = rng.standard_normal(int(RATE_HZ * rng.uniform(1, 30))) * rng.choice([0.0, 1e-3, 0.005, 0.02])
        sounds.append(noise.astype(np.float32))
        lines.append(_line(("zh", "en")[number % 4 // 2], "", timed=timed))
    tokens, targets = _padded(lines)
    silent = torch.tensor([len(line) <= 5 for line in lines])
    targets[silent, 0] = _tokenizer("en").no_speech  # where nobody speaks, that is said before any language
    targets[targets == _tokenizer("en").no_timestamps] = -100  # the listener chooses that, not the model
    # Engines fill a window up with silence (to tell the language) or with zeros in the spectrum (to hear).
    silence = [log_mel_spectrogram(pad_or_trim(sound)) for sound in sounds]
    zeros = [pad_or_trim(log_mel_spectrogram(sound), N_FRAMES) for sound in sounds]
    return torch.stack(silence + zeros), tokens.repeat(2, 1), targets.repeat(2, 1)


def _placed(phrase: Samples, rng: np.random.Generator) -> Samples:
    """The phrase with short pauses around it, at some level, with some noise."""
    sound = np.concatenate([_pause(rng), phrase, _pause(rng)])
    noise = rng.standard_normal(len(sound)) * rng.choice([0.0, 1e-4, 1e-3])
    return (sound * rng.uniform(0.5, 1.2) + noise).astype(np.float32)


def _pause(rng: np.random.Generator) -> Samples:
    return np.zeros(int(rng.uniform(0.0, 0.4) * RATE_HZ), np.float32)


def _line(language: str, text: str, *, timed: bool) -> list[int]:
    """The tokens of a text. With timestamps it ends after `_END_S`, whatever the pauses: so it can be learnt."""
    tokenizer = _tokenizer(language)
    words = tokenizer.encode(text)
    if not timed:
        return [*tokenizer.sot_sequence_including_notimestamps, *words, tokenizer.eot]
    first, last = tokenizer.timestamp_begin, tokenizer.timestamp_begin + round(_END_S / 0.02)
    return [*tokenizer.sot_sequence, first, *words, *([last, last] if words else []), tokenizer.eot]


def _tokenizer(language: str) -> Tokenizer:
    from whisper.tokenizer import get_tokenizer

    return get_tokenizer(True, language=language, task="transcribe")


def _padded(lines: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens, and for each the one that follows; -100 where there is none."""
    import torch

    longest = max(len(line) for line in lines) - 1
    tokens = torch.full((len(lines), longest), lines[0][-1])
    targets = torch.full((len(lines), longest), -100)
    for row, line in enumerate(lines):
        tokens[row, : len(line) - 1] = torch.tensor(line[:-1])
        targets[row, : len(line) - 1] = torch.tensor(line[1:])
    return tokens, targets
