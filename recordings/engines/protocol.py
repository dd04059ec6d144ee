"""What every transcription engine promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from recordings.errors import Language
from recordings.transcript import Quality
from recordings.windows import Window

EngineName = Literal["whisper-ct2", "whisper", "pocketsphinx", "import"]
Progress = Callable[[float], None]


@dataclass(frozen=True)
class HeardWord:
    """One word as an engine heard it.

    Attributes:
        text: The word as it joins its neighbours: English words begin with a space, Chinese ones
            don't, punctuation sticks to the word before it.
        start_s: Seconds from the start of its window.
        end_s: Seconds from the start of its window, never before `start_s`.
        confidence: 0..1, None where the engine can't tell.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float | None = None


@dataclass(frozen=True)
class LanguageGuess:
    """The language that an engine hears, and how sure it is (0..1)."""

    language: Language
    probability: float


@dataclass(frozen=True)
class Words:
    """One thing said in both languages."""

    en: str
    zh: str

    def text(self, language: Language) -> str:
        """The words of `language`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class EngineInfo:
    """What there is to know of an engine without loading it.

    Attributes:
        name: The name that `--engine` takes.
        quality: What its transcripts are worth: "draft" is shown as such everywhere.
        languages: What it can hear.
        needs_weights: Whether it waits for a Whisper checkpoint.
        what: One line for people.
    """

    name: EngineName
    quality: Quality
    languages: tuple[Language, ...]
    needs_weights: bool
    what: Words = field(compare=False)


class Engine(Protocol):
    """Sound in, words out. Engines know nothing of channels, speakers or files."""

    info: EngineInfo

    @property
    def label(self) -> str:
        """What a transcript is stamped with, for instance "whisper-ct2:base"."""
        ...

    @property
    def languages(self) -> tuple[Language, ...]:
        """What the loaded model can hear (an English-only checkpoint hears less than its engine)."""
        ...

    def detect_language(self, windows: Sequence[Window]) -> LanguageGuess:
        """Say which of `languages` is spoken.

        Args:
            windows: Speech, at least one window; a few suffice.
        """
        ...

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language,
        *,
        prompt: str | None = None,
        progress: Progress | None = None,
    ) -> list[tuple[HeardWord, ...]]:
        """Hear every window on its own: no text is carried from one to the next.

        Args:
            windows: Speech of one channel, 16 kHz.
            language: One of `languages`.
            prompt: Words to expect (names, terms), given to every window; engines may ignore it.
            progress: Called with the share done, 0..1.

        Returns:
            For each window its words, sorted by time; empty where nothing was said.
        """
        ...
