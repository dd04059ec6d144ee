"""How far the machine is with a call, live; a failure says why and offers another go."""

from __future__ import annotations

import streamlit as st

from desk import calls
from ui import call_actions, state
from ui.boundary import bounded
from ui.formats import plain
from ui.i18n import code, pick, t

EVERY_S = 2
_SIGNS = {"done": "check_circle", "running": "progress_activity", "failed": "error", "waiting": "circle"}


def call_progress(call_id: str) -> None:
    """Draw it, and again every `EVERY_S` seconds until the call is done."""
    st.fragment(_progress, run_every=EVERY_S)(call_id)


@bounded
def _progress(call_id: str) -> None:
    person = state.actor()
    with state.reading() as session:
        detail = calls.get_call(session, person, call_id)
    row = detail.row
    if row.status == "done":
        st.rerun()
    with st.container(border=True):
        if row.status == "failed":
            st.markdown(f"**{t('call.failed')}** {plain(pick(row.error))}")
            if person.may("calls.write"):
                st.button(
                    t("call.retry"), key="call_retry", icon=":material/refresh:",
                    on_click=call_actions.retry, args=(call_id,),
                )  # fmt: skip
            return
        st.progress(row.progress, text=t("call.working", step=code("common.step", row.step)))
        said = [f":material/{_SIGNS[step.state]}: {code('common.step', step.name)}" for step in detail.steps]
        st.caption("  ".join(said))
