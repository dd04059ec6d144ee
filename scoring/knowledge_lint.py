"""What is wrong, or doubtful, in a knowledge base: errors make it unusable, warnings want a look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from recordings.transcript import Model
from scoring.errors import BadKnowledge
from scoring.facts import Fact
from scoring.knowledge import Merged, files_of, knowledge_path, merge, read_files
from scoring.knowledge_conflicts import conflicts

STALE_DAYS = 365  # a fact not looked at for longer is due for re-checking


class KnowledgeFinding(Model):
    """One thing found. `line` counts from 1 in `file`; `where` names the entry."""

    level: Literal["error", "warning"]
    file: str
    line: int
    where: str
    message: str
    message_zh: str


def lint_knowledge(id_or_path: str | Path, today: date | None = None) -> tuple[KnowledgeFinding, ...]:
    """Look a knowledge base over.

    A file beside a `base.yaml` is looked at together with its neighbours, since facts name topics of
    another file; only its own findings are told.

    Args:
        id_or_path: A shipped id, a file or a folder.
        today: The day from which facts are judged expired or due; None leaves dates alone.

    Returns:
        Errors first, then warnings, each in order of lines; empty for a clean base.
    """
    try:
        path = knowledge_path(id_or_path)
        only = None if path.is_dir() else path.name
        whole = path.parent if only and (path.parent / "base.yaml").is_file() else path
        base = merge(read_files(files_of(whole)))
    except BadKnowledge as error:
        line = error.fields["line"]
        where, said = str(error.fields["file"]), (str(error.fields["reason"]), str(error.fields["reason_zh"]))
        return (_error(where, line if isinstance(line, int) else 1, where, *said),)
    return tuple(one for one in lint_merged(base, today) if only is None or one.file == only)


def lint_merged(base: Merged, today: date | None = None) -> tuple[KnowledgeFinding, ...]:
    """Look over a base that was put together already, such as one with a fact that is still being written.

    Args:
        base: The base.
        today: See `lint_knowledge`.

    Returns:
        What makes it unusable; only where nothing does, everything else.
    """
    found = [_error(one.file, one.line, one.where, one.reason, one.reason_zh) for one in base.problems()]
    return tuple(found or _warnings(base, today))


def _error(file: str, line: int, where: str, message: str, message_zh: str) -> KnowledgeFinding:
    return KnowledgeFinding(level="error", file=file, line=line, where=where, message=message, message_zh=message_zh)


def _warnings(base: Merged, today: date | None) -> Iterator[KnowledgeFinding]:
    facts = [Fact.model_validate(item) for item in base.lists["facts"]]
    for index, fact in enumerate(facts):
        for level, field, *said in (*_doubts(fact), *_dates(fact, today)):
            yield _finding(base, index, level, field, fact.id, *said)
    for conflict in conflicts(facts):
        where = facts[conflict.index].id
        yield _finding(base, conflict.index, "error", conflict.field, where, conflict.message, conflict.message_zh)


def _finding(
    base: Merged, index: int, level: Any, field: str, where: str, message: str, message_zh: str
) -> KnowledgeFinding:
    file, line = base.line("facts", index, (field,))
    return KnowledgeFinding(level=level, file=file, line=line, where=where, message=message, message_zh=message_zh)


def _doubts(fact: Fact) -> Iterator[tuple[str, str, str, str]]:
    if fact.checked_on is None:
        message = "unverified: nobody has seen the source, so it can only warn"
        yield "warning", "checked_on", message, "待核实：还没有人看过出处，只能作提醒"
    for field, words in (("statement", fact.statement), ("source", fact.source.law)):
        if not (words.zh.strip() and words.en.strip()):
            yield "error", field, "words are missing in one language", "缺少一种语言的文字"
    for language in ("zh", "en"):
        said = (fact.aliases, fact.right, *(wrong.cues for wrong in fact.wrong))
        if fact.body is None and not any(cues.of(language) for cues in said):
            message = f"no words by which it could be recognised in {language}"
            yield "warning", "aliases", message, f"没有可供识别的{'中文' if language == 'zh' else '英文'}说法"
    if fact.slot is not None and not fact.aliases.zh and not fact.aliases.en:
        message = "has a number but no aliases, so the number is never compared"
        yield "warning", "slot", message, "有数字却没有说法（aliases），数字永远不会被核对"
    if fact.valid_from and fact.valid_to and fact.valid_to < fact.valid_from:
        yield "error", "valid_to", "ends before it begins", "失效日早于生效日"
    if fact.slot is not None and fact.slot.op == "between" and fact.slot.high is None:
        yield "error", "slot", "between wants a high value too", "between 还需要上限 high"


def _dates(fact: Fact, today: date | None) -> Iterator[tuple[str, str, str, str]]:
    if today is None:
        return
    if not fact.in_force(today):
        yield "warning", "valid_to", f"not in force on {today.isoformat()}", f"{today.isoformat()} 不在有效期内"
    if fact.checked_on is not None and (today - fact.checked_on).days > STALE_DAYS:
        day = fact.checked_on.isoformat()
        yield "warning", "checked_on", f"last checked on {day}, more than a year ago", f"上次核对是 {day}，已超过一年"
