"""Scoring past calls anew: ask for it, and see how far it is."""

from __future__ import annotations

import streamlit as st

from desk import rescoring
from desk.rubric_views import RescoreRun
from ui import state
from ui.boundary import bounded
from ui.i18n import t
from ui.rubrics import actions

EVERY_S = 2.0


def rescore_form(reference: str | None) -> None:
    """Days and a button. Needs nothing else: who may is checked by the desk. None: the rubrics in use."""
    st.markdown(t("rubrics.rescore.about"))
    left, right = st.columns(2)
    with left:
        st.date_input(t("rubrics.rescore.from"), value=None, key="rescore_from")
    with right:
        st.date_input(t("rubrics.rescore.to"), value=None, key="rescore_to")
    st.button(
        t("rubrics.rescore.start"), key="rescore_start", type="primary", icon=":material/refresh:",
        on_click=actions.rescore, args=(reference,),
    )  # fmt: skip


def rescore_progress() -> None:
    """How far the last run is, live while it goes; nothing where there was none."""
    run = _latest()
    if run is None:
        return
    if run.state in rescoring.UNDER_WAY:
        st.fragment(_live, run_every=EVERY_S)()
    else:
        st.caption(sentence(run))


@bounded
def _live() -> None:
    run = _latest()
    if run is None or run.state not in rescoring.UNDER_WAY:
        st.rerun()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.progress(run.share, text=sentence(run), width="stretch")
        if state.actor().may("rubrics.write"):
            st.button(t("rubrics.rescore.stop"), key="rescore_stop", on_click=actions.stop, args=(run.id,))


def _latest() -> RescoreRun | None:
    with state.reading() as session:
        return rescoring.latest(session, state.actor())


def sentence(run: RescoreRun) -> str:
    """Where a run stands, in one sentence."""
    said = t(
        f"rubrics.rescore.state.{run.state}", rubric=run.rubric, done=run.done, total=run.total, changed=run.changed
    )
    return said + t("rubrics.rescore.failed", n=run.failed) if run.failed else said
