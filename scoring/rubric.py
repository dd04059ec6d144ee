"""Rubrics: what a call is scored on. YAML in, validated and frozen; a published version never changes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from recordings.transcript import Model
from scoring.wording import Bilingual

Scale = Literal["yes_no", "0-2"]
Critical = Literal["none", "section", "all"]


class Criterion(Model):
    """One line of a rubric."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Bilingual
    help: Bilingual
    scale: Scale
    anchors: dict[int, Bilingual]  # level → what earns it; every level of the scale
    weight: float = Field(1.0, gt=0)
    applies_when: str = "always"
    critical: Critical = "none"
    scorer: str  # name in scoring.criteria.SCORERS
    params: dict[str, float | int | str | list[str]] = Field(default_factory=dict)

    @property
    def max(self) -> int:
        """Highest level of the scale; the lowest is 0."""
        return 1 if self.scale == "yes_no" else 2


class Section(Model):
    """A group of criteria with its share of the total."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Bilingual
    weight: float = Field(gt=0)
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Rubric(Model):
    """A whole rubric, pinned by scorecards as `id@version`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    version: int = Field(ge=1)
    name: Bilingual
    languages: tuple[Literal["zh", "en"], ...] = ("zh", "en")
    knowledge: str | None = None  # id of the knowledge base that its accuracy criteria use
    review_below: float = Field(0.7, ge=0, le=1)  # confidence under which a person looks
    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def reference(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in order of the sections."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)
