"""What every page needs: the settings, the store, who is signed in. Never call these from another thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st
from sqlalchemy.orm import Session

from desk import accounts
from desk.db import Store
from desk.permissions import Actor
from desk.settings import Settings

_ACTOR_ID = "actor_id"
T = TypeVar("T")


def settings() -> Settings:
    """The settings, read from the environment."""
    return Settings.current()


@st.cache_resource(show_spinner=False, max_entries=8)
def _store(url: str, _settings: Settings) -> Store:  # noqa: ARG001
    """`url` is the key of the cache."""
    store = Store(_settings)
    store.migrate()
    return store


def store() -> Store:
    """The store, migrated; one for the whole process."""
    current = settings()
    return _store(current.store_url, current)


@contextmanager
def session() -> Iterator[Session]:
    """A session for writing, committed at the end. Keep it short."""
    with store().session() as opened:
        yield opened


@contextmanager
def reading() -> Iterator[Session]:
    """A session for drawing a page; never waits for a writer."""
    with store().reading() as opened:
        yield opened


def actor_or_none() -> Actor | None:
    """Who is signed in; read afresh, so that an account that is switched off is out at the next click."""
    user_id = st.session_state.get(_ACTOR_ID)
    if user_id is None:
        return None
    with reading() as opened:
        return accounts.actor_by_id(opened, user_id)


def actor() -> Actor:
    """Who is signed in. Pages run for signed-in people alone, so there is always somebody."""
    found = actor_or_none()
    if found is None:
        st.rerun()  # signed out in another tab or switched off: main.py shows the sign-in page
    return found


def remember(user_id: int | None) -> None:
    """Keep who is signed in for this browser session; None: nobody."""
    if user_id is None:
        st.session_state.pop(_ACTOR_ID, None)
    else:
        st.session_state[_ACTOR_ID] = user_id


def kept(key: str, max_age_s: float, make: Callable[[], T]) -> T:
    """A value of this session that is made again once it is older than `max_age_s` seconds."""
    held = st.session_state.get(key)
    now = time.monotonic()
    if held is None or now - held[0] > max_age_s:
        held = (now, make())
        st.session_state[key] = held
    return held[1]
