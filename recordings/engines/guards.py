"""When to hear a window again: loops, guesses, echoes of the prompt; and which lines are Whisper's known ghosts."""

from __future__ import annotations

import re
import zlib
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

LOOP_RATIO = 2.4  # compression ratio above which a text repeats itself; openai-whisper's threshold
LOW_LOG_PROB = -1.0  # mean log-probability per token below which decoding failed; openai-whisper's threshold
NO_SPEECH = 0.6  # probability of silence above which a failed decoding is silence; openai-whisper's threshold
UNSURE = 0.35  # mean probability of the words below which they are a guess; own choice, real speech is above 0.7
ECHO = 0.6  # share of a text that the prompt holds, from which it is an echo; own choice
_PIECE = 3  # letters or characters that such a piece has at least


def repeats_itself(text: str) -> bool:
    """Whether a text is a loop ("thank you thank you thank you …")."""
    held = text.strip().encode()
    return bool(held) and len(held) / len(zlib.compress(held)) > LOOP_RATIO


def doubtful(text: str, log_prob: float, confidence: float | None, prompt: str | None) -> bool:
    """Whether a window should be heard again, without the prompt.

    Args:
        text: Of the window.
        log_prob: Mean log-probability per token, at most 0; the prompt's help included.
        confidence: Mean of the words' probabilities, which know no prompt, 0..1; None if there is no word.
        prompt: What Whisper was told to expect.
    """
    unsure = confidence is not None and confidence < UNSURE
    return unsure or failed(text, log_prob) or echoes(text, prompt)


def echoes(text: str, prompt: str | None) -> bool:
    """Whether a text is made of pieces of the prompt: what Whisper writes when it hears nothing that it knows."""
    said, told = letters(text), letters(prompt or "")
    blocks = SequenceMatcher(None, said, told, autojunk=False).get_matching_blocks()
    return bool(said) and sum(block.size for block in blocks if block.size >= _PIECE) >= ECHO * len(said)


def failed(text: str, log_prob: float) -> bool:
    """Whether a decoding is to be tried anew at a higher temperature."""
    return log_prob < LOW_LOG_PROB or repeats_itself(text)


def is_silence(log_prob: float, no_speech: float) -> bool:
    """Whether a window holds no speech: the model thinks so and had to guess the words.

    Args:
        log_prob: Mean log-probability per token, at most 0.
        no_speech: Probability that nobody speaks, 0..1.
    """
    return no_speech > NO_SPEECH and log_prob < LOW_LOG_PROB


def is_ghost(text: str) -> bool:
    """Whether a text is one that Whisper learnt from subtitles and nobody says on the telephone."""
    return letters(text) in _ghosts()


def letters(text: str) -> str:
    """A text without spaces, marks and case, for comparing."""
    return re.sub(r"[\W_]+", "", text).casefold()


@cache
def _ghosts() -> frozenset[str]:
    import yaml

    held = yaml.safe_load(Path(__file__).with_name("ghosts.yaml").read_text(encoding="utf-8"))
    return frozenset(letters(line) for lines in held.values() for line in lines)
