"""What the linter says of one fact, within the whole base that it is to stand in."""

from __future__ import annotations

from datetime import date
from typing import Literal

from desk.knowledge_base import Raw
from recordings.transcript import Model
from scoring.errors import BadYaml
from scoring.knowledge import HEAD, LISTS, merge
from scoring.knowledge_lint import KnowledgeFinding, lint_merged
from scoring.marked_yaml import Marked, parse
from scoring.wording import Bilingual

FACT, BASE = "fact", "base"  # what the two halves are called in findings


class FactFinding(Model):
    """One thing found. `line` counts from 1 in the fact's own text."""

    level: Literal["error", "warning"]
    line: int
    message: Bilingual


def lint_fact(whole: Raw, text: str, *, replacing: str | None, today: date) -> tuple[FactFinding, ...]:
    """Look over a fact that is being written.

    Args:
        whole: The base without it, or with the fact that it replaces.
        text: The fact as YAML.
        replacing: Id of the fact that it replaces; it keeps that id. None: a new one.
        today: For dates.

    Returns:
        Errors first, each in order of lines; what is wrong elsewhere in the base isn't told here.
    """
    try:
        marked = parse(text, FACT)
    except BadYaml as error:
        line = error.fields["line"]
        said = Bilingual(zh=str(error.fields["reason_zh"]), en=str(error.fields["reason"]))
        return (FactFinding(level="error", line=line if isinstance(line, int) else 1, message=said),)
    if replacing is not None and marked.data.get("id") != replacing:
        said = Bilingual(zh=f"编号不能改，应为 {replacing}", en=f"the id can't be changed; it is {replacing}")
        return (FactFinding(level="error", line=marked.line(("id",)), message=said),)
    others = without(whole, replacing)
    mine = Marked({"facts": [marked.data]}, {("facts", 0, *place): at for place, at in marked.lines.items()}, FACT)
    found = lint_merged(merge((Marked(others, {}, BASE), mine)), today)
    told = [_told(one) for one in found if one.file == FACT]
    return tuple(sorted(told, key=lambda one: (one.level, one.line)))


def first_error(whole: Raw, today: date) -> KnowledgeFinding | None:
    """What makes a whole base unusable; None where nothing does."""
    found = lint_merged(merge((Marked(whole, {}, BASE),)), today)
    return next((one for one in found if one.level == "error"), None)


def without(whole: Raw, fact_id: str | None) -> Raw:
    """The base less one fact."""
    kept = {name: whole[name] for name in (*HEAD, *LISTS) if name in whole}
    return {**kept, "facts": [fact for fact in whole["facts"] if fact["id"] != fact_id]}


def _told(one: KnowledgeFinding) -> FactFinding:
    return FactFinding(level=one.level, line=one.line, message=Bilingual(zh=one.message_zh, en=one.message))
