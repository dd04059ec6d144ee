"""The form that a trainee fills in after the call."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from recordings.transcript import Model
from scoring.wording import Bilingual


class WrapField(Model):
    """A field of the form that the trainee fills in after the call."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Bilingual
    kind: Literal["choice", "text", "yes_no"] = "text"
    options: tuple[Bilingual, ...] = ()
    expected: int | None = Field(None, ge=0)  # index in options; for yes_no 1 is yes; none for free text

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        count = {"choice": len(self.options), "yes_no": 2, "text": 0}[self.kind]
        if self.kind == "choice" and count < 2:
            raise ValueError("a choice needs at least two options")
        if self.expected is not None and self.expected >= count:
            raise ValueError(f"expected is {self.expected}, but there are {count} options, counted from 0")
        return self
