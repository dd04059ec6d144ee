"""Official `.pt` weights become a CTranslate2 model, once."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recordings.engines.checkpoint import Checkpoint, alignment_heads, fingerprint, read_checkpoint
from recordings.engines.errors import NoRoom
from recordings.engines.tokens import preprocessor_json, tokenizer_json, vocabulary

if TYPE_CHECKING:
    from ctranslate2.specs import WhisperSpec

_log = logging.getLogger(__name__)
_FORM = 1  # raise it when what is written below changes, so that older folders are made anew
DEFAULT_PRECISION = "int8"


def converted_folder(weights: Path, cache: Path, *, precision: str = DEFAULT_PRECISION) -> Path:
    """Where the conversion of these weights stands or would stand."""
    return cache / f"{weights.stem}-{fingerprint(weights)}-{precision}-{_FORM}"


def convert_once(weights: Path, cache: Path, *, precision: str = DEFAULT_PRECISION) -> Path:
    """The converted model for these weights, made now if it isn't there yet.

    Two processes may convert at once: each writes a folder of its own, and the first to finish wins.

    Args:
        weights: An official `.pt` checkpoint.
        cache: Folder of conversions; made if missing.
        precision: CTranslate2's name: "int8", "float32", ….

    Returns:
        A folder that `faster_whisper.WhisperModel` opens without a network.

    Raises:
        BadWeights: Not an official checkpoint.
        NoRoom: The folder can't be written.
    """
    folder = converted_folder(weights, cache, precision=precision)
    if folder.is_dir():
        return folder
    checkpoint = read_checkpoint(weights)
    _log.info("converting %s to %s", weights.name, folder.name)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=cache))
    except OSError as error:
        raise NoRoom(folder=cache, reason=error.strerror or error) from error
    try:
        write_converted(checkpoint, unfinished, precision=precision)
        _settle(unfinished, folder)
    except (OSError, RuntimeError) as error:
        raise NoRoom(folder=cache, reason=error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _settle(unfinished: Path, folder: Path) -> None:
    unfinished.chmod(0o755)
    try:
        unfinished.rename(folder)
    except OSError:
        if not folder.is_dir():  # otherwise another process was quicker, and its folder is as good
            raise


def write_converted(checkpoint: Checkpoint, folder: Path, *, precision: str = DEFAULT_PRECISION) -> None:
    """Write a CTranslate2 model and the vocabulary files that it needs into an existing folder."""
    spec = whisper_spec(checkpoint)
    spec.validate()
    spec.optimize(quantization=None if precision == "float32" else precision)
    spec.save(str(folder))
    (folder / "tokenizer.json").write_text(tokenizer_json(checkpoint.dims), encoding="utf-8")
    (folder / "preprocessor_config.json").write_text(preprocessor_json(checkpoint.dims), encoding="utf-8")
    (folder / "tingxin.json").write_text(json.dumps({"form": _FORM, "precision": precision}), encoding="utf-8")


def whisper_spec(checkpoint: Checkpoint) -> WhisperSpec:
    """CTranslate2's description of the model, filled with the checkpoint's tensors in float32."""
    import torch
    from ctranslate2.specs import WhisperSpec

    dims = checkpoint.dims
    spec = WhisperSpec(dims.n_audio_layer, dims.n_audio_head, dims.n_text_layer, dims.n_text_head)
    tensors = _Tensors({name: tensor.to(torch.float32) for name, tensor in checkpoint.tensors.items()})
    for number in (1, 2):
        tensors.linear(getattr(spec.encoder, f"conv{number}"), f"encoder.conv{number}")
    spec.encoder.position_encodings.encodings = tensors["encoder.positional_embedding"]
    tensors.norm(spec.encoder.layer_norm, "encoder.ln_post")
    for layer, block in enumerate(spec.encoder.layer):
        tensors.block(block, f"encoder.blocks.{layer}")
    spec.decoder.embeddings.weight = tensors["decoder.token_embedding.weight"]
    spec.decoder.position_encodings.encodings = tensors["decoder.positional_embedding"]
    spec.decoder.projection.weight = tensors["decoder.token_embedding.weight"]
    tensors.norm(spec.decoder.layer_norm, "decoder.ln")
    for layer, block in enumerate(spec.decoder.layer):
        tensors.block(block, f"decoder.blocks.{layer}")
    spec.register_vocabulary(vocabulary(dims))
    _configure(spec, checkpoint)
    return spec


def _configure(spec: WhisperSpec, checkpoint: Checkpoint) -> None:
    from whisper.tokenizer import get_tokenizer

    dims = checkpoint.dims
    tokenizer = get_tokenizer(dims.multilingual, num_languages=dims.n_languages)
    never = {tokenizer.transcribe, tokenizer.translate, tokenizer.sot, tokenizer.sot_prev, tokenizer.sot_lm}
    spec.config.suppress_ids = sorted({*tokenizer.non_speech_tokens, *never, tokenizer.no_speech})
    spec.config.suppress_ids_begin = [*tokenizer.encode(" "), tokenizer.eot]
    spec.config.lang_ids = sorted(tokenizer.all_language_tokens) if dims.multilingual else []
    spec.config.alignment_heads = alignment_heads(dims)


class _Tensors(dict[str, Any]):
    """A checkpoint's tensors, with the ways in which CTranslate2 wants them laid."""

    def __init__(self, tensors: Mapping[str, Any]) -> None:
        super().__init__(tensors)

    def linear(self, spec: Any, name: str) -> None:
        spec.weight = self[f"{name}.weight"]
        spec.bias = self[f"{name}.bias"]

    def norm(self, spec: Any, name: str) -> None:
        spec.gamma = self[f"{name}.weight"]
        spec.beta = self[f"{name}.bias"]

    def stacked(self, spec: Any, name: str, parts: tuple[str, ...]) -> None:
        """Several projections as one. Whisper's keys have no bias, which is a bias of zero."""
        import torch

        weights = [self[f"{name}.{part}.weight"] for part in parts]
        spec.weight = torch.cat(weights)
        spec.bias = torch.cat(
            [
                self.get(f"{name}.{part}.bias", torch.zeros(weight.shape[0]))
                for part, weight in zip(parts, weights, strict=True)
            ]
        )

    def block(self, spec: Any, name: str) -> None:
        self.stacked(spec.self_attention.linear[0], f"{name}.attn", ("query", "key", "value"))
        self.linear(spec.self_attention.linear[1], f"{name}.attn.out")
        self.norm(spec.self_attention.layer_norm, f"{name}.attn_ln")
        if f"{name}.cross_attn.query.weight" in self:
            self.stacked(spec.attention.linear[0], f"{name}.cross_attn", ("query",))
            self.stacked(spec.attention.linear[1], f"{name}.cross_attn", ("key", "value"))
            self.linear(spec.attention.linear[2], f"{name}.cross_attn.out")
            self.norm(spec.attention.layer_norm, f"{name}.cross_attn_ln")
        self.linear(spec.ffn.linear_0, f"{name}.mlp.0")
        self.linear(spec.ffn.linear_1, f"{name}.mlp.2")
        self.norm(spec.ffn.layer_norm, f"{name}.mlp_ln")
