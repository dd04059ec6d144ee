"""The documents say what is there: links resolve, commands exist, both READMEs tell the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import qa_cli

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"tingxin ([a-z]+)")
TARGET = re.compile(r"(?:^|`)make ([a-z]+)\b", re.MULTILINE)
PROSE = {"commands", "app"}


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_links_lead_somewhere(document: Path) -> None:
    targets = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_commands_in_code_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.S))
    unknown = {name for name in COMMAND.findall(code) if name not in qa_cli.COMMANDS and name not in PROSE}
    assert unknown == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_make_targets_in_code_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.S))
    assert set(TARGET.findall(code)) - targets == set()


def test_both_readmes_have_the_same_parts() -> None:
    def parts(name: str) -> list[int]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.M)]

    assert parts("README.md") == parts("README.zh-CN.md")


def test_the_readmes_name_every_front_door() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for needed in ("make run", "make test", "tingxin"):
            assert needed in text, (name, needed)


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=\[ ]", line)[0].lower().replace("_", "-") for line in wanted}
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    assert names - pinned == set()


def test_the_repository_speaks_of_the_product_alone() -> None:
    machine_path = re.compile(r"(?<![\w.])/(?:work|root)/")
    guilty = [
        str(file.relative_to(ROOT))
        for folder in ("recordings", "scoring", "scenarios", "desk", "jobs", "ui", "docs", "tests", "benchmarks")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".md", ".yaml", ".toml"}
        and file.name != "test_docs.py"
        and machine_path.search(file.read_text(encoding="utf-8"))
    ]
    assert guilty == []
