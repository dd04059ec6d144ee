"""Ten minutes on which nobody speaks: no engine may write a word."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from benchmarks import sounds
from benchmarks.table import Row
from recordings.engines import pick_engine
from recordings.engines.errors import NoSpeech
from recordings.engines.sphinx import SphinxEngine
from recordings.transcribe import transcribe
from recordings.vad import SpeechSpan
from recordings.windows import pack

MINUTES = 10
ENGINES = ("whisper-ct2", "whisper", "pocketsphinx")
UNGATED_S = 60.0  # seconds of the same that pocketsphinx hears without the gate, for comparison


def rows() -> list[Row]:
    """Words that all engines write, beside what one writes without the gate."""
    heard = nobody_with_every_engine(60.0 * MINUTES)
    sound = sounds.nobody(UNGATED_S)
    found = SphinxEngine().transcribe(pack(sound, [SpeechSpan(0.0, UNGATED_S)]), "en")
    invented = sum(len(window.words) for window in found)
    return [
        Row(
            f"{MINUTES} min of silence, ringing, engaged tone, hold music, fiddle, noise: words written",
            ", ".join(f"{name} {words}" for name, words in heard.items()),
            f"pocketsphinx without the gate: {invented} in {UNGATED_S:.0f} s",
            "",
            "0",
            not any(heard.values()),
        )
    ]


def nobody_with_every_engine(seconds: float) -> dict[str, int]:
    """For each engine how many words it writes over a line on which nobody speaks (Whisper with random weights)."""
    from tests.recordings.checkpoint import random_model, save_checkpoint
    from tests.recordings.sounds import write_sound

    with tempfile.TemporaryDirectory(prefix="tingxin-bench-") as folder:
        models = Path(folder)
        save_checkpoint(random_model(), models / "random.pt")
        audio = write_sound(models / "nobody.wav", np.stack([sounds.nobody(seconds), sounds.nobody(seconds)[::-1]]))
        return {name: _words(audio, name, models) for name in ENGINES}


def _words(audio: Path, engine: str, models: Path) -> int:
    pick_engine(engine, models_folder=models)  # it is there and loads: what is missing can't write either
    try:
        transcript = transcribe(audio, engine, models_folder=models)
    except NoSpeech:
        return 0
    return sum(len(turn.words or ()) for turn in transcript.turns)
