"""What can be done about learning and trust, as callbacks: they run before the page is drawn again."""

from __future__ import annotations

import streamlit as st

from desk import alerts, learning, trust
from jobs import queue as jobs_queue
from recordings.errors import Language
from scoring.scorecard import Trust
from ui import names, state
from ui.boundary import action, notify
from ui.i18n import t
from ui.navigation import open_part


def look_into(language: str, criterion_id: str) -> None:
    """Open the criterion that an alert is about, in the language of its calls."""
    st.session_state["trust_language"] = language
    open_part(criterion=criterion_id)


@action
def learn(language: Language) -> None:
    """Have the worker learn."""
    with state.session() as session:
        run = learning.start(session, state.actor(), language)
    jobs_queue.enqueue(state.settings(), f"learning-{run.id}")
    notify("success", t("trust.learn.begun"))


@action
def move(language: Language, criterion_id: str) -> None:
    """Set the policy as the form has it."""
    mode: Trust = st.session_state["trust_mode"]
    with state.session() as session:
        trust.set_mode(
            session, state.actor(), language, criterion_id, mode,
            share=st.session_state["trust_share"] / 100,
            threshold=st.session_state["trust_threshold"],
            watched=st.session_state["trust_watched"],
        )  # fmt: skip
    name = names.of(names.criteria(), criterion_id)
    notify("success", t("trust.policy.saved", name=name, mode=t(f"trust.mode.{mode}")))


@action
def use(language: Language, criterion_id: str, version: int | None) -> None:
    """Let a version, or the rules, give the value."""
    with state.session() as session:
        trust.use_version(session, state.actor(), language, criterion_id, version)
    name = t("trust.versions.rules") if version is None else t("trust.versions.version", version=version)
    notify("success", t("trust.versions.used", name=name))


@action
def seen(alert_id: int) -> None:
    """Close an alert."""
    with state.session() as session:
        alerts.close(session, state.actor(), alert_id)
