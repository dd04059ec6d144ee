"""What is wrong, or doubtful, in a rubric: errors make it unusable, warnings want a look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from recordings.transcript import Model
from scoring.criteria import CONDITIONS, SCORERS
from scoring.errors import BadRubric
from scoring.marked_yaml import Marked
from scoring.rubric import Rubric, mistakes, read_rubric, rubric_path

LEAST_SHARE = 0.01  # of the total, below which a criterion's weight can't matter


class RubricFinding(Model):
    """One thing found. `line` counts from 1; `where` is the place in the file."""

    level: Literal["error", "warning"]
    line: int
    where: str
    message: str


def lint_rubric(id_or_path: str | Path) -> tuple[RubricFinding, ...]:
    """Look a rubric over.

    Args:
        id_or_path: A shipped id or a YAML file.

    Returns:
        Errors first, then warnings, each in order of lines; empty for a clean rubric.
    """
    try:
        marked = read_rubric(rubric_path(id_or_path))
    except BadRubric as error:
        line = error.fields["line"]
        reason = str(error.fields["reason"])
        return (_error(line if isinstance(line, int) else 1, str(error.fields["file"]), reason),)
    try:
        rubric = Rubric.model_validate(marked.data)
    except ValidationError as error:
        return tuple(_error(*mistake) for mistake in mistakes(error, marked))
    found = [*_unknown_names(rubric, marked), *_weights(rubric, marked), *_same_words(rubric, marked)]
    return tuple(sorted(found, key=lambda one: (one.level, one.line)))


def _error(line: int, where: str, message: str) -> RubricFinding:
    return RubricFinding(level="error", line=line, where=where, message=message)


def _places(rubric: Rubric) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Place, section and criterion of every line."""
    for at, section in enumerate(rubric.sections):
        for number, criterion in enumerate(section.criteria):
            yield ("sections", at, "criteria", number), section, criterion


def _unknown_names(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    for place, _, criterion in _places(rubric):
        for field, known in (("scorer", SCORERS), ("applies_when", CONDITIONS)):
            name = getattr(criterion, field)
            if name not in known:
                allowed = ", ".join(sorted(known))
                line = marked.line((*place, field))
                yield _error(line, f"{criterion.id}.{field}", f"no {field} is called {name}; allowed: {allowed}")


def _weights(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    whole = sum(section.weight for section in rubric.sections)
    for place, section, criterion in _places(rubric):
        inner = sum(other.weight for other in section.criteria)
        share = section.weight / whole * criterion.weight / inner
        if share < LEAST_SHARE:
            message = f"weighs {share:.1%} of the total, too little to matter; raise its weight or leave it out"
            yield RubricFinding(level="warning", line=marked.line(place), where=criterion.id, message=message)


def _same_words(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    seen: dict[str, str] = {}
    for place, _, criterion in _places(rubric):
        for language in ("zh", "en"):
            said = criterion.help.text(language).strip().lower()
            other = seen.setdefault(said, criterion.id)
            if other != criterion.id:
                message = f"its help says the same as {other}'s; two criteria for one thing count it twice"
                line = marked.line((*place, "help"))
                yield RubricFinding(level="warning", line=line, where=criterion.id, message=message)
        if any(criterion.anchors[level].zh == criterion.anchors[0].zh for level in criterion.anchors if level):
            message = "two levels are described in the same words"
            line = marked.line((*place, "anchors"))
            yield RubricFinding(level="warning", line=line, where=criterion.id, message=message)
