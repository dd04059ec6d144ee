"""When not to believe Whisper: loops, guesses over silence, and its well-known ghosts."""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

LOOP_RATIO = 2.4  # compression ratio above which a text repeats itself; openai-whisper's threshold
LOW_LOG_PROB = -1.0  # mean log-probability per token below which decoding failed; openai-whisper's threshold
NO_SPEECH = 0.6  # probability of silence above which a failed decoding is silence; openai-whisper's threshold
HALLUCINATION_S = 2.0  # seconds of silence around a doubtful segment after which whisper drops it
TEMPERATURES = (0.0, 0.2, 0.4, 0.6)  # tried in turn while a window fails


def repeats_itself(text: str) -> bool:
    """Whether a text is a loop ("thank you thank you thank you …")."""
    held = text.strip().encode()
    return bool(held) and len(held) / len(zlib.compress(held)) > LOOP_RATIO


def failed(text: str, log_prob: float) -> bool:
    """Whether a window should be heard again in another way."""
    return repeats_itself(text) or log_prob < LOW_LOG_PROB


def believable(text: str, log_prob: float, no_speech: float) -> bool:
    """Whether a text may stand in a transcript.

    Args:
        text: Of one segment.
        log_prob: Mean log-probability per token, at most 0.
        no_speech: Probability that nobody speaks, 0..1.
    """
    silent = no_speech > NO_SPEECH and log_prob < LOW_LOG_PROB
    return not (silent or repeats_itself(text) or is_ghost(text))


def is_ghost(text: str) -> bool:
    """Whether a text is one that Whisper learnt from subtitles and nobody says on the telephone."""
    return _letters(text) in _ghosts()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@cache
def _ghosts() -> frozenset[str]:
    import yaml

    held = yaml.safe_load(Path(__file__).with_name("ghosts.yaml").read_text(encoding="utf-8"))
    return frozenset(_letters(line) for lines in held.values() for line in lines)
