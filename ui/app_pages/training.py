"""Training, for supervisors and managers: progress by person, assignments, contested points, odd turns."""

from __future__ import annotations

import streamlit as st

from desk import assignments, contests, progress
from ui import state
from ui.boundary import bounded
from ui.i18n import t
from ui.training import answering, assigning, exporting, tables

VIEWS = ("people", "assign", "contests", "odd")


@bounded
def page() -> None:
    """One of the views; a link may name which."""
    st.title(t("training.title"), anchor=False)
    with state.reading() as session:
        waiting = len(contests.list_contests(session, state.actor()))
    asked = next((one for one in VIEWS if one == st.query_params.get("view")), "people")
    view = st.segmented_control(
        t("training.view"), VIEWS, default=asked, required=True, key="training_view", label_visibility="collapsed",
        format_func=lambda one: t(f"training.views.{one}", n=waiting),
    )  # fmt: skip
    {"people": _people, "assign": assigning.view, "contests": answering.contested, "odd": answering.odd}[
        view or "people"
    ]()


def _people() -> None:
    person = state.actor()
    with state.reading() as session:
        everybody = assignments.trainees(session, person)
        rows = progress.by_scenario(session, person, everybody=True)
    if not rows:
        st.info(t("training.people.none"), icon=":material/inbox:")
        return
    st.caption(t("training.people.help"))
    tables.scenarios(rows, people=True)
    called = {one.name: one.display_name for one in everybody}
    if called:
        chosen = st.selectbox(
            t("training.people.whose"), list(called), key="training_whose", format_func=called.__getitem__
        )
        with state.reading() as session:
            tables.criteria(progress.by_criterion(session, person, chosen))
    if person.may("export"):
        exporting.buttons(own=False)


page()
