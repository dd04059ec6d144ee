"""What is wrong, or doubtful, in a rubric: errors make it unusable, warnings want a look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from recordings.errors import Language
from recordings.transcript import Model
from scoring.criteria import CONDITIONS, PARAMETERS, SCORERS
from scoring.errors import BadKnowledge, BadRubric
from scoring.knowledge import knowledge_path
from scoring.marked_yaml import Marked
from scoring.rubric import Criterion, Rubric, Section, mistakes, read_rubric, rubric_path

LEAST_SHARE = 0.01  # of the total, below which a criterion's weight can't matter; own choice
LANGUAGES: tuple[Language, ...] = ("zh", "en")
NEEDS_KNOWLEDGE = frozenset(("facts_correct", "facts_complete", "right_referral", "forbidden_phrases"))
# What words and times can't show; own list.
_UNSEEN = {
    "zh": re.compile(r"微笑|笑容|表情|眼神|坐姿|仪态|真诚|发自内心|语气|语调|音量|热情|耐心|用心|态度端正"),
    "en": re.compile(
        r"\b(?:smil\w+|facial|posture|sincer\w+|genuine\w*|heartfelt|tone of voice|tone|warmth|enthusias\w+|patien\w+"
        r"|positive attitude|truly cares?|feels? confident)\b",
        re.IGNORECASE,
    ),
}


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
    checks = (_unknown_names, _parameters, _knowledge, _weights, _same_words, _twice, _unseen)
    found = [one for check in checks for one in check(rubric, marked)]
    return tuple(sorted(found, key=lambda one: (one.level, one.line)))


def _error(line: int, where: str, message: str) -> RubricFinding:
    return RubricFinding(level="error", line=line, where=where, message=message)


def _warning(line: int, where: str, message: str) -> RubricFinding:
    return RubricFinding(level="warning", line=line, where=where, message=message)


def _places(rubric: Rubric) -> Iterator[tuple[tuple[Any, ...], Section, Criterion]]:
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


def _parameters(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    for place, _, criterion in _places(rubric):
        known = PARAMETERS.get(criterion.scorer, frozenset())
        for name, value in criterion.params.items():
            line, where = marked.line((*place, "params", name)), f"{criterion.id}.params.{name}"
            if criterion.scorer in SCORERS and name not in known:
                allowed = ", ".join(sorted(known)) or "none"
                yield _error(line, where, f"{criterion.scorer} takes no parameter {name}; allowed: {allowed}")
            elif name != "critical_when" and (not isinstance(value, int | float) or value <= 0):
                yield _error(line, where, f"must be a number above 0, not {value}")


def _knowledge(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    if rubric.knowledge is not None:
        try:
            knowledge_path(rubric.knowledge)
        except BadKnowledge as error:
            yield _error(marked.line(("knowledge",)), "knowledge", f"{rubric.knowledge}: {error.fields['reason']}")
        return
    for place, _, criterion in _places(rubric):
        if criterion.scorer in NEEDS_KNOWLEDGE:
            message = "needs a knowledge base and will never be scored; name one under `knowledge`"
            yield _warning(marked.line((*place, "scorer")), criterion.id, message)


def _weights(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    whole = sum(section.weight for section in rubric.sections)
    for place, section, criterion in _places(rubric):
        inner = sum(other.weight for other in section.criteria)
        share = section.weight / whole * criterion.weight / inner
        if share < LEAST_SHARE:
            message = f"weighs {share:.1%} of the total, too little to matter; raise its weight or leave it out"
            yield _warning(marked.line(place), criterion.id, message)


def _same_words(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    seen: dict[str, str] = {}
    for place, _, criterion in _places(rubric):
        others = {seen.setdefault(criterion.help.text(lang).strip().lower(), criterion.id) for lang in LANGUAGES}
        for other in sorted(others - {criterion.id}):
            message = f"its help says the same as {other}'s; two criteria for one thing count it twice"
            yield _warning(marked.line((*place, "help")), criterion.id, message)
        if any(
            len({anchor.text(lang) for anchor in criterion.anchors.values()}) <= criterion.max for lang in LANGUAGES
        ):
            message = "two levels are described in the same words; say what tells them apart"
            yield _warning(marked.line((*place, "anchors")), criterion.id, message)


def _twice(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    seen: dict[tuple[str, str], str] = {}
    for place, _, criterion in _places(rubric):
        key = (criterion.scorer, str(sorted(criterion.params.items())))
        other = seen.setdefault(key, criterion.id)
        if other != criterion.id:
            message = f"scored exactly as {other}, so that it counts twice; drop one or give it other parameters"
            yield _warning(marked.line((*place, "scorer")), criterion.id, message)


def _unseen(rubric: Rubric, marked: Marked) -> Iterator[RubricFinding]:
    for place, _, criterion in _places(rubric):
        for field, said in (("help", criterion.help), *((f"anchors.{n}", one) for n, one in criterion.anchors.items())):
            for lang in LANGUAGES:
                if (word := _UNSEEN[lang].search(said.text(lang))) is not None:
                    message = f"a transcript can't show “{word[0]}”; say which words would show it"
                    yield _warning(marked.line((*place, field.split(".")[0])), f"{criterion.id}.{field}", message)
