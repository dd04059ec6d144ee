"""What is wrong, or doubtful, in a rubric: errors make it unusable, warnings want a look.

Every finding names its line and says what to do about it, in both languages.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from recordings.errors import Language
from recordings.transcript import Model
from scoring.criteria import SCORERS
from scoring.errors import BadRubric
from scoring.form import FormMistake, fields_at, form_mistakes
from scoring.lint_checks import LANGUAGE_NAMES, Doubt, doubts
from scoring.marked_yaml import Marked, Place
from scoring.near import near
from scoring.rubric import Rubric, marked_rubric, read_rubric, rubric_path
from scoring.wording import Bilingual


class RubricFinding(Model):
    """One thing found. `line` counts from 1; `where` is the place in the file. Without ending: English."""

    level: Literal["error", "warning"]
    line: int
    where: str
    code: str
    message: str
    message_zh: str
    suggestion: str
    suggestion_zh: str

    def words(self, language: Language) -> str:
        """What is wrong."""
        return self.message_zh if language == "zh" else self.message

    def advice(self, language: Language) -> str:
        """What to do about it."""
        return self.suggestion_zh if language == "zh" else self.suggestion


def lint_rubric(id_or_path: str | Path) -> tuple[RubricFinding, ...]:
    """Look a rubric over.

    Args:
        id_or_path: A shipped id or a YAML file.

    Returns:
        Errors first, then warnings, each in order of lines; empty for a clean rubric.
    """
    try:
        return _lint(read_rubric(rubric_path(id_or_path)))
    except BadRubric as error:
        return (_unreadable(error),)


def lint_text(text: str, file: str) -> tuple[RubricFinding, ...]:
    """The same for the text of a rubric; `file` is what to call it."""
    try:
        return _lint(marked_rubric(text, file))
    except BadRubric as error:
        found, last = _unreadable(error), text.count("\n") + 1
        return (found.model_copy(update={"line": min(found.line, last)}),)  # what is missing is missed after the end


def finding(doubt: Doubt, line: int) -> RubricFinding:
    """A doubt in words."""
    said = lint_words()[doubt.code]
    return RubricFinding(
        level=doubt.level,
        line=line,
        where=doubt.where,
        code=doubt.code,
        message=said["message"].en.format_map(doubt.fields),
        message_zh=said["message"].zh.format_map(doubt.fields),
        suggestion=said["advice"].en.format_map(doubt.fields),
        suggestion_zh=said["advice"].zh.format_map(doubt.fields),
    )


def _lint(marked: Marked) -> tuple[RubricFinding, ...]:
    try:
        rubric = Rubric.model_validate(marked.data)
    except ValidationError as error:
        return tuple(finding(_of_form(one, marked), one.line) for one in form_mistakes(error, marked, Rubric))
    found = [finding(doubt, marked.line(doubt.place)) for doubt in doubts(rubric, marked)]
    return tuple(sorted(found, key=lambda one: (one.level, one.line)))


@cache
def lint_words() -> dict[str, dict[str, Bilingual]]:
    """The words of every code: `message` says what is wrong, `advice` what to do about it."""
    raw = yaml.safe_load(Path(__file__).with_name("lint_words.yaml").read_text(encoding="utf-8"))
    return {code: {part: Bilingual(**words) for part, words in parts.items()} for code, parts in raw.items()}


def _unreadable(error: BadRubric) -> RubricFinding:
    line = error.fields["line"]
    fields = {"reason": str(error.fields["reason"]), "reason_zh": str(error.fields["reason_zh"])}
    doubt = Doubt("error", (), str(error.fields["file"]), "not_yaml", fields)
    return finding(doubt, line if isinstance(line, int) else 1)


def _of_form(mistake: FormMistake, marked: Marked) -> Doubt:
    """A mistake of form, told as what it means to the author."""
    place = mistake.place
    name = str(place[-1]) if place else ""
    code, fields = _form_code(mistake, name, len(place) > 1)
    at_parent = code in ("missing_field", "unknown_field", "unquoted", "no_scorer", "missing_language")
    return Doubt("error", place, _named(place[:-1] if at_parent else place, marked), code, fields)


def _form_code(mistake: FormMistake, name: str, inside: bool) -> tuple[str, dict[str, str]]:
    if mistake.kind == "missing":
        if name == "scorer":
            return "no_scorer", {"allowed": ", ".join(sorted(SCORERS))}
        return ("missing_language", LANGUAGE_NAMES[name]) if inside and name in LANGUAGE_NAMES else (
            "missing_field", {"field": name}
        )  # fmt: skip
    if mistake.kind == "extra_forbidden":
        allowed = fields_at(Rubric, mistake.place[:-1])
        code = "unquoted" if set(allowed) == set(LANGUAGE_NAMES) else "unknown_field"
        return code, {"field": name, "near": near(name, allowed)}
    reason = {"reason": mistake.reason.en, "reason_zh": mistake.reason.zh}
    return ("missing_anchor" if mistake.reason.en.startswith("anchors") else "form"), reason


def _named(place: Place, marked: Marked) -> str:
    """A place as its author would call it: the id of the criterion or section, then what is below it."""
    data, known, rest = marked.data, "", list(place)
    while rest:
        step = rest[0]
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        rest = rest[1:]
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            known, place = data["id"], tuple(rest)
    return ".".join((*((known,) if known else ()), *map(str, place)))
