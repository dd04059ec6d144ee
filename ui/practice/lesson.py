"""Beside a call to learn: how the moment can be answered, well and badly, and why."""

from __future__ import annotations

import streamlit as st

from desk.practice import RunView
from ui.formats import plain
from ui.i18n import pick, t


def panel(run: RunView) -> None:
    """Fold it away, so that one tries first; nothing where the run is not to learn."""
    if run.lesson is None:
        return
    with st.expander(t("practise.lesson.title"), icon=":material/school:", key=f"lesson_{run.id}_{run.step}"):
        st.caption(t("practise.lesson.strong"))
        st.text(run.lesson.strong)
        st.caption(plain(pick(run.lesson.strong_why)))
        if run.lesson.weak is not None:
            st.divider()
            st.caption(t("practise.lesson.weak"))
            st.text(run.lesson.weak)
            st.caption(plain(pick(run.lesson.weak_why)))
