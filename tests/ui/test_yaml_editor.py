"""The editor is told each finding with its line, in words of the reader's language."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ui import i18n
from ui.components.yaml_editor import EditorFinding, editor_payload

FOUND = (
    EditorFinding(level="error", line=3, message="no scorer", advice="name one"),
    EditorFinding(level="warning", line=9, message="weighs little"),
)


def app() -> None:
    from ui.components.yaml_editor import EditorFinding, editor_payload, yaml_editor

    found = (EditorFinding(level="error", line=2, message="wrong", advice="mend it"),)
    data = editor_payload("id: a\nname: b\n", found, label="Rubric", version="1")
    yaml_editor(data, key="editor", on_change=lambda: None)


def test_it_draws_and_keeps_the_line_of_a_finding() -> None:
    at = AppTest.from_function(app).run()
    assert not at.exception
    assert '"line": 2' in at.get_by_key("editor").proto.json


def test_findings_are_counted_by_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    data = editor_payload("x", FOUND, label="Rubric", version="1")
    assert data["summary"] == "Errors: 1 · to look at: 1"
    assert [one["place"] for one in data["findings"]] == ["Line 3: error", "Line 9: look"]
    assert data["findings"][0]["advice"] == "name one"


def test_a_text_without_findings_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "zh")
    assert editor_payload("x", (), label="评分表", version="1")["summary"] == "没有发现问题"
