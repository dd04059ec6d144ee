"""A learned criterion as a file: arrays and a JSON head in one .npz. Nothing in it is ever run."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from scoring.errors import BadModel
from scoring.learning.heads import Heads
from scoring.learning.model import Judge, Judges, Learned, Lexicon

VERSION = 2  # of the form and of how texts become tokens: an older model would read them otherwise
_ARRAYS = (
    "runs", "in_texts", "in_sentences", "text_weights", "text_constants", "sentence_weights", "sentence_constants",
    *(f"{judge}_{part}" for judge in ("known", "new") for part in ("mean", "scale", "weights", "constants", "leaning")),
    "phrases",
)  # fmt: skip


def save_model(model: Learned, path: Path, about: dict[str, Any] | None = None) -> None:
    """Write a model; an existing file is replaced whole or not at all.

    Args:
        model: What was learned.
        path: The file.
        about: What is kept beside it: when, from how many labels, the report. JSON only.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(to_bytes(model, about))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def to_bytes(model: Learned, about: dict[str, Any] | None = None) -> bytes:
    """The content of a model's file."""
    head = json.dumps({"version": VERSION, "levels": model.levels, "about": about or {}}, ensure_ascii=False)
    arrays: dict[str, Any] = {
        "runs": np.frombuffer("\n".join(model.lexicon.runs).encode(), np.uint8),
        "in_texts": model.lexicon.in_texts,
        "in_sentences": model.lexicon.in_sentences,
        "text_weights": model.text_heads.weights.astype(np.float32),
        "text_constants": model.text_heads.constants,
        "sentence_weights": model.sentence_heads.weights.astype(np.float32),
        "sentence_constants": model.sentence_heads.constants,
        "phrases": model.judges.phrases,
    }
    for name, judge in (("known", model.judges.known), ("new", model.judges.new)):
        arrays |= {f"{name}_{part}": array for part, array in vars(judge).items()}
    content = io.BytesIO()
    np.savez_compressed(content, head=np.frombuffer(head.encode(), np.uint8), **arrays)
    return content.getvalue()


def load_model(path: Path) -> tuple[Learned, dict[str, Any]]:
    """Read a model and what is kept beside it.

    Raises:
        BadModel: No such file, not a model, or of another version.
    """
    try:
        return from_bytes(path.read_bytes(), path.name)
    except FileNotFoundError as error:
        raise BadModel(file=path.name, reason="there is no such file") from error
    except OSError as error:
        raise BadModel(file=path.name, reason="it can't be read") from error


def from_bytes(content: bytes, name: str) -> tuple[Learned, dict[str, Any]]:
    """A model from the content of its file, called `name` in errors. Raises `BadModel`."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes().decode())
            if head["version"] != VERSION:
                raise BadModel(file=name, reason=f"version {head['version']}, allowed {VERSION}")
            found = {array: file[array] for array in _ARRAYS}
        return _made(head, found), head["about"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise BadModel(file=name, reason="not a model of ours, or damaged") from error


def _made(head: dict[str, Any], found: dict[str, Any]) -> Learned:
    runs = tuple(found["runs"].tobytes().decode().split("\n"))
    levels = tuple(int(level) for level in head["levels"])
    size, wide = len(levels), len(runs)
    shapes = {
        "in_texts": (wide,), "in_sentences": (wide,), "text_weights": (2 * size - 1, wide),
        "sentence_weights": (2 * size - 1, wide), "phrases": (len(found["phrases"].ravel()),),
    }  # fmt: skip
    for judge in ("known", "new"):
        shapes |= {f"{judge}_weights": (size, len(found[f"{judge}_mean"])), f"{judge}_leaning": (size,)}
    wrong = [name for name, shape in shapes.items() if found[name].shape != shape]
    if wrong or not all(np.isfinite(found[name]).all() for name in _ARRAYS[1:]):
        raise ValueError("shapes")
    return Learned(
        levels=levels,
        lexicon=Lexicon(runs, found["in_texts"], found["in_sentences"]),
        text_heads=Heads(found["text_weights"], found["text_constants"]),
        sentence_heads=Heads(found["sentence_weights"], found["sentence_constants"]),
        judges=Judges(_judge(found, "known"), _judge(found, "new"), found["phrases"]),
    )


def _judge(found: dict[str, Any], name: str) -> Judge:
    return Judge(**{part: found[f"{name}_{part}"] for part in ("mean", "scale", "weights", "constants", "leaning")})
