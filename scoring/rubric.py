"""Rubrics: what a call is scored on. YAML in, validated and frozen; a published version never changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from recordings.errors import Language
from recordings.transcript import Model
from scoring.errors import BadRubric, BadYaml
from scoring.form import Misfit, form_mistakes
from scoring.marked_yaml import Marked, parse, read_marked
from scoring.wording import Bilingual

SHIPPED = Path(__file__).parent / "rubrics"

Scale = Literal["yes_no", "0-2"]
Critical = Literal["none", "section", "all"]


class Criterion(Model):
    """One line of a rubric."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
    name: Bilingual
    help: Bilingual
    scale: Scale
    anchors: dict[int, Bilingual]  # level → what earns it; every level of the scale
    weight: float = Field(1.0, gt=0)
    applies_when: str = "always"
    critical: Critical = "none"
    scorer: str  # name in scoring.criteria.SCORERS
    params: dict[str, float | int | str | list[str]] = Field(default_factory=dict)
    off: bool = False  # left out of the rubric; its lines stay in the file

    @property
    def max(self) -> int:
        """Highest level of the scale; the lowest is 0."""
        return 1 if self.scale == "yes_no" else 2

    @model_validator(mode="after")
    def _every_level_described(self) -> Self:
        wanted = set(range(self.max + 1))
        if set(self.anchors) != wanted:
            levels, found = _listed(wanted), _listed(self.anchors) or "–"
            raise Misfit(
                f"anchors must describe the levels {levels}, not {found}",
                f"anchors 要写明等级 {levels}，现在是 {found}",
            )
        return self


class Section(Model):
    """A group of criteria with its share of the total."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Bilingual
    weight: float = Field(gt=0)
    criteria: tuple[Criterion, ...] = Field(min_length=1)  # those that are on

    @field_validator("criteria")
    @classmethod
    def _only_those_on(cls, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        live = tuple(criterion for criterion in criteria if not criterion.off)
        if not live:
            raise Misfit(
                "every criterion of this section is off; leave the section out",
                "这一部分的评分项全部停用了；请整段删去",
            )
        return live


class Rubric(Model):
    """A whole rubric, pinned by scorecards as `id@version`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=30)]
    version: int = Field(ge=1, le=9999)
    name: Bilingual
    languages: tuple[Language, ...] = Field(("zh", "en"), min_length=1)  # of the calls that it is made for
    knowledge: str | None = None  # id of the knowledge base that its accuracy criteria use
    review_below: float = Field(0.7, ge=0, le=1)  # confidence under which a person looks
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        for en, zh, names in (
            ("section", "部分", [section.id for section in self.sections]),
            ("criterion", "评分项", [criterion.id for criterion in self.criteria]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise Misfit(f"{en} {twice[0]} is there twice", f"{zh} {twice[0]} 出现了两次")
        return self

    @property
    def reference(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in order of the sections."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)


def shipped() -> tuple[str, ...]:
    """Ids of the rubrics that ship with us."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.yaml")))


def rubric_path(id_or_path: str | Path) -> Path:
    """Where a rubric stands. Raises `BadRubric`: neither a shipped id nor an existing file."""
    ours = SHIPPED / f"{id_or_path}.yaml"
    if Path(str(id_or_path)).name == str(id_or_path) and ours.is_file():
        return ours
    path = Path(id_or_path)
    if not path.is_file():
        allowed = ", ".join(shipped())
        reason, reason_zh = f"no such file; shipped rubrics: {allowed}", f"文件不存在；自带的评分表：{allowed}"
        raise BadRubric(file=str(id_or_path), line=1, reason=reason, reason_zh=reason_zh)
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
    return made_of(read_rubric(path))


def parse_rubric(text: str, file: str) -> Rubric:
    """A rubric from the text of its file. Raises `BadRubric` with the line in `file`."""
    return made_of(marked_rubric(text, file))


def made_of(marked: Marked) -> Rubric:
    """The rubric of a parsed file. Raises `BadRubric` for the first mistake of form."""
    try:
        return Rubric.model_validate(marked.data)
    except ValidationError as error:
        first = form_mistakes(error, marked, Rubric)[0]
        place = f"{first.where}: " if first.where else ""
        raise BadRubric(
            file=marked.file, line=first.line, reason=place + first.reason.en, reason_zh=place + first.reason.zh
        ) from error


def read_rubric(path: Path) -> Marked:
    """The parsed file with its lines. Raises `BadRubric`."""
    try:
        return read_marked(path)
    except BadYaml as error:
        raise BadRubric(**error.fields) from error


def marked_rubric(text: str, file: str) -> Marked:
    """The parsed text with its lines. Raises `BadRubric`."""
    try:
        return parse(text, file)
    except BadYaml as error:
        raise BadRubric(**error.fields) from error


def _listed(levels: Iterable[int]) -> str:
    return ", ".join(str(level) for level in sorted(levels))
