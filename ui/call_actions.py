"""What can be done on a call's page, as callbacks: they run before the page is drawn again."""

from __future__ import annotations

import secrets

import streamlit as st

from desk import calls, reviews
from jobs import queue as jobs_queue
from ui import state
from ui.boundary import action, notify
from ui.components.call_player import asked
from ui.i18n import t

PLAYER = "call_player"
EDITING = "call_editing"  # {"call", "criterion", "value"}: the override dialog is open
CONFIRMING = "call_confirming"  # {"call", "what"}: publish or delete waits for a yes
SEEK = "call_seek"  # {"call", "start", "turn", "claim", "nonce"}: play from there and open the claim, once
SOUND = "call_sound_"


def _call() -> str:
    return str(st.session_state["call_id"])


def edit(criterion: str, value: int | None = None) -> None:
    """Open the dialog that changes a criterion."""
    st.session_state[EDITING] = {"call": _call(), "criterion": criterion, "value": value}
    st.session_state.pop(CONFIRMING, None)


def confirm(what: str) -> None:
    """Ask before something that others will see. `what`: publish or delete."""
    st.session_state[CONFIRMING] = {"call": _call(), "what": what}
    st.session_state.pop(EDITING, None)


def dismiss() -> None:
    """A dialog was closed without a word."""
    st.session_state.pop(EDITING, None)
    st.session_state.pop(CONFIRMING, None)


def seek(start: float | None, turn: int, claim: int | None = None) -> None:
    """Have the player play from `start` seconds and show the turn, with one of its claims opened."""
    st.session_state[SEEK] = {
        "call": _call(), "start": start, "turn": turn, "claim": claim, "nonce": secrets.token_hex(4),
    }  # fmt: skip


@action
def asked_change() -> None:
    """The player asked to change a criterion."""
    wanted = asked(PLAYER, "change")
    if wanted:
        edit(str(wanted["criterion"]), wanted.get("value"))


@action
def asked_undo() -> None:
    """The player asked to go back to the machine's value."""
    criterion = asked(PLAYER, "undo")
    if criterion:
        undo(str(criterion))


@action
def asked_publish() -> None:
    """The player asked to publish."""
    if asked(PLAYER, "publish"):
        confirm("publish")


@action
def asked_renew() -> None:
    """The sound's link has aged: sign another."""
    st.session_state.pop(f"{SOUND}{_call()}", None)


def undo(criterion: str) -> None:
    """Go back to the machine's value of one criterion."""
    with state.session() as session:
        reviews.clear_value(session, state.actor(), _call(), criterion)
    notify("success", t("call.undone"))


@action
def swap() -> None:
    """Agent ↔ customer, and score again."""
    with state.session() as session:
        calls.swap_speakers(session, state.actor(), _call())
    notify("success", t("call.swapped"))


@action
def name_agent(voice: int) -> None:
    """One voice of two is the agent, and score again."""
    with state.session() as session:
        calls.name_agent(session, state.actor(), _call(), voice)
    notify("success", t("call.voices.named"))


@action
def retry(call_id: str) -> None:
    """Process a failed call again."""
    with state.session() as session:
        calls.retry(session, state.actor(), call_id)
    jobs_queue.enqueue(state.settings(), call_id)
    notify("success", t("call.retried"))


def toggle_original() -> None:
    """Show the words before redaction, or hide them again."""
    shown = st.session_state.get("call_original") == _call()
    st.session_state["call_original"] = None if shown else _call()
