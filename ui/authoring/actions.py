"""What can be done with scenarios, as callbacks: they run before the page is drawn again."""

from __future__ import annotations

import streamlit as st

from desk import call_scenarios, scenarios
from ui import state
from ui.boundary import action, notify
from ui.i18n import t
from ui.navigation import open_part

NEW_DRAFT = "scenario_new_draft"  # a draft was just made of a call: the page to open


@action
def copy(reference: str) -> None:
    """Work on a copy."""
    with state.session() as session:
        draft = scenarios.start_draft(session, state.actor(), reference)
    open_part(draft=str(draft.id))


@action
def offer(reference: str) -> None:
    """Put this version in the practice room."""
    with state.session() as session:
        scenarios.offer(session, state.actor(), reference)
    notify("success", t("scenarios.now_offered", reference=reference))


@action
def withdraw(scenario_id: str) -> None:
    """Take it out of the practice room."""
    with state.session() as session:
        scenarios.withdraw(session, state.actor(), scenario_id)
    notify("success", t("scenarios.now_withdrawn", id=scenario_id))


@action
def of_call(call_id: str) -> None:
    """Make a draft of a call; the call's page then goes to it."""
    with state.session() as session:
        draft = call_scenarios.draft_of_call(session, state.actor(), call_id)
    st.session_state[NEW_DRAFT] = str(draft.id)
    notify("success", t("scenarios.made_of_call"))
