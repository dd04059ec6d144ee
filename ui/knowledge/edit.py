"""Writing a fact: the fields that change most as a form, everything as YAML, both on the same text, checked live.

Topics and lists of words are written as YAML alone.
"""

from __future__ import annotations

import secrets
from typing import Any, get_args

import streamlit as st

from desk import fact_changes, knowledge_base
from desk.fact_lint import FactFinding
from desk.knowledge_parts import Kind, kind_of, template
from scoring.errors import BadYaml
from scoring.facts import Force, Severity
from scoring.marked_yaml import parse
from ui import state
from ui.boundary import action, notify
from ui.components.yaml_editor import EditorFinding, edited, editor_payload, yaml_editor
from ui.i18n import code, pick, t
from ui.knowledge import form
from ui.navigation import go, part_button

HELD = "knowledge_edit"  # what is being written, and the versions of its text that editor and form have seen
DONE = "knowledge_done"  # the fact to show once it is proposed
SEVERITIES, FORCES = get_args(Severity), get_args(Force)
Held = dict[str, Any]


def page(fact_id: str | None, kind: Kind = "fact") -> None:
    """Draw the editor. None: something new of that kind."""
    kind = kind if fact_id is None else kind_of(fact_id)
    done = st.session_state.pop(DONE, None)
    if done is not None:
        go("knowledge", fact=str(done))
    held = _held(fact_id, kind)
    back = {"fact": fact_id} if fact_id else {} if kind == "fact" else {"view": "words"}
    part_button(t("common.back"), "knowledge_back", ":material/arrow_back:", **back)
    st.title(t(f"knowledge.{'edit' if fact_id else 'add'}_titles.{kind}"), anchor=False)
    if held["seen"]:
        st.info(t("knowledge.editing_open"), icon=":material/edit_note:")
    with state.reading() as session:
        found = fact_changes.look_over(session, state.actor(), held["text"], fact_id=fact_id, kind=kind)
    if kind == "fact":
        fields, whole = st.tabs([t("knowledge.form"), t("knowledge.yaml")])
        with fields:
            _form(held, found, new=fact_id is None)
    else:
        st.caption(t(f"knowledge.part_help.{kind}"))
        whole = st.container()
    with whole:
        label = t("knowledge.yaml_label" if kind == "fact" else "knowledge.part_label")
        findings = [_shown(one) for one in found]
        yaml_editor(
            editor_payload(held["text"], findings, label=label, version=held["version"]),
            key=_editor(held), on_change=_from_editor,
        )  # fmt: skip
    _propose(fact_id, kind, any(one.level == "error" for one in found))


def _form(held: Held, found: tuple[FactFinding, ...], *, new: bool) -> None:
    raw = _raw(held["text"])
    if raw is None:
        st.warning(t("knowledge.mend_yaml"), icon=":material/info:")
    else:
        form.fields(raw, held["form"], new=new, on_change=_from_form)
    _findings(found)


def _held(fact_id: str | None, kind: Kind) -> Held:
    """What is being written; begun anew where another part is."""
    held: Held | None = st.session_state.get(HELD)
    if held is None or (held["fact"], held["kind"]) != (fact_id, kind):
        if fact_id is None:
            text, seen, note = template(kind, f"{kind}_{secrets.token_hex(2)}"), 0, ""
        else:
            with state.reading() as session:
                opened = fact_changes.open_text(session, state.actor(), fact_id)
            text, seen, note = opened.text, opened.seen, opened.note
        held = {
            "fact": fact_id,
            "kind": kind,
            "text": text,
            "seen": seen,
            "version": secrets.token_hex(4),
            "form": secrets.token_hex(4),
        }
        st.session_state[HELD] = held
        st.session_state["knowledge_note"] = note
    return held


def _editor(held: Held) -> str:
    return f"knowledge_yaml_{(held['fact'] or held['kind'] + '_new').replace('.', '_')}"


def _raw(text: str) -> dict[str, Any] | None:
    try:
        raw: dict[str, Any] = parse(text, "fact").data
    except BadYaml:
        return None
    return raw


@action
def _from_editor() -> None:
    """The text was changed in the editor: the form reads it anew."""
    held: Held = st.session_state[HELD]
    text = edited(_editor(held))
    if text is not None and text != held["text"]:
        held["text"] = text
        held["form"] = secrets.token_hex(4)


@action
def _from_form(place: tuple[str, ...], key: str) -> None:
    """A field was changed in the form: the text says so, and the editor shows it."""
    held: Held = st.session_state[HELD]
    raw = _raw(held["text"])
    if raw is None:
        return
    held["text"] = knowledge_base.as_yaml(form.changed(raw, place, st.session_state[key]))
    held["version"] = secrets.token_hex(4)


def _shown(one: FactFinding) -> EditorFinding:
    return EditorFinding(level=one.level, line=one.line, message=pick(one.message))


def _findings(found: tuple[FactFinding, ...]) -> None:
    """The findings in sight of the form; the editor lists them itself."""
    for one in found:
        said = f"{code('knowledge.level', one.level)} · {pick(one.message)}"
        (st.error if one.level == "error" else st.caption)(said)


def _propose(fact_id: str | None, kind: Kind, broken: bool) -> None:
    st.text_area(t("knowledge.reason"), key="knowledge_note", height=90, placeholder=t("knowledge.reason_hint"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("knowledge.propose"), key="knowledge_propose", type="primary", disabled=broken, on_click=_save,
            args=(fact_id, kind),
        )  # fmt: skip
        st.caption(t("knowledge.four_eyes"))


@action
def _save(fact_id: str | None, kind: Kind) -> None:
    held: Held = st.session_state[HELD]
    note = str(st.session_state.get("knowledge_note") or "")
    with state.session() as session:
        change = fact_changes.propose(
            session, state.actor(), held["text"], note, fact_id=fact_id, seen=held["seen"], kind=kind
        )
    st.session_state.pop(HELD, None)
    st.session_state[DONE] = change.fact_id
    notify("success", t("knowledge.proposed"))
