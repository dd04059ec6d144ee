"""Which engine listens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from recordings.engines.protocol import Engine, Words
from recordings.errors import Language


@dataclass(frozen=True)
class Picked:
    """An engine that is loaded, and why it was chosen, in both languages."""

    engine: Engine
    why: Words


def pick_engine(
    name: str = "auto",
    model: str | None = None,
    *,
    language: Language | Literal["auto"] = "auto",
    models_folder: Path | None = None,
) -> Picked:
    """Load an engine. (Being written.)"""
    raise NotImplementedError
