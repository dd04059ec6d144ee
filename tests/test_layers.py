"""Who may import whom. The table is the one in docs/architecture.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"recordings", "scoring", "scenarios", "desk", "jobs", "ui", "qa_app", "qa_cli"}
PURE_RECORDINGS = ("recordings.transcript", "recordings.errors", "recordings.timeline")
ALLOWED: dict[str, tuple[str, ...]] = {
    "recordings": ("recordings",),
    "scoring": ("scoring", *PURE_RECORDINGS),
    "scenarios": ("scenarios", "scoring", "recordings.redact", *PURE_RECORDINGS),
    "desk": ("desk", "recordings", "scoring", "scenarios"),
    "jobs": ("jobs", "desk", "recordings", "scoring", "scenarios"),
    "ui": ("ui", "jobs", "desk", "recordings", "scoring", "scenarios"),
    "qa_app": ("ui",),
    "qa_cli": ("jobs", "desk", "recordings", "scoring", "scenarios"),
}


def imported_by(file: Path) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, node.module)]
    return found


def files_of(layer: str) -> list[Path]:
    folder = ROOT / layer
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / f"{layer}.py"]


def within(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(name + ".") for name in allowed)


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_a_layer_imports_only_what_stands_below_it(layer: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {module}"
        for file in files_of(layer)
        for line, module in imported_by(file)
        if module.split(".")[0] in OURS and not within(module, ALLOWED[layer])
    ]
    assert wrong == []


def test_streamlit_is_imported_by_the_pages_alone() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line}"
        for layer in set(ALLOWED) - {"ui", "qa_app"}
        for file in files_of(layer)
        for line, module in imported_by(file)
        if module.split(".")[0] == "streamlit"
    ]
    assert wrong == []
