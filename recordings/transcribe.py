"""A recording becomes a transcript."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from recordings.engines.protocol import Progress
from recordings.errors import Language
from recordings.transcript import Transcript


def transcribe(
    path: Path | str,
    engine: str = "auto",
    language: Language | Literal["auto"] = "auto",
    model: str | None = None,
    progress: Progress | None = None,
    *,
    models_folder: Path | None = None,
    prompt: str | None = None,
) -> Transcript:
    """Say who said what, and when. (Being written.)"""
    raise NotImplementedError
