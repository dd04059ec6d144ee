"""Official checkpoints and their conversion to CTranslate2."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.engines.checkpoint import Dims, alignment_heads, official_size
from recordings.engines.convert import convert_once
from recordings.engines.errors import BadWeights
from recordings.engines.tokens import tokenizer_json, vocabulary
from tests.recordings.checkpoint import SIZES, random_model, save_checkpoint

MULTILINGUAL = Dims(**SIZES)
BASE = Dims(80, 1500, 512, 8, 6, 51865, 448, 512, 8, 6)  # source: openai-whisper, base.pt


@pytest.mark.parametrize(
    "sizes",
    [
        {},
        {"n_vocab": 51864},  # English only
        {"n_vocab": 51866, "n_mels": 128},  # as large-v3: one language more, 128 mel bands
    ],
)
def test_a_converted_model_encodes_as_the_original(tmp_path: Path, sizes: dict[str, int]) -> None:
    import torch
    from faster_whisper import WhisperModel

    model = random_model(**sizes)
    weights = save_checkpoint(model, tmp_path / "random.pt")
    folder = convert_once(weights, tmp_path / "ct2", precision="float32")
    converted = WhisperModel(str(folder), device="cpu", compute_type="float32", local_files_only=True)
    mel = torch.randn(model.dims.n_mels, 3000)
    with torch.no_grad():
        expected = model.encoder(mel[None]).numpy()
    assert np.abs(np.array(converted.encode(mel.numpy())) - expected).max() <= 1e-3
    assert converted.model.is_multilingual == (model.dims.n_vocab > 51864)


def test_a_model_is_converted_once_and_anew_when_its_weights_change(tmp_path: Path) -> None:
    weights = save_checkpoint(random_model(seed=0), tmp_path / "small.pt")
    first = convert_once(weights, tmp_path / "ct2")
    made = (first / "model.bin").stat().st_mtime_ns
    assert convert_once(weights, tmp_path / "ct2") == first
    assert (first / "model.bin").stat().st_mtime_ns == made
    save_checkpoint(random_model(seed=1), weights)
    assert convert_once(weights, tmp_path / "ct2") != first
    assert all(not path.name.startswith(".") for path in (tmp_path / "ct2").iterdir())


def broken(tmp_path: Path, kind: str) -> Path:
    import torch

    path = tmp_path / "broken.pt"
    if kind == "text":
        path.write_text("these are no weights")
        return path
    if kind == "empty":
        path.touch()
        return path
    save_checkpoint(random_model(), path)
    held = torch.load(path, weights_only=True)
    tensors = held["model_state_dict"]
    if kind == "cut short":
        path.write_bytes(path.read_bytes()[:100_000])
        return path
    if kind == "tensor missing":
        del tensors["decoder.ln.bias"]
    elif kind == "wrong shape":
        tensors["encoder.conv1.weight"] = torch.zeros(2, 2)
    elif kind == "no sizes":
        del held["dims"]
    elif kind == "absurd size":
        held["dims"]["n_vocab"] = -1
    elif kind == "code":
        held["dims"] = print
    torch.save(held, path)
    return path


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("text", "PyTorch can't read it"),
        ("empty", "PyTorch can't read it"),
        ("cut short", "damaged"),
        ("code", "more than numbers"),
        ("tensor missing", "decoder.ln.bias is missing"),
        ("wrong shape", r"encoder.conv1.weight has shape \(2, 2\), not \(64, 80, 3\)"),
        ("no sizes", "dims must hold"),
        ("absurd size", "dims.n_vocab is -1"),
    ],
)
def test_a_broken_checkpoint_is_refused_and_leaves_nothing_behind(tmp_path: Path, kind: str, said: str) -> None:
    path = broken(tmp_path, kind)
    with pytest.raises(BadWeights, match=said) as caught:
        convert_once(path, tmp_path / "ct2")
    assert "broken.pt" in caught.value.text("zh")
    assert not (tmp_path / "ct2").exists()


def test_a_whole_checkpoint_is_read() -> None:
    assert official_size(BASE) == "base"
    assert official_size(MULTILINGUAL) is None


def test_official_models_take_their_times_from_the_published_heads() -> None:
    # Source: the heads published for whisper-base.
    assert alignment_heads(BASE) == [(3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)]
    # Two layers of two heads: all of the later half.
    assert alignment_heads(MULTILINGUAL) == [(1, 0), (1, 1)]


@pytest.fixture(scope="module")
def tokenizers() -> tuple[object, object]:
    from tokenizers import Tokenizer
    from whisper.tokenizer import get_tokenizer

    return Tokenizer.from_str(tokenizer_json(MULTILINGUAL)), get_tokenizer(True)


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Co"))))
def test_the_written_tokenizer_agrees_with_whisper(tokenizers, text: str) -> None:  # type: ignore[no-untyped-def]
    ours, whispers = tokenizers
    assert ours.encode(text, add_special_tokens=False).ids == whispers.encoding.encode(text, disallowed_special=())


@pytest.mark.parametrize(
    "text", ["您好,12363金融消费权益保护热线。", "Hello, it's about my card's fee: $1,234.50!", "  雨  ☂ é"]
)
def test_the_written_tokenizer_reads_back_what_it_wrote(tokenizers, text: str) -> None:  # type: ignore[no-untyped-def]
    ours, whispers = tokenizers
    assert ours.encode(text, add_special_tokens=False).ids == whispers.encode(text)
    assert ours.decode(whispers.encode(text)) == text


def test_special_tokens_stand_at_whispers_numbers(tokenizers) -> None:  # type: ignore[no-untyped-def]
    ours, whispers = tokenizers
    names = vocabulary(MULTILINGUAL)
    assert len(names) == 51865
    for name, number in whispers.special_tokens.items():
        assert ours.token_to_id(name) == number
        assert names[number] == name
