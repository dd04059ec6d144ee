"""The phrase families as data: one YAML file per language and group, written to be read by a supervisor."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from recordings.errors import Language

GROUPS = ("courtesy", "care", "help", "harm", "signals", "cues")


@cache
def load_words(language: Language) -> dict[str, list[str]]:
    """The word lists of `language`: fillers, stutters, usual recognition errors, discourse marks."""
    words: dict[str, list[str]] = load_yaml(f"words.{language}.yaml")
    return words


def load_yaml(name: str) -> Any:
    """The content of the data file `name` of this folder."""
    return yaml.load((files(__name__) / name).read_text(encoding="utf-8"), Loader=_loader())


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
