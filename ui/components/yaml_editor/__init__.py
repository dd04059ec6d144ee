"""A plain editor for YAML with line numbers, what a linter found, and a way from each finding to its line.

What is typed reaches Python a moment after the typing stops; the text in the browser is replaced only when `version`
changes, so that nobody's typing is ever overwritten by a slower answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from recordings.transcript import Model
from ui.i18n import t

_HERE = Path(__file__).parent
SIGNS = {"error": "▲", "warning": "●"}

_EDITOR = st.components.v2.component(
    "tingxin_yaml_editor",
    html='<div class="editor">\n</div>',
    css=(_HERE / "editor.css").read_text(encoding="utf-8"),
    js="\n".join(file.read_text(encoding="utf-8") for file in (_HERE.parent / "node.js", _HERE / "editor.js")),
)


class EditorFinding(Model):
    """What a linter says of a line, in the reader's language. `line` counts from 1."""

    level: Literal["error", "warning"]
    line: int
    message: str
    advice: str = ""  # what to do about it


def editor_payload(
    text: str, findings: Sequence[EditorFinding], *, label: str, version: str, read_only: bool = False
) -> dict[str, Any]:
    """What the editor shows.

    Args:
        text: The document.
        findings: What to mark, in the order of the list below the text.
        label: What the text is, for screen readers.
        version: Names this text; another one replaces what stands in the browser.
        read_only: Whether it can only be read.
    """
    errors = sum(one.level == "error" for one in findings)
    summary = t("editor.summary", errors=errors, warnings=len(findings) - errors) if findings else t("editor.clean")
    return {
        "text": text,
        "version": version,
        "label": label,
        "read_only": read_only,
        "summary": summary,
        "hint": "" if read_only else t("editor.keys"),
        "findings": [
            {
                "line": one.line,
                "level": one.level,
                "sign": SIGNS[one.level],
                "place": t(f"editor.{one.level}", line=one.line),
                "message": one.message,
                "advice": one.advice,
                "jump": t("editor.jump", line=one.line),
            }
            for one in findings
        ],
    }


def yaml_editor(
    data: dict[str, Any], *, key: str, on_change: Callable[[], None], on_save: Callable[[], None] | None = None
) -> None:
    """Draw the editor. The callbacks read the text with `edited`; `on_save` answers Ctrl+S."""
    _EDITOR(key=key, data=data, on_text_change=on_change, on_save_change=on_save or on_change)


def edited(key: str) -> str | None:
    """The text as it stands in the browser, within a callback; None before the first change."""
    held = st.session_state.get(key)
    found = None if held is None else held.get("text")
    return None if found is None else str(found)
