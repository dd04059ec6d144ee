"""Lines that read well: placeholders that stand for something, more than one wording, words to ask by."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.findings import Finding
from scenarios.script import Line, Script
from scenarios.voice import PLACEHOLDER


def check_text(script: Script) -> Iterator[Finding]:
    """Lines with wrong placeholders, frequent lines with one wording, facts that can't be asked for."""
    for path, line in script.all_lines():
        yield from _placeholders(script, ".".join(str(part) for part in path), line)
    for key, fact in script.facts.items():
        for language in script.languages:
            if not fact.asked_by.of(language):
                fields: dict[str, str | int] = {"language": language}
                where = f"facts.{key}.asked_by"
                yield Finding(level="error", line=1, where=where, code="not_asked_for", fields=fields)
    start = script.nodes.get(script.start)
    frequent = (("silence.says", script.silence.says), (f"nodes.{script.start}.lines", start.lines if start else ()))
    for where, lines in frequent:
        if len(lines) < 2:
            yield Finding(level="warning", line=1, where=where, code="few_wordings")
    for key, node in script.nodes.items():
        if key != script.start and not node.aside and len((*node.lines, *node.again)) < 2:
            yield Finding(level="warning", line=1, where=f"nodes.{key}.lines", code="few_wordings")


def _placeholders(script: Script, where: str, line: Line) -> Iterator[Finding]:
    used = {"zh": set(PLACEHOLDER.findall(line.zh)), "en": set(PLACEHOLDER.findall(line.en))}
    allowed = {"name", *script.facts}
    for name in sorted((used["zh"] | used["en"]) - allowed):
        fields: dict[str, str | int] = {"name": name, "allowed": ", ".join(sorted(allowed))}
        yield Finding(level="error", line=1, where=where, code="placeholder_unknown", fields=fields)
    if used["zh"] != used["en"]:
        shown: dict[str, str | int] = {key: ", ".join(sorted(names)) or "–" for key, names in used.items()}
        yield Finding(level="error", line=1, where=where, code="placeholder_differs", fields=shown)
