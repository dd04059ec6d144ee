"""Work on a draft: text with live findings, its moments to try and play, what changed; publish."""

from __future__ import annotations

import streamlit as st

from desk import scenarios
from desk.scenario_views import ScenarioDraft
from scenarios.findings import Finding
from ui import state
from ui.authoring.changes import changes
from ui.authoring.library import FROM_CALL, back, draft_title, origin
from ui.authoring.moments import moments
from ui.boundary import action, notify
from ui.components.draft_text import Held, held_text, publish_box, standing, text_editor
from ui.components.yaml_editor import EditorFinding, edited
from ui.formats import plain
from ui.i18n import language, t
from ui.navigation import open_part

EDITOR = "scenario_editor"
HELD = "scenario_held"
VIEWS = ("text", "moments", "changes")


def editor(draft_id: int) -> None:
    """Draw it."""
    person = state.actor()
    with state.reading() as session:
        draft = scenarios.get_draft(session, person, draft_id)
    held = held_text(draft, key=HELD)
    with state.reading() as session:
        found = scenarios.findings(session, person, held.text)
        script = scenarios.script_in(session, held.text)
    back()
    st.title(plain(draft_title(draft)), anchor=False)
    origin(draft)
    standing(draft, held, key="scenario", reload=_reload)
    views = {one: t(f"scenarios.view.{one}") for one in VIEWS}
    chosen = st.segmented_control(
        t("scenarios.view.label"), VIEWS, default="text", required=True, format_func=views.__getitem__,
        key="scenario_view", label_visibility="collapsed",
    )  # fmt: skip
    errors = [one for one in found if one.level == "error"]
    if chosen == "text":
        _text(held, found)
    elif chosen == "changes":
        _changes(draft, held)
    elif script is None or errors:
        st.info(t("scenarios.mend_first", line=errors[0].line, message=plain(errors[0].words(language()))))
    else:
        moments(script, key=f"draft-{draft.id}")
    if person.may("scenarios.publish"):
        publish_box(
            t("scenarios.publish.about"), t("scenarios.publish.submit"), len(errors), key="scenario",
            on_click=publish, draft=draft.id,
        )  # fmt: skip


def _text(held: Held, found: tuple[Finding, ...]) -> None:
    shown = [
        EditorFinding(level=one.level, line=one.line, message=f"{one.where}: {one.words(language())}")
        if one.where and one.given is None
        else EditorFinding(level=one.level, line=one.line, message=one.words(language()))
        for one in found
    ]
    text_editor(held, shown, label=t("scenarios.text"), key=EDITOR, on_change=typed)


def _changes(draft: ScenarioDraft, held: Held) -> None:
    if draft.based_on.startswith(FROM_CALL):
        st.caption(t("scenarios.changes.from_call"))
    else:
        changes(draft.based_on, held.text)


@action
def typed() -> None:
    """The text was changed in the editor."""
    text = edited(EDITOR)
    if text is not None:
        _keep(text)


def _keep(text: str) -> None:
    held: Held = st.session_state[HELD]
    held.text = text
    with state.session() as session:
        saved = scenarios.save_draft(session, state.actor(), held.draft, text, held.revision)
    held.revision = saved.revision


@action
def _reload() -> None:
    st.session_state.pop(HELD, None)


@action
def publish(draft_id: int) -> None:
    """Make a version of what stands here."""
    held: Held = st.session_state[HELD]
    _keep(held.text)
    note = str(st.session_state.get("scenario_note") or "")
    with state.session() as session:
        made = scenarios.publish(session, state.actor(), draft_id, held.revision, note)
    st.session_state.pop(HELD, None)
    notify("success", t("scenarios.publish.done", reference=made.reference))
    open_part(scenario=made.reference)
