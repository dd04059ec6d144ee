"""A short answer by one person, as a trainee gives it: what was said, and how loud. No telling apart of voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recordings.audio import decode
from recordings.engines.errors import NoSpeech
from recordings.engines.pick import pick_engine
from recordings.engines.protocol import Engine
from recordings.errors import Language
from recordings.hearing import hear, prompts_for
from recordings.listening import listen
from recordings.loudness import loudness_db
from recordings.turns import build_turns

SILENT_DB = -100.0  # where there is no sound at all
_FULL = 0.99  # of full scale; a sample beyond it was cut off
_CLIPPED = 0.001  # share of such samples from which one hears it; own choice


@dataclass(frozen=True)
class Level:
    """How loud a reply is: of its louder half, in decibels below full scale, -100 to about 0."""

    level_db: float
    clipped: bool


def level(path: Path | str) -> Level:
    """How loud a recording is. Raises `AudioError`."""
    sound = decode(path)
    samples = sound.samples.mean(axis=0)
    found = loudness_db(samples, [(0.0, sound.duration_s)])
    clipped = bool(len(samples)) and float((np.abs(samples) >= _FULL).mean()) > _CLIPPED
    return Level(SILENT_DB if found is None else found, clipped)


def reply_engine(
    language: Language, *, engine: str = "auto", model: str | None = None, models_folder: Path | None = None
) -> Engine:
    """The engine for replies: all threads for one window. It stays loaded; see `pick_engine` for the rest."""
    return pick_engine(engine, model, language=language, models_folder=models_folder, workers=1).engine


def reply_text(
    path: Path | str,
    language: Language,
    *,
    engine: str = "auto",
    model: str | None = None,
    models_folder: Path | None = None,
    vocabulary: Mapping[Language, Sequence[str]] | None = None,
) -> str:
    """What one person said, in one line.

    Does not look who speaks: a call is for `transcribe`.

    Args:
        path: A recording; both channels of stereo are heard.
        language: What is spoken.
        engine: "auto" or the name of an engine.
        model: A size or a file of Whisper weights.
        models_folder: Where weights are; None for where the environment says.
        vocabulary: By language, terms to expect; see `transcribe`.

    Raises:
        AudioError: The recording can't be used.
        NoSpeech: Nobody speaks in it, or the engine made out no word.
        EngineError, NoWeights, BadWeights: No engine; see `recordings.engines.errors`.
    """
    sound = listen(path)
    if not sound.windows:
        raise NoSpeech(where=Path(path).name)
    ear = reply_engine(language, engine=engine, model=model, models_folder=models_folder)
    spoken = hear(ear, sound, language, prompts_for(vocabulary), lambda _share: None)
    turns = build_turns(spoken.voices, {}, language)
    text = ("" if language == "zh" else " ").join(turn.text for turn in turns).strip()
    if not text:
        raise NoSpeech(where=Path(path).name)
    return text
