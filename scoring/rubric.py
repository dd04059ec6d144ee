"""Rubrics: what a call is scored on. YAML in, validated and frozen; a published version never changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from recordings.transcript import Model
from scoring.errors import BadRubric, BadYaml
from scoring.marked_yaml import Marked, read_marked
from scoring.wording import Bilingual

SHIPPED = Path(__file__).parent / "rubrics"

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

    @model_validator(mode="after")
    def _every_level_described(self) -> Self:
        wanted = set(range(self.max + 1))
        if set(self.anchors) != wanted:
            raise ValueError(f"anchors must describe the levels {sorted(wanted)}, not {sorted(self.anchors)}")
        return self


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

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        for kind, names in (
            ("section", [section.id for section in self.sections]),
            ("criterion", [criterion.id for criterion in self.criteria]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{kind} {twice[0]} is there twice")
        return self

    @property
    def reference(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in order of the sections."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)


def rubric_path(id_or_path: str | Path) -> Path:
    """Where a rubric stands. Raises `BadRubric`: neither a shipped id nor an existing file."""
    shipped = SHIPPED / f"{id_or_path}.yaml"
    if Path(str(id_or_path)).name == str(id_or_path) and shipped.is_file():
        return shipped
    path = Path(id_or_path)
    if not path.is_file():
        allowed = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.yaml")))
        raise BadRubric(file=str(id_or_path), line=1, reason=f"no such file; shipped rubrics: {allowed}")
    return path


def load_rubric(id_or_path: str | Path = "12363") -> Rubric:
    """Read a rubric; a file that has not changed on disk is not read again.

    Args:
        id_or_path: The id of a rubric that ships with us, or a YAML file.

    Raises:
        BadRubric: With file and line of the first thing that is wrong.
    """
    path = rubric_path(id_or_path)
    stamp = path.stat()
    return _load(path, (stamp.st_mtime_ns, stamp.st_size))


@lru_cache(maxsize=32)
def _load(path: Path, stamp: tuple[int, int]) -> Rubric:  # noqa: ARG001
    marked = read_rubric(path)
    try:
        return Rubric.model_validate(marked.data)
    except ValidationError as error:
        line, where, reason = mistakes(error, marked)[0]
        raise BadRubric(file=path.name, line=line, reason=f"{where}: {reason}" if where else reason) from error


def read_rubric(path: Path) -> Marked:
    """The parsed file with its lines. Raises `BadRubric`."""
    try:
        return read_marked(path)
    except BadYaml as error:
        raise BadRubric(**error.fields) from error


def mistakes(error: ValidationError, marked: Marked) -> list[tuple[int, str, str]]:
    """What is wrong in a file's form: line, place and reason, in the order of the file."""
    found = []
    for one in error.errors():
        place: tuple[Any, ...] = tuple(one["loc"])
        found.append(
            (marked.line(place), ".".join(str(part) for part in place), one["msg"].removeprefix("Value error, "))
        )
    return sorted(found)
