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


NAME_OF_INSTITUTION = WrapField(
    id="institution_name",
    name=Bilingual(
        zh="被反映机构名称（客户没说就写“未提供”）", en="Name of the institution (“not given” if they didn't say)"
    ),
)


def form_of(fields: tuple[WrapField, ...]) -> tuple[WrapField, ...]:
    """The form as it is filled in: a script's fields; its kind of institution is preceded by the name."""
    if NAME_OF_INSTITUTION.id in {field.id for field in fields}:
        return fields
    form: list[WrapField] = []
    for field in fields:
        form += [NAME_OF_INSTITUTION, field] if field.id == "institution" else [field]
    return tuple(form)
