"""Lines that read well: placeholders that stand for something, more than one wording, words to ask by."""

from __future__ import annotations

from collections.abc import Iterator

from recordings.redact import find_personal
from scenarios.customer import Line, Said
from scenarios.findings import Finding
from scenarios.reading import common_words
from scenarios.script import Script
from scenarios.voice import PLACEHOLDER

NUMBERS = frozenset(("id_card", "bank_card", "phone", "email"))


def check_text(script: Script) -> Iterator[Finding]:
    """Wrong placeholders, personal data, frequent lines with one wording, facts that nobody can ask for."""
    for path, line in script.all_lines():
        where = ".".join(str(part) for part in path)
        yield from _missing(script, where, line)
        yield from _placeholders(script, where, line)
        yield from _personal(where, line)
    for key, node in script.nodes.items():
        for name, answer in (("model", node.model), ("weak", node.weak)):
            if answer is not None:
                yield from _missing(script, f"nodes.{key}.{name}", answer)
                yield from _personal(f"nodes.{key}.{name}", answer)
    for key, fact in script.facts.items():
        yield from _missing(script, f"facts.{key}.value", fact.value)
        for language in script.languages:
            if not fact.asked_by.of(language):
                fields: dict[str, str | int] = {"language": language}
                where = f"facts.{key}.asked_by"
                yield Finding(level="error", line=1, where=where, code="not_asked_for", fields=fields)
    yield from _common(script)
    start = script.nodes.get(script.start)
    frequent = (("silence.says", script.silence.says), (f"nodes.{script.start}.lines", start.lines if start else ()))
    for where, lines in frequent:
        if len(lines) < 2:
            yield Finding(level="warning", line=1, where=where, code="few_wordings")
    for key, node in script.nodes.items():
        if key != script.start and not node.aside and len((*node.lines, *node.again)) < 2:
            yield Finding(level="warning", line=1, where=f"nodes.{key}.lines", code="few_wordings")


def _common(script: Script) -> Iterator[Finding]:
    """Names of shared lists of words that don't exist."""
    named = [(f"facts.{key}.asked_by", fact.asked_by) for key, fact in script.facts.items()]
    named += [(f"points.{key}.words", point.words) for key, point in script.points.items()]
    for where, words in named:
        for phrase in (*words.zh, *words.en):
            if phrase.startswith("<") and phrase not in common_words():
                fields: dict[str, str | int] = {"name": phrase, "allowed": ", ".join(common_words())}
                yield Finding(level="error", line=1, where=where, code="no_such_words", fields=fields)


def _missing(script: Script, where: str, said: Said) -> Iterator[Finding]:
    """Words that a language of the script lacks."""
    for language in script.languages:
        if not said.has(language):
            yield Finding(level="error", line=1, where=where, code="missing_language", fields={"language": language})


def _personal(where: str, said: Said) -> Iterator[Finding]:
    """Numbers that could be somebody's. Names are made up here, and customers do introduce themselves."""
    for text in filter(None, (said.zh, said.en)):
        for found in find_personal(text):
            if found.kind in NUMBERS:
                fields: dict[str, str | int] = {"kind": found.kind, "quote": text[found.start : found.end]}
                yield Finding(level="error", line=1, where=where, code="personal_data", fields=fields)


def _placeholders(script: Script, where: str, line: Line) -> Iterator[Finding]:
    used = {language: set(PLACEHOLDER.findall(line.text(language))) for language in ("zh", "en") if line.has(language)}
    allowed = {"name", *script.facts}
    for name in sorted(set().union(*used.values()) - allowed):
        fields: dict[str, str | int] = {"name": name, "allowed": ", ".join(sorted(allowed))}
        yield Finding(level="error", line=1, where=where, code="placeholder_unknown", fields=fields)
    if len(used) > 1 and used["zh"] != used["en"]:
        shown: dict[str, str | int] = {key: ", ".join(sorted(names)) or "–" for key, names in used.items()}
        yield Finding(level="error", line=1, where=where, code="placeholder_differs", fields=shown)
