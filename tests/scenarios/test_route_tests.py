"""Route tests: replies in other people's words, beside a script."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.errors import BadScript
from scenarios.lint import lint_script
from scenarios.load import LIBRARY, list_scripts
from scenarios.route_tests import read_route_tests, routes_path
from tests.scenarios.tiny import written

LEAST = 20  # of each script and language


def beside(folder: Path, text: str) -> Path:
    """The tiny script with these route tests beside it."""
    script = written(folder)
    path = routes_path(script, "tiny")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return script


def test_a_reply_that_goes_its_way_is_no_finding(tmp_path: Path) -> None:
    script = beside(tmp_path, "zh:\n  - {node: opening, reply: 换了谁都会害怕的。, route: opening.comforts}\n")
    assert [one.code for one in lint_script(script) if one.code.startswith("test_")] == []


def test_a_reply_that_goes_another_way_is_told_with_what_was_understood(tmp_path: Path) -> None:
    script = beside(tmp_path, "zh:\n  - {node: court, reply: 换了谁都会害怕的。, route: court.explains}\n")
    (found,) = [one for one in lint_script(script) if one.code == "test_fails"]
    assert "line 2" in found.words("en")
    assert "acknowledge_feeling" in found.words("zh")
    assert "court.else" in found.words("en")


def test_no_such_node_and_two_routes_for_one_reply_are_found(tmp_path: Path) -> None:
    rows = [
        "{node: nowhere, reply: 嗯。, route: a.b}",
        "{node: court, reply: 好。, route: a.b}",
        "{node: court, reply: 好。, route: a.c}",
    ]
    script = beside(tmp_path, "zh:\n" + "".join(f"  - {row}\n" for row in rows))
    assert {"test_node", "test_twice"} <= {one.code for one in lint_script(script)}


def test_a_file_that_is_no_list_of_tests_is_told_with_its_line(tmp_path: Path) -> None:
    script = beside(tmp_path, "zh:\n  - {node: court, reply: 好。}\n")
    with pytest.raises(BadScript, match=r"tiny\.yaml, line 2: .*route"):
        read_route_tests(routes_path(script, "tiny"))
    (found,) = lint_script(script)
    assert found.level == "error"


@pytest.mark.parametrize("script_id", [script.id for script in list_scripts()])
def test_every_script_of_the_library_has_its_route_tests(script_id: str) -> None:
    tests = read_route_tests(routes_path(LIBRARY / f"{script_id}.yaml", script_id))
    assert min(len(tests.zh), len(tests.en)) >= LEAST
