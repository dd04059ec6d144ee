"""What may go wrong, in words fit to show.

UserError                       shown to the person as it stands, in their language
└── RecordingError              something about sound or a transcript
    └── (one class per cause, beside the code that raises it or below)

Each layer roots its own tree in `UserError`: `scoring.errors`, `scenarios.errors`, `desk.errors`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

Language = Literal["zh", "en"]


class UserError(Exception):
    """A cause that the person at the keyboard can act on: what, where, what is allowed.

    A subclass gives its words once per language in `en` and `zh`, with named fields in braces, and
    is raised with exactly those fields. Field values are shown as they are; they are never parsed.

    Args:
        **fields: Values for the named fields of the words.
    """

    en: ClassVar[str] = "Something is wrong with the input."
    zh: ClassVar[str] = "输入有误。"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.text("en"))

    @property
    def code(self) -> str:
        """Stable name of the cause (the class name), for logs and tests."""
        return type(self).__name__

    def text(self, language: Language) -> str:
        """The cause in one sentence of `language`."""
        words = self.zh if language == "zh" else self.en
        return words.format(**self.fields)

    def __reduce__(self) -> tuple[Any, ...]:
        # The job queue pickles exceptions; keyword-only construction needs saying how.
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[UserError], fields: dict[str, object]) -> UserError:
    return kind(**fields)


class RecordingError(UserError):
    """Something about sound or a transcript."""


class BadTranscript(RecordingError):
    """A transcript that does not keep the promises of `transcript/1`."""

    en = "{where}: not a usable transcript: {reason}. Allowed: transcript/1 JSON, WebVTT, SRT, CSV, labelled text."
    zh = "{where}:不是可用的转写稿:{reason}。可用格式:transcript/1 JSON、WebVTT、SRT、CSV、带角色标签的文本。"
