"""Keeps a person signed in over a reload: has the browser call the route that sets the cookie."""

from __future__ import annotations

import secrets
from pathlib import Path

import streamlit as st

from ui.links import base_path

_COOKIE = st.components.v2.component(
    "tingxin_session_cookie", js=(Path(__file__).parent / "cookie.js").read_text(encoding="utf-8")
)
_PENDING = "session_cookie.pending"


def set_later(ticket: str) -> None:
    """Have the cookie set on the next run. `ticket`: from `desk.accounts.issue_ticket`."""
    st.session_state[_PENDING] = {"ticket": ticket, "url": f"{base_path()}/auth/session", "nonce": secrets.token_hex(8)}


def clear_later() -> None:
    """Have the cookie removed on the next run."""
    st.session_state[_PENDING] = {"ticket": None, "url": f"{base_path()}/auth/sign-out", "nonce": secrets.token_hex(8)}


def mount() -> None:
    """Draw it (it shows nothing), on every page and last, so that it moves nothing."""
    pending = st.session_state.get(_PENDING)
    if pending:
        _COOKIE(key="session_cookie", data=pending, height=1)
