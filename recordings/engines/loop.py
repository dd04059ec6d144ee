"""The loop that both Whisper engines share: windows in, words out.

Windows of all channels are encoded, told their language, and decoded in batches of one language. A window that fails
is heard again alone: first without the prompt, which may be what went wrong, then warmer. What can't be believed is
sifted out and recorded. Nothing is carried from one window to the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol

from recordings.engines.guards import doubtful, failed, is_silence, repeats_itself
from recordings.engines.protocol import Heard, HeardWord, Progress
from recordings.engines.sift import sift
from recordings.engines.tongues import Tongues
from recordings.errors import Language
from recordings.windows import Window

ROUND = 16  # windows that are held encoded at a time; 3 MB each with base, 8 MB with large


@dataclass(frozen=True)
class Effort:
    """How hard an engine tries.

    Attributes:
        beam: Beams of the search.
        longest: Tokens that one window may give; openai-whisper's own limit.
        temperatures: Tried in turn while a window fails; few, since what fails twice is seldom speech. The first is 0.
    """

    beam: int = 5
    longest: int = 224
    temperatures: tuple[float, ...] = (0.0, 0.4, 0.8)


@dataclass(frozen=True)
class Decoded:
    """One window's text as tokens.

    Attributes:
        tokens: Text tokens alone.
        text: The same, written.
        log_prob: Mean log-probability per token, at most 0.
        no_speech: Probability that nobody speaks, 0..1.
    """

    tokens: tuple[int, ...]
    text: str
    log_prob: float
    no_speech: float


class Ear(Protocol):
    """What the loop asks of a Whisper, whatever runs it. `Any` is a window as this ear encodes it."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """What the model can hear."""
        ...

    @property
    def effort(self) -> Effort:
        """How hard it tries."""
        ...

    @property
    def workers(self) -> int:
        """How many threads may use it at once."""
        ...

    @property
    def batch(self) -> int:
        """How many windows it decodes together at most."""
        ...

    def encode(self, window: Window) -> Any:
        """Listen to a window once; the other methods work on what comes of it."""
        ...

    def tongues(self, encoded: Any) -> Mapping[str, float]:
        """The probability of each language by Whisper's code."""
        ...

    def decode(
        self, encoded: Sequence[Any], language: Language, *, prompt: str | None, temperature: float
    ) -> list[Decoded]:
        """Write down windows of one language."""
        ...

    def time_words(
        self, encoded: Sequence[Any], decoded: Sequence[Decoded], language: Language
    ) -> list[list[HeardWord]]:
        """The words of decoded windows with their times."""
        ...


@dataclass(frozen=True, eq=False)
class _Job:
    """Windows that are decoded together: their places, what was encoded, and in which language."""

    places: tuple[int, ...]
    encoded: tuple[Any, ...]
    language: Language


def hear(
    ear: Ear,
    windows: Sequence[Window],
    language: Language | None,
    prompts: Mapping[Language, str],
    progress: Progress | None = None,
) -> list[Heard]:
    """Hear every window. Arguments and result as of `Engine.transcribe`."""
    heard: dict[int, Heard] = {}
    tongues = Tongues(ear.languages)

    def work(job: _Job) -> list[Heard]:
        return _hear_job(ear, [windows[place] for place in job.places], job, prompts.get(job.language) or None)

    with ThreadPoolExecutor(ear.workers) as pool:
        for first in range(0, len(windows), ROUND):
            encoded = list(pool.map(ear.encode, windows[first : first + ROUND]))
            spoken = [language] * len(encoded) if language else tongues.tell([ear.tongues(each) for each in encoded])
            jobs = list(_jobs(ear, encoded, spoken, first))
            for job, found in zip(jobs, pool.map(work, jobs), strict=True):
                heard.update(zip(job.places, found, strict=True))
                if progress:
                    progress(len(heard) / len(windows))
    return [heard[place] for place in range(len(windows))]


def _jobs(ear: Ear, encoded: Sequence[Any], spoken: Sequence[Language], first: int) -> Iterator[_Job]:
    """Batches of one language, small enough that every thread has one."""
    for language in dict.fromkeys(spoken):
        numbers = [number for number, each in enumerate(spoken) if each == language]
        size = max(1, min(ear.batch, -(-len(numbers) // ear.workers)))
        for start in range(0, len(numbers), size):
            chosen = numbers[start : start + size]
            yield _Job(tuple(first + n for n in chosen), tuple(encoded[n] for n in chosen), language)


def _hear_job(ear: Ear, windows: Sequence[Window], job: _Job, prompt: str | None) -> list[Heard]:
    decoded = ear.decode(job.encoded, job.language, prompt=prompt, temperature=ear.effort.temperatures[0])
    timed = ear.time_words(job.encoded, decoded, job.language)
    heard: list[Heard] = []
    for window, encoded, text, words in zip(windows, job.encoded, decoded, timed, strict=True):
        if doubtful(text.text, text.log_prob, _confidence(words), prompt):
            again = _decode_again(ear, encoded, job.language, text, prompted=prompt is not None)
            if again is not text:
                text, words = again, ear.time_words([encoded], [again], job.language)[0]
        kept, dropped = sift(in_window(words, window.duration_s), window, text.log_prob, text.no_speech)
        heard.append(Heard(kept, job.language, dropped))
    return heard


def _decode_again(ear: Ear, encoded: Any, language: Language, first: Decoded, *, prompted: bool) -> Decoded:
    """Without the prompt, and warmer while it fails: the first that does not, else the likeliest that is no loop."""
    tried = [] if prompted else [first]
    for temperature in ear.effort.temperatures[0 if prompted else 1 :]:
        if tried and not _worth_trying(tried[-1]):
            return tried[-1]
        tried += ear.decode([encoded], language, prompt=None, temperature=temperature)
    if not _worth_trying(tried[-1]):
        return tried[-1]
    return max(tried, key=lambda text: (not repeats_itself(text.text), text.log_prob))


def _worth_trying(text: Decoded) -> bool:
    return failed(text.text, text.log_prob) and not is_silence(text.log_prob, text.no_speech)


def frames_of(window: Window) -> int:
    """Frames of 10 ms in which words are looked for: those that hold sound, a second at least, 3000 at most."""
    return min(3000, max(100, math.ceil(window.duration_s * 100)))


def _confidence(words: Sequence[HeardWord]) -> float | None:
    known = [word.confidence for word in words if word.confidence is not None]
    return sum(known) / len(known) if known else None


def in_window(words: Sequence[HeardWord], duration_s: float) -> list[HeardWord]:
    """The same words with times that never run back and stay within the window."""
    placed: list[HeardWord] = []
    now_s = 0.0
    for word in words:
        start_s = min(max(word.start_s, now_s), duration_s)
        now_s = min(max(word.end_s, start_s), duration_s)
        placed.append(replace(word, start_s=start_s, end_s=now_s))
    return placed
