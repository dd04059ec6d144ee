"""What every transcription engine promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from recordings.errors import Language
from recordings.transcript import DropReason, Quality
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
class DroppedText:
    """Words that an engine wrote and that we don't believe.

    Attributes:
        text: The words.
        reason: "no_speech" (a guess over silence), "loop" (the same words over and over) or "ghost" (a line that
            Whisper learnt from subtitles).
        start_s: Seconds from the start of the window.
        end_s: Seconds from the start of the window.
    """

    text: str
    reason: DropReason
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Heard:
    """What was said in one window.

    Attributes:
        words: In order of time; none where nothing was said.
        language: In which the window was heard.
        dropped: What was written and not believed.
    """

    words: tuple[HeardWord, ...]
    language: Language
    dropped: tuple[DroppedText, ...] = ()


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

    def transcribe(
        self,
        windows: Sequence[Window],
        language: Language | None = None,
        *,
        prompts: Mapping[Language, str] | None = None,
        progress: Progress | None = None,
    ) -> list[Heard]:
        """Hear every window on its own: no text is carried from one to the next.

        Args:
            windows: Speech, 16 kHz, of any channels; those next to each other may be heard together.
            language: One of `languages`, for all windows; None to have each window's language told.
            prompts: By language, words to expect (names, terms), given to every window; engines may ignore them.
            progress: Called with the share done, 0..1.

        Returns:
            As many results as windows, in their order.
        """
        ...
