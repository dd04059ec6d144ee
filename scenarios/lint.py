"""The linter: everything about a script that would surprise a trainee, found before one meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from scenarios.errors import BadScript
from scenarios.findings import Finding
from scenarios.lint_answers import check_answers
from scenarios.lint_reach import check_reach
from scenarios.lint_references import check_references
from scenarios.lint_routes import check_routes
from scenarios.lint_text import check_text
from scenarios.load import find_file, marked_script, read_document, validate
from scenarios.route_tests import RouteTests, check_route_tests, read_route_tests, routes_path
from scenarios.script import Script
from scoring.marked_yaml import Marked
from scoring.wording import Bilingual

Check = Callable[[Script], Iterator[Finding]]
# In this order; the later ones play the script, and only make sense where the earlier ones found no error.
STRUCTURE: tuple[Check, ...] = (check_references, check_routes, check_text, check_reach)


def lint_script(id_or_path: str | Path) -> tuple[Finding, ...]:
    """Every finding about one script, in order of its lines.

    Checks the form; that all names stand for something; that every node can be reached and left; that lines
    exist in both languages with the same placeholders; and that every model answer passes its node and every
    weak answer fails it, by the same matcher that the player and the scorer use.

    Args:
        id_or_path: A scenario's id in the library, or a YAML file.

    Returns:
        Findings; empty where there is nothing to mend.

    Raises:
        NoScript: The library has no such id.
    """
    path = find_file(id_or_path)
    try:
        document, file = read_document(path)
    except BadScript as error:
        return (_of_form(error),)
    problems, script = validate(document, file)
    if script is None:
        return tuple(_of_form(problem) for problem in problems)
    try:
        tests = read_route_tests(routes_path(path, script.id))
    except BadScript as error:
        return (_of_form(error),)
    return lint(script, document, tests)


def lint_text(text: str, file: str, *, knowledge: str | None = None) -> tuple[Finding, ...]:
    """The findings about a script that is still being written; no route tests.

    Args:
        text: The YAML, right or wrong.
        file: What to call it.
        knowledge: The base to read replies with, where it isn't the one that the script names.
    """
    try:
        document = marked_script(text, file)
    except BadScript as error:
        return (_of_form(error),)
    problems, script = validate(document, file)
    if script is None:
        return tuple(_of_form(problem) for problem in problems)
    return lint(script if knowledge is None else script.model_copy(update={"knowledge": knowledge}), document)


def lint(script: Script, document: Marked | None = None, tests: RouteTests | None = None) -> tuple[Finding, ...]:
    """The findings about a script whose form is right.

    Args:
        script: The script.
        document: Where it was read from, for the lines; without it every finding is in line 1.
        tests: Its route tests.
    """
    findings = [finding for check in STRUCTURE for finding in check(script)]
    if not any(finding.level == "error" for finding in findings):
        findings += check_answers(script)
        findings += check_route_tests(script, tests or RouteTests())
    if document is not None:
        findings = [_placed(finding, document) for finding in findings]
    unique = {finding.model_dump_json(): finding for finding in findings}
    return tuple(sorted(unique.values(), key=lambda finding: (finding.line, finding.where, finding.code)))


def _placed(finding: Finding, document: Marked) -> Finding:
    """The finding with its line, and with the line of an earlier place that it names."""
    fields = dict(finding.fields)
    if "first" in fields:
        fields["first"] = document.line(_path(str(fields["first"])))
    return finding.model_copy(update={"line": document.line(_path(finding.where)), "fields": fields})


def _path(where: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in where.split("."))


def _of_form(error: BadScript) -> Finding:
    return Finding(
        level="error",
        line=int(str(error.fields["line"])),
        where=str(error.fields.get("where", "")),
        code="form",
        given=Bilingual(en=str(error.fields["reason"]), zh=str(error.fields["reason_zh"])),
    )
