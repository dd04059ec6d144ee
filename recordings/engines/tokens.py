"""Whisper's vocabulary in the form that faster-whisper reads, so that nothing is fetched from a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from recordings.engines.checkpoint import Dims

if TYPE_CHECKING:
    from tiktoken import Encoding


def vocabulary(dims: Dims) -> list[str]:
    """Every token in id order, byte-level BPE written in GPT-2's printable letters.

    Returns:
        `dims.n_vocab` names; ids that the tokenizer does not know get a name of their own.
    """
    encoding = _encoding(dims)
    letters = _byte_letters()
    names = ["".join(letters[byte] for byte in token) for token, _ in _by_rank(encoding._mergeable_ranks)]
    names += [name for name, _ in sorted(encoding._special_tokens.items(), key=lambda pair: pair[1])]
    names += [f"<|unused{position}|>" for position in range(len(names), dims.n_vocab)]
    return names[: dims.n_vocab]


def tokenizer_json(dims: Dims) -> str:
    """`tokenizer.json` that encodes and decodes exactly as whisper's own tokenizer."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    encoding = _encoding(dims)
    letters = _byte_letters()
    ranks = encoding._mergeable_ranks

    def written(token: bytes) -> str:
        return "".join(letters[byte] for byte in token)

    plain = {written(token): rank for token, rank in ranks.items()}
    merges = [(written(left), written(right)) for left, right in _merges(ranks)]
    tokenizer = Tokenizer(models.BPE(vocab=plain, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    specials = sorted(encoding._special_tokens.items(), key=lambda pair: pair[1])
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name, _ in specials])
    text: str = tokenizer.to_str()
    return text


def preprocessor_json(dims: Dims) -> str:
    """`preprocessor_config.json`: how many mel bands the model listens to."""
    return json.dumps(
        {"feature_size": dims.n_mels, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}
    )


def _encoding(dims: Dims) -> Encoding:
    from whisper.tokenizer import get_encoding

    encoding: Encoding = get_encoding(
        name="multilingual" if dims.multilingual else "gpt2", num_languages=dims.n_languages
    )
    return encoding


def _by_rank(ranks: Mapping[bytes, int]) -> list[tuple[bytes, int]]:
    return sorted(ranks.items(), key=lambda pair: pair[1])


def _merges(ranks: Mapping[bytes, int]) -> list[tuple[bytes, bytes]]:
    """The pairs that byte-pair encoding joins, in order, told from the ranks alone.

    A token was made by joining the two parts that are left when its bytes are merged with the pairs
    of lower rank only.
    """
    pairs: list[tuple[bytes, bytes]] = []
    for token, rank in _by_rank(ranks):
        if len(token) > 1:
            parts = _merge_below(token, rank, ranks)
            if len(parts) == 2:
                pairs.append((parts[0], parts[1]))
    return pairs


def _merge_below(token: bytes, limit: int, ranks: Mapping[bytes, int]) -> list[bytes]:
    parts = [token[place : place + 1] for place in range(len(token))]
    while True:
        joined = [(ranks.get(left + right, limit), place) for place, (left, right) in enumerate(pairwise(parts))]
        best, place = min(joined, default=(limit, 0))
        if best >= limit:
            return parts
        parts[place : place + 2] = [parts[place] + parts[place + 1]]


@cache
def _byte_letters() -> tuple[str, ...]:
    """A printable letter for each byte. Source: GPT-2's encoder, `bytes_to_unicode`."""
    shown = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = {byte: chr(byte) for byte in shown}
    hidden = [byte for byte in range(256) if byte not in letters]
    letters |= {byte: chr(256 + place) for place, byte in enumerate(hidden)}
    return tuple(letters[byte] for byte in range(256))
