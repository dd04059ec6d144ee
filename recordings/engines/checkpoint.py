"""Official Whisper checkpoints: reading, checking, and what can be told from their sizes."""

from __future__ import annotations

import gzip
import hashlib
from base64 import b85decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recordings.engines.errors import BadWeights

if TYPE_CHECKING:
    from torch import Tensor

_MULTILINGUAL_VOCAB = 51865  # tokens; openai-whisper, Whisper.is_multilingual
_HEAD_BYTES = 1 << 20  # read for the fingerprint at the front
_TAIL_BYTES = 4 << 20  # and at the end, where the zip directory keeps a checksum of every tensor
_LARGEST = 1 << 20  # no dimension of a Whisper model comes near


@dataclass(frozen=True)
class Dims:
    """Sizes of a Whisper model, named as in its checkpoint."""

    n_mels: int
    n_audio_ctx: int
    n_audio_state: int
    n_audio_head: int
    n_audio_layer: int
    n_vocab: int
    n_text_ctx: int
    n_text_state: int
    n_text_head: int
    n_text_layer: int

    @property
    def multilingual(self) -> bool:
        """Whether it hears more than English."""
        return self.n_vocab >= _MULTILINGUAL_VOCAB

    @property
    def n_languages(self) -> int:
        """How many language tokens its vocabulary has; 99, 100 for large-v3, and 99 unused ones for English-only."""
        return self.n_vocab - 51765 - int(self.multilingual)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A checkpoint in memory: its sizes and its tensors by name, as stored (half precision as a rule)."""

    dims: Dims
    tensors: Mapping[str, Tensor]


def read_checkpoint(path: Path) -> Checkpoint:
    """Read an official checkpoint and check that it is whole.

    Loads data only: a file that would run code is refused.

    Args:
        path: A `.pt` file.

    Raises:
        BadWeights: Not an official checkpoint: unreadable, or a size, name or shape is wrong.
    """
    import torch

    try:
        held = torch.load(path, map_location="cpu", weights_only=True, mmap=_is_zip(path))
    except Exception as error:  # torch raises half a dozen kinds for a bad file, UnpicklingError to RuntimeError
        raise BadWeights(where=path.name, reason=_unreadable(path, error)) from error
    if not isinstance(held, dict) or not isinstance(held.get("model_state_dict"), dict):
        raise BadWeights(where=path.name, reason="it holds no dims and model_state_dict")
    dims = _dims(held.get("dims"), path.name)
    _check_shapes(dims, held["model_state_dict"], path.name)
    return Checkpoint(dims, held["model_state_dict"])


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if not _is_zip(path):
        return "PyTorch can't read it"
    return "it holds more than numbers, or is damaged"


def _dims(held: Any, where: str) -> Dims:
    names = [field.name for field in fields(Dims)]
    if not isinstance(held, dict) or sorted(held) != sorted(names):
        raise BadWeights(where=where, reason=f"dims must hold {', '.join(names)}")
    for name in names:
        if not isinstance(held[name], int) or not 0 < held[name] < _LARGEST:
            raise BadWeights(where=where, reason=f"dims.{name} is {held[name]!r}")
    return Dims(**held)


def _check_shapes(dims: Dims, tensors: Mapping[str, Any], where: str) -> None:
    for name, shape in expected_shapes(dims):
        if name not in tensors:
            raise BadWeights(where=where, reason=f"tensor {name} is missing")
        found = tuple(getattr(tensors[name], "shape", ()))
        if found != shape:
            raise BadWeights(where=where, reason=f"tensor {name} has shape {found}, not {shape}")


def expected_shapes(dims: Dims) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Name and shape of every tensor that a model of these sizes has."""
    audio, text = dims.n_audio_state, dims.n_text_state
    yield "encoder.positional_embedding", (dims.n_audio_ctx, audio)
    for number, width in ((1, dims.n_mels), (2, audio)):
        yield f"encoder.conv{number}.weight", (audio, width, 3)
        yield f"encoder.conv{number}.bias", (audio,)
    for layer in range(dims.n_audio_layer):
        yield from _block_shapes(f"encoder.blocks.{layer}", audio, ("attn",))
    yield from _norm_shapes("encoder.ln_post", audio)
    yield "decoder.token_embedding.weight", (dims.n_vocab, text)
    yield "decoder.positional_embedding", (dims.n_text_ctx, text)
    for layer in range(dims.n_text_layer):
        yield from _block_shapes(f"decoder.blocks.{layer}", text, ("attn", "cross_attn"))
    yield from _norm_shapes("decoder.ln", text)


def _block_shapes(name: str, width: int, attentions: tuple[str, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for attention in attentions:
        for part in ("query", "key", "value", "out"):
            yield f"{name}.{attention}.{part}.weight", (width, width)
            if part != "key":
                yield f"{name}.{attention}.{part}.bias", (width,)
        yield from _norm_shapes(f"{name}.{attention}_ln", width)
    for place, shape in ((0, (4 * width, width)), (2, (width, 4 * width))):
        yield f"{name}.mlp.{place}.weight", shape
        yield f"{name}.mlp.{place}.bias", shape[:1]
    yield from _norm_shapes(f"{name}.mlp_ln", width)


def _norm_shapes(name: str, width: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (width,)
    yield f"{name}.bias", (width,)


def fingerprint(path: Path) -> str:
    """Sixteen hex digits that tell checkpoints apart without reading gigabytes.

    Made of the size, the front and the end of the file; the end of a zip-form checkpoint lists a
    checksum of every tensor. No proof against a forger.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_HEAD_BYTES))
        file.seek(max(0, size - _TAIL_BYTES))
        digest.update(file.read())
    return digest.hexdigest()[:16]


# Official models by decoder layers, decoder width and vocabulary. large-v1 shares its sizes with large-v2.
_OFFICIAL = {
    (4, 384, 51865): "tiny", (4, 384, 51864): "tiny.en",
    (6, 512, 51865): "base", (6, 512, 51864): "base.en",
    (12, 768, 51865): "small", (12, 768, 51864): "small.en",
    (24, 1024, 51865): "medium", (24, 1024, 51864): "medium.en",
    (32, 1280, 51865): "large-v2", (32, 1280, 51866): "large-v3",
    (4, 1280, 51866): "large-v3-turbo",
}  # fmt: skip


def official_size(dims: Dims) -> str | None:
    """The official size that has these dimensions; None for a model of other make."""
    return _OFFICIAL.get((dims.n_text_layer, dims.n_text_state, dims.n_vocab))


def alignment_heads(dims: Dims) -> list[tuple[int, int]]:
    """The cross-attention heads that follow the sound, from which word times are read.

    Published by openai-whisper for its own models (fine-tunes share them); for others every head of
    the later half of the decoder, as whisper does.

    Returns:
        Pairs of layer and head.
    """
    import numpy as np
    import whisper

    size = official_size(dims)
    table: dict[str, bytes] = getattr(whisper, "_ALIGNMENT_HEADS", {})
    if size is None or size not in table:
        later = range(dims.n_text_layer // 2, dims.n_text_layer)
        return [(layer, head) for layer in later for head in range(dims.n_text_head)]
    mask = np.frombuffer(gzip.decompress(b85decode(table[size])), dtype=bool)
    return [(int(layer), int(head)) for layer, head in np.argwhere(mask.reshape(dims.n_text_layer, dims.n_text_head))]
