"""Sound by signed, short-lived links: `/media/audio/<token>` (Range requests work)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from desk.permissions import Actor
from desk.settings import Settings

MAX_AGE_S = 600  # seconds that a link is good for


def sign_audio(session: Session, actor: Actor, call_id: str, settings: Settings) -> str:
    """A token for `/media/audio/<token>`; permission is checked here. Raises `NoSuchCall`, `AudioGone`."""
    raise NotImplementedError


def open_audio(token: str, settings: Settings) -> Path:
    """The file of a token. Raises `LinkExpired`, `AudioGone`."""
    raise NotImplementedError
