"""Training, for supervisors and managers: progress by person, assignments, contested points, odd turns."""

from __future__ import annotations

import streamlit as st

from desk import assignments, contests, progress
from desk.practice_exports import Format, export_practice
from ui import state
from ui.boundary import bounded
from ui.i18n import t
from ui.training import answering, assigning, tables

VIEWS = ("people", "assign", "contests", "odd")
KINDS: tuple[tuple[Format, str], ...] = (("xlsx", "xlsx"), ("csv", "csv"), ("xapi", "json"))


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
        _exports()


def _exports() -> None:
    person, store = state.actor(), state.store()  # the file is made outside the page's run
    with st.container(horizontal=True):
        for kind, ending in KINDS:

            def make(kind: Format = kind) -> bytes:
                with store.session() as session:
                    return export_practice(session, person, kind)

            st.download_button(
                t(f"training.export.{kind}"), make, file_name=f"tingxin-practice.{ending}", key=f"export_{kind}",
                icon=":material/download:", type="tertiary", on_click="ignore",
            )  # fmt: skip


page()
