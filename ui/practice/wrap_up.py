"""The form after the call: filled in before the guess, and what was right of it, in the debrief."""

from __future__ import annotations

import streamlit as st

from desk import run_forms
from desk.practice import RunView
from scenarios.wrap_check import CheckedField, FieldFinding
from scenarios.wrap_up import WrapField
from ui import state
from ui.boundary import action
from ui.formats import joined, plain
from ui.i18n import has, pick, t

SHORT = ("institution_name",)  # fields of one line
YES_NO = (0, 1)


def form(run: RunView) -> None:
    """The form, and a way past it."""
    st.header(t("room.form.title"), anchor=False)
    st.markdown(t("room.form.lead"))
    with state.reading() as session:
        fields = run_forms.form_for(session, state.actor(), run.id)
    with st.form("wrap_up"):
        for field in fields:
            _field(run.id, field)
        st.form_submit_button(
            t("room.form.submit"), type="primary", icon=":material/task_alt:", on_click=_fill_in, args=(run.id, fields)
        )
    st.button(t("room.form.skip"), key="skip_form", type="tertiary", on_click=_skip, args=(run.id,))


def _field(run_id: str, field: WrapField) -> None:
    name, key = pick(field.name), _key(run_id, field)
    if field.kind == "choice":
        st.radio(
            name, range(len(field.options)), index=None, format_func=lambda at: plain(pick(field.options[at])),
            key=key, horizontal=True,
        )  # fmt: skip
    elif field.kind == "yes_no":
        st.radio(name, YES_NO, index=None, format_func=_yes_no, key=key, horizontal=True)
    elif field.id in SHORT:
        st.text_input(name, key=key, max_chars=run_forms.MAX_TEXT)
    else:
        st.text_area(name, key=key, max_chars=run_forms.MAX_TEXT, height=70)


def _key(run_id: str, field: WrapField) -> str:
    return f"form_{run_id}_{field.id}"


def _yes_no(at: int) -> str:
    return t("room.form.agreed" if at else "room.form.denied")


@action
def _fill_in(run_id: str, fields: tuple[WrapField, ...]) -> None:
    given = {field.id: st.session_state.get(_key(run_id, field)) for field in fields}
    filled = {name: answer for name, answer in given.items() if answer is not None}
    with state.session() as session:
        run_forms.fill_in(session, state.actor(), run_id, filled)


@action
def _skip(run_id: str) -> None:
    with state.session() as session:
        run_forms.fill_in(session, state.actor(), run_id, {})


def result(run: RunView) -> None:
    """What was right of the form, field by field; nothing where it was not filled in."""
    with state.reading() as session:
        checked = run_forms.checked_form(session, state.actor(), run.id)
    if checked is None:
        return
    said = t("room.form.result", right=checked.right, of=len(checked.fields))
    with st.expander(said, icon=":material/assignment:", expanded=checked.right < len(checked.fields)):
        st.caption(t("room.form.apart"))
        for item in checked.fields:
            _checked(item)


def _checked(item: CheckedField) -> None:
    """The field, what was written, and under it what is amiss."""
    icon = ":material/error:" if item.findings else ":material/check:"
    with st.container(gap="xxsmall"):
        st.markdown(f"{icon} **{plain(pick(item.field.name))}**")
        st.text(_written(item.field, item.answer))
        for finding in item.findings:
            st.markdown(f":small[:orange[{_told(finding, item)}]]")


def _told(finding: FieldFinding, item: CheckedField) -> str:
    if finding.code == "wrong":
        if item.field.expected is None:
            return t("room.form.wrong_hidden")
        return t("room.form.wrong", right=plain(_written(item.field, item.field.expected)))
    names = [t(f"room.body.{name}") if has(f"room.body.{name}") else name for name in finding.names]
    return t(f"room.form.{finding.code}", names=plain(joined(names)))


def _written(field: WrapField, answer: str | int | None) -> str:
    if answer is None or answer == "":
        return t("room.form.nothing")
    if isinstance(answer, str):
        return answer
    return _yes_no(answer) if field.kind == "yes_no" else pick(field.options[answer])
