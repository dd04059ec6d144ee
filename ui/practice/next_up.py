"""What a trainee does next: one card for the first thing, a line for each of the others."""

from __future__ import annotations

import streamlit as st

from desk import next_steps, practice
from desk.next_steps import NextStep
from desk.permissions import Actor
from ui import names, navigation, state
from ui.formats import plain
from ui.i18n import language, pick, t

ICONS = {
    "certifying": ":material/verified:", "overdue": ":material/event_busy:", "assigned": ":material/assignment:",
    "unfinished": ":material/resume:", "facts": ":material/menu_book:", "call": ":material/refresh:",
    "weak": ":material/target:", "first": ":material/school:",
}  # fmt: skip


def steps(person: Actor) -> None:
    """Draw them; the first is the button that stands out."""
    with state.reading() as session:
        found = next_steps.next_steps(session, person)
    if not found:
        st.success(t("home.next.nothing"), icon=":material/check_circle:")
        st.page_link(navigation.page_file("practise"), label=t("home.next.library"), icon=":material/school:")
        return
    first, *others = found
    with st.container(border=True):
        st.caption(t("home.next.now"))
        st.header(_title(first), anchor=False)
        st.markdown(_why(first))
        if st.button(_label(first), type="primary", key="home_try", icon=":material/arrow_forward:"):
            _go(person, first)
    if others:
        st.header(t("home.next.then"), anchor=False)
    for position, step in enumerate(others):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"{ICONS[step.kind]} **{plain(_title(step))}**  \n{_why(step)}", width="stretch")
            if st.button(_label(step), key=f"home_next_{position}"):
                _go(person, step)


def _title(step: NextStep) -> str:
    return t(f"home.next.title.{step.kind}", n=step.count, title=pick(step.title))


def _why(step: NextStep) -> str:
    called = names.of(names.criteria(), step.criterion) if step.criterion else ""
    if called and step.kind in ("overdue", "assigned"):
        called = t("home.next.for_point", criterion=called)
    said = t(
        f"home.next.why.{step.kind}",
        n=step.count,
        due=step.due_on.isoformat() if step.due_on else "",
        criterion=called,
    )
    return f"{said}  \n{plain(step.note)}" if step.note else said


def _label(step: NextStep) -> str:
    going = step.kind in ("certifying", "unfinished")
    return t("home.next.go_on" if going else "home.next.facts" if step.kind == "facts" else "home.next.start")


def _go(person: Actor, step: NextStep) -> None:
    """To the run, the facts, the rules of certifying, or straight into the call."""
    if step.kind == "facts":
        navigation.go("refresh")
    if step.run_id is not None:
        navigation.go("practise", run=step.run_id)
    if step.scenario_id is None:
        navigation.go("practise", mode=step.mode)
    with state.session() as session:
        mode: practice.Mode = "learn" if step.mode == "learn" else "practise"
        run = practice.start_run(session, person, step.scenario_id, language(), mode=mode)
    navigation.go("practise", run=run.id)
