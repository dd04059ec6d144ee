"""What can be done with rubrics, as callbacks: they run before the page is drawn again."""

from __future__ import annotations

from datetime import date

import streamlit as st

from desk import rescoring, rubrics
from jobs import queue as jobs_queue
from ui import names, state
from ui.boundary import action, notify
from ui.i18n import t
from ui.navigation import open_part


@action
def copy(reference: str) -> None:
    """Work on a copy."""
    with state.session() as session:
        draft = rubrics.start_draft(session, state.actor(), reference)
    open_part(draft=str(draft.id))


@action
def use(reference: str) -> None:
    """Score calls on it from now on."""
    with state.session() as session:
        rubrics.use(session, state.actor(), reference)
    names.forget()
    notify("success", t("rubrics.now_used", reference=reference))


@action
def rescore(reference: str | None) -> None:
    """Have the worker score past calls on it, or on the rubrics in use; the days are in the session."""
    days: dict[str, date | None] = {name: st.session_state.get(f"rescore_{name}") for name in ("from", "to")}
    with state.session() as session:
        rescoring.start(session, state.actor(), rubric=reference, from_day=days["from"], to_day=days["to"])
    jobs_queue.enqueue(state.settings(), "rescore")
    notify("success", t("rubrics.rescore.begun"))


@action
def stop(run_id: int) -> None:
    """End scoring anew before its end."""
    with state.session() as session:
        rescoring.stop(session, state.actor(), run_id)
