"""Addresses: pages and what they link to."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

AUDIO = "/audio"  # `/media/` is Streamlit's own


def base_path() -> str:
    """The path under which the app is served, without a slash at its end; mostly nothing."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def call_link(call_id: str) -> str:
    """The address of a call's page, for real links that open in a new tab."""
    return f"{base_path()}/call?call={quote(call_id)}"


def fact_link(fact_id: str) -> str:
    """The address of a fact's page."""
    return f"{base_path()}/knowledge?fact={quote(fact_id)}"


def audio_link(token: str) -> str:
    """The address of a call's sound for a signed token."""
    return f"{base_path()}{AUDIO}/{token}"


def line_link(token: str) -> str:
    """The address of a customer's recorded line for a signed token."""
    return f"{base_path()}/lines/{token}"
