"""Route tests: replies in a trainee's own words, and the route that each should take.

They stand beside a script, in `routes/<id>.yaml`. A reply is tried in a node that the call has just come to, by the
same matcher that plays and scores; the linter and the tests run all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.customer import Id, Text
from scenarios.errors import BadScript
from scenarios.findings import Finding
from scenarios.lint_answers import try_answer
from scenarios.script import Script
from scoring.errors import BadYaml
from scoring.marked_yaml import read_marked

FOLDER = "routes"
ELSEWHERE = ("always", "fallback")  # owners of routes that are no nodes


class RouteTest(Model):
    """One reply and where it should lead. `route` is `owner.id`: comforts of the node opening is opening.comforts."""

    node: Id
    reply: Text
    route: str = Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$")
    line: int = Field(1, exclude=True)


class RouteTests(Model):
    """The tests of one script."""

    zh: tuple[RouteTest, ...] = ()
    en: tuple[RouteTest, ...] = ()

    def of(self, language: Language) -> tuple[RouteTest, ...]:
        """Those in `language`."""
        return self.zh if language == "zh" else self.en


def routes_path(script_path: Path, script_id: str) -> Path:
    """Where the tests of a script stand."""
    return script_path.parent / FOLDER / f"{script_id}.yaml"


def read_route_tests(path: Path) -> RouteTests:
    """Read them; none where there is no such file.

    Raises:
        BadScript: The file can't be used; with its line.
    """
    if not path.is_file():
        return RouteTests()
    try:
        marked = read_marked(path)
    except BadYaml as error:
        raise BadScript(**error.fields) from error
    try:
        tests = RouteTests.model_validate(marked.data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}"
        raise BadScript(file=path.name, line=marked.line(first["loc"]), reason=reason, reason_zh=reason) from error
    placed = {
        language: tuple(
            test.model_copy(update={"line": marked.line((language, at))}) for at, test in enumerate(tests.of(language))
        )
        for language in ("zh", "en")
    }
    return RouteTests(**placed)


def check_route_tests(script: Script, tests: RouteTests) -> Iterator[Finding]:
    """Tests that name no node or route, say the same in two of them, or whose reply goes another way."""
    for language in script.languages:
        seen: dict[tuple[str, str], RouteTest] = {}
        for test in tests.of(language):
            earlier = seen.setdefault((test.node, test.reply), test)
            if earlier.route != test.route:
                yield _finding(test, language, "test_twice", earlier=earlier.line)
            elif test.node not in script.nodes:
                yield _finding(test, language, "test_node", node=test.node)
            else:
                yield from _tried(script, test, language)


def _tried(script: Script, test: RouteTest, language: Language) -> Iterator[Finding]:
    taken = try_answer(script, test.node, test.reply, language)
    if taken.route != test.route:
        heard = ", ".join(taken.heard) or "–"
        yield _finding(
            test, language, "test_fails", reply=test.reply, route=str(taken.route), wanted=test.route, heard=heard
        )


def _finding(test: RouteTest, language: Language, code: str, **fields: str | int) -> Finding:
    return Finding(
        level="error", line=1, where=f"{FOLDER}.{language}", code=code, fields={"at": test.line, **fields}
    )  # the line of the other file stands in the words
