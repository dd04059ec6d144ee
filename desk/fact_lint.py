"""What the linter says of one fact, topic or list of words, within the whole base that it is to stand in."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from desk.knowledge_parts import LIST_OF, Kind, Raw, id_of, kind_of, part, with_parts
from recordings.transcript import Model
from scoring.errors import BadYaml
from scoring.knowledge import HEAD, LISTS, merge
from scoring.knowledge_lint import KnowledgeFinding, lint_merged
from scoring.marked_yaml import Marked, parse
from scoring.wording import Bilingual

FACT, BASE = "fact", "base"  # what the two halves are called in findings


class FactFinding(Model):
    """One thing found. `line` counts from 1 in the part's own text."""

    level: Literal["error", "warning"]
    line: int
    message: Bilingual


def lint_part(
    whole: Raw, text: str, *, replacing: str | None, today: date, kind: Kind = "fact"
) -> tuple[FactFinding, ...]:
    """Look over a fact, a topic or a list of words that is being written.

    Args:
        whole: The base without it, or with the part that it replaces.
        text: The part as YAML.
        replacing: Key of the part that it replaces; it keeps its id. None: a new one.
        today: For dates.
        kind: Of a new one.

    Returns:
        Errors first, each in order of lines; what is wrong elsewhere in the base isn't told here.
    """
    try:
        marked = parse(text, FACT)
    except BadYaml as error:
        line = error.fields["line"]
        return (
            _error(line if isinstance(line, int) else 1, str(error.fields["reason"]), str(error.fields["reason_zh"])),
        )
    kind = kind if replacing is None else kind_of(replacing)
    if (fault := _bad_id(marked, replacing, whole, kind)) is not None:
        return (fault,)
    found = lint_merged(merge(_halves(whole, marked, replacing, kind)), today)
    told = [_told(one) for one in found if one.file == FACT]
    return tuple(sorted(told, key=lambda one: (one.level, one.line)))


def _bad_id(marked: Marked, replacing: str | None, whole: Raw, kind: Kind) -> FactFinding | None:
    """What is wrong with the id of a part; a fact's form and doubles are told by the linter of bases."""
    given, line = marked.data.get("id"), marked.line(("id",))
    if replacing is not None and given != id_of(replacing):
        wanted = id_of(replacing)
        return _error(line, f"the id can't be changed; it is {wanted}", f"编号不能改，应为 {wanted}")
    if kind not in ("words", "outside"):
        return None
    if not isinstance(given, str) or not re.fullmatch(r"[a-z0-9][a-z0-9_]*", given):
        return _error(line, "the id wants small letters, digits and _", "编号只能用小写字母、数字和 _")
    if replacing is None and part(whole, f"{kind}.{given}") is not None:
        return _error(line, f"the id {given} is given twice", f"编号 {given} 重复")
    return None


def _halves(whole: Raw, marked: Marked, replacing: str | None, kind: Kind) -> tuple[Marked, Marked]:
    """The base without the part, and the part where it stands in a base."""
    others = without(whole, replacing)
    if kind in ("words", "outside"):
        inner = ("words", marked.data["id"]) if kind == "words" else ("outside",)
        alone = {name: value for name, value in marked.data.items() if name != "id"}
        value = {**others.pop(kind, {}), marked.data["id"]: alone} if kind == "words" else alone
        others.pop(kind, None)
        return Marked(others, {}, BASE), Marked({kind: value}, _moved(marked, inner), FACT)
    name = LIST_OF[kind]
    return Marked(others, {}, BASE), Marked({name: [marked.data]}, _moved(marked, (name, 0)), FACT)


def _moved(marked: Marked, inner: tuple[str | int, ...]) -> dict[tuple[str | int, ...], int]:
    return {(*inner, *place): at for place, at in marked.lines.items()}


def _error(line: int, en: str, zh: str) -> FactFinding:
    return FactFinding(level="error", line=line, message=Bilingual(zh=zh, en=en))


def first_error(whole: Raw, today: date) -> KnowledgeFinding | None:
    """What makes a whole base unusable; None where nothing does."""
    found = lint_merged(merge((Marked(whole, {}, BASE),)), today)
    return next((one for one in found if one.level == "error"), None)


def without(whole: Raw, key: str | None) -> Raw:
    """The base less one part."""
    kept = {name: whole[name] for name in (*HEAD, *LISTS) if name in whole}
    return kept if key is None else with_parts(kept, {key: None})


def _told(one: KnowledgeFinding) -> FactFinding:
    return FactFinding(level=one.level, line=one.line, message=Bilingual(zh=one.message_zh, en=one.message))
