"""The transcript: who said what, and when. The one shape that calls and practice runs share."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from recordings.errors import BadTranscript, Language
from recordings.misfits import first_misfit

Speaker = Literal["agent", "customer", "unknown"]
Quality = Literal["normal", "draft", "supplied"]
DropReason = Literal["no_speech", "loop", "ghost"]
Layout = Literal["stereo", "mono", "twin", "one_side"]


class Model(BaseModel):
    """Base of our records: frozen, and a field that nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, populate_by_name=True)


class Word(Model):
    """One word (a character or a word in Chinese) with its time in seconds from the start."""

    text: str
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)
    confidence: float | None = Field(None, ge=0, le=1)


class Turn(Model):
    """One speaker's uninterrupted stretch. Times are None where nobody measured them (chat)."""

    index: int = Field(ge=0)
    speaker: Speaker
    text: str
    start_s: float | None = Field(None, ge=0)
    end_s: float | None = Field(None, ge=0)
    confidence: float | None = Field(None, ge=0, le=1)
    words: tuple[Word, ...] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start_s is not None and self.end_s is not None and self.end_s < self.start_s:
            raise PydanticCustomError(
                "turn_ends_first",
                "turn {index} ends ({end_s} s) before it starts ({start_s} s)",
                {"index": self.index, "start_s": self.start_s, "end_s": self.end_s},
            )
        return self

    @property
    def timed(self) -> bool:
        """Whether both ends are known."""
        return self.start_s is not None and self.end_s is not None


class Voices(Model):
    """What a reviewer of a recording must know before trusting who said what: how its speakers were told apart.

    Attributes:
        layout: Two true channels, one channel, two that hold the same sound ("twin"), or two of which only one
            carries speech ("one_side"). All but "stereo" are parted by voice.
        count: How many voices there are; None where they could not be counted.
        role_confidence: How clearly the words say who the agent is, 0.5 (a toss-up) to 1.
        by_content: Whether the words decided the roles; False where the default stands or nobody knows.
        levels_db: How loud agent and customer are, in dBFS; see `recordings.loudness`. Who is unknown has none.
        of_turns: For each turn its voice, numbered from 0, so that a person can name voices that nobody could; empty
            where nobody noted it.
        truncated: Whether sound is missing, and words with it: the file breaks off or is damaged in places.
    """

    layout: Layout
    count: int | None = Field(None, ge=0)
    role_confidence: float = Field(ge=0, le=1)
    by_content: bool
    levels_db: dict[Speaker, float] = Field(default_factory=dict)
    of_turns: tuple[int, ...] = ()
    truncated: bool = False


class Dropped(Model):
    """Words that an engine wrote and nobody believes: kept on record, never scored.

    Attributes:
        text: The words.
        reason: "no_speech" (a guess over silence), "loop" (the same words over and over) or "ghost" (a line that
            Whisper learnt from subtitles).
        channel: Whose sound it was, from 0; one of a mono recording.
        start_s: Seconds from the start of the call.
        end_s: Seconds from the start of the call.
    """

    text: str
    reason: DropReason
    channel: int = Field(ge=0)
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)


class Transcript(Model):
    """A conversation as turns, sorted by start (or by order of speech where there are no times)."""

    schema_: Literal["transcript/1"] = Field("transcript/1", alias="schema")
    language: Language
    duration_s: float | None = Field(None, ge=0)
    engine: str = "import"
    quality: Quality = "supplied"
    voices: Voices | None = None
    turns: tuple[Turn, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        for position, turn in enumerate(self.turns):
            if turn.index != position:
                raise PydanticCustomError(
                    "turn_misplaced",
                    "turn number {index} stands at place {position}",
                    {"index": turn.index, "position": position},
                )
        return self

    def to_json(self) -> str:
        """The transcript as one JSON document, `transcript/1`."""
        return self.model_dump_json(by_alias=True)

    @classmethod
    def from_json(cls, text: str | bytes, *, where: str = "transcript") -> Transcript:
        """Read `transcript/1`.

        Args:
            text: The JSON document.
            where: What to call the input in an error.

        Raises:
            BadTranscript: Not JSON, or not `transcript/1`; names the first field that is wrong.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise BadTranscript(where=where, **first_misfit(error)) from error

    @classmethod
    def read_json(cls, path: Path) -> Transcript:
        """Read `transcript/1` from a file. Raises `BadTranscript`."""
        return cls.from_json(path.read_bytes(), where=path.name)
