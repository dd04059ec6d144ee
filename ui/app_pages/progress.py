"""One's own progress: what is getting better, criterion by criterion and customer by customer."""

from __future__ import annotations

import streamlit as st

from desk import assignments, progress
from ui import navigation, state
from ui.boundary import bounded
from ui.i18n import t
from ui.training import exporting, tables


@bounded
def page() -> None:
    """Criteria, scenarios, and what was assigned."""
    st.title(t("training.progress.title"), anchor=False)
    person = state.actor()
    with state.reading() as session:
        criteria = progress.by_criterion(session, person)
        rows = progress.by_scenario(session, person)
        given = assignments.list_assignments(session, person, own=True)
    if not rows:
        st.info(t("training.progress.none"), icon=":material/inbox:")
        st.page_link(navigation.page_file("practise"), label=t("training.progress.begin"), icon=":material/school:")
        return
    tables.criteria(criteria)
    st.header(t("training.progress.scenarios"), anchor=False)
    tables.scenarios(rows, people=False)
    if given:
        st.header(t("training.progress.assigned"), anchor=False)
        tables.assigned(given, people=False)
    exporting.buttons(own=True)


page()
