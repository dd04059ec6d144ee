"""Work on a copy of a rubric: as text with live findings, or by a few fields; see what it would change; publish."""

from __future__ import annotations

import streamlit as st

from desk import rubrics
from scoring.lint import RubricFinding
from scoring.rubric import parse_rubric
from ui import names, state
from ui.boundary import action, notify
from ui.components.draft_text import Held, held_text, publish_box, standing, text_editor
from ui.components.yaml_editor import EditorFinding, edited
from ui.formats import plain
from ui.i18n import language, t
from ui.navigation import open_part
from ui.rubrics.fields import fields
from ui.rubrics.library import back
from ui.rubrics.preview import preview_part

EDITOR = "rubric_editor"
HELD = "rubric_held"
VIEWS = ("text", "fields", "preview")


def editor(draft_id: int) -> None:
    """Draw it."""
    person = state.actor()
    with state.reading() as session:
        draft = rubrics.get_draft(session, person, draft_id)
    held = held_text(draft, key=HELD)
    with state.reading() as session:
        found = rubrics.findings(session, person, held.text)
    back()
    st.title(plain(t("rubrics.draft_of", reference=draft.based_on)), anchor=False)
    standing(draft, held, key="rubric", reload=_reload)
    views = {one: t(f"rubrics.view.{one}") for one in VIEWS}
    chosen = st.segmented_control(
        t("rubrics.view.label"), VIEWS, default="text", required=True, format_func=views.__getitem__,
        key="rubric_view", label_visibility="collapsed",
    )  # fmt: skip
    errors = [one for one in found if one.level == "error"]
    if chosen == "text":
        _text(held, found)
    elif errors:
        st.info(t("rubrics.mend_first", line=errors[0].line, message=plain(errors[0].words(language()))))
    elif chosen == "fields":
        fields(held.text, changed)
    else:
        preview_part(parse_rubric(held.text, "rubric"), key=f"draft-{draft.id}:{held.revision}")
    publish_box(
        t("rubrics.publish.about"), t("rubrics.publish.submit"), len(errors), key="rubric", on_click=publish,
        draft=draft.id,
    )  # fmt: skip


def _text(held: Held, found: tuple[RubricFinding, ...]) -> None:
    shown = [
        EditorFinding(
            level=one.level, line=one.line, advice=one.advice(language()),
            message=f"{one.where}: {one.words(language())}" if one.where else one.words(language()),
        )
        for one in found
    ]  # fmt: skip
    text_editor(held, shown, label=t("rubrics.text"), key=EDITOR, on_change=typed)


@action
def typed() -> None:
    """The text was changed in the editor."""
    text = edited(EDITOR)
    if text is not None:
        _keep(text)


def changed(text: str) -> None:
    """A field changed the text: the editor has to show it."""
    st.session_state[HELD].number += 1
    _keep(text)


def _keep(text: str) -> None:
    held: Held = st.session_state[HELD]
    held.text = text
    with state.session() as session:
        saved = rubrics.save_draft(session, state.actor(), held.draft, text, held.revision)
    held.revision = saved.revision


@action
def _reload() -> None:
    st.session_state.pop(HELD, None)


@action
def publish(draft_id: int) -> None:
    """Make a version of what stands here."""
    held: Held = st.session_state[HELD]
    _keep(held.text)
    note = str(st.session_state.get("rubric_note") or "")
    with state.session() as session:
        made = rubrics.publish(session, state.actor(), draft_id, held.revision, note)
    st.session_state.pop(HELD, None)
    names.forget()
    notify("success", t("rubrics.publish.done", reference=made.reference))
    open_part(rubric=made.reference)
