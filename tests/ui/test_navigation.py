from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk.permissions import Actor
from tests.ui.conftest import open_app
from ui import navigation

UI = Path(navigation.__file__).parent
HEAVY = ("torch", "whisper", "faster_whisper", "sklearn", "opencc", "av", "openpyxl", "scipy")


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (
            "supervisor",
            {
                "home",
                "overview",
                "calls",
                "upload",
                "practise",
                "training",
                "knowledge",
                "rubrics",
                "scenarios",
                "agreement",
                "trust",
            },
        ),
        (
            "manager",
            {"home", "overview", "calls", "training", "knowledge", "rubrics", "scenarios", "agreement", "trust"},
        ),
        ("trainee", {"home", "practise", "progress", "calls", "knowledge"}),
        ("admin", {"home", "users", "knowledge"}),
    ],
)
def test_the_menu_holds_what_a_role_works_with(people: dict[str, Actor], role: str, names: set[str]) -> None:
    assert {entry.name for entry in navigation.ENTRIES if role in entry.roles} == names
    assert all(navigation.has_page(name) for name in names)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["supervisor", "manager", "trainee", "admin"])
def test_every_page_in_a_menu_opens_over_an_empty_store(people: dict[str, Actor], role: str, language: str) -> None:
    for entry in navigation.ENTRIES:
        if role in entry.roles or entry.name == "account":
            at = open_app(people[role], entry.name, language=language)
            assert not at.warning, entry.name


def test_the_app_starts_light() -> None:
    """Pages start without the heavy libraries; what needs one loads it when it is needed."""
    modules = [
        ".".join(file.relative_to(UI.parent).with_suffix("").parts)
        for file in sorted(UI.rglob("*.py"))
        if file.name not in ("main.py", "__init__.py") and "app_pages" not in file.parts
    ]
    code = f"import sys, {', '.join(modules)}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
