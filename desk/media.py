"""Sound by signed, short-lived links: `/audio/<token>` (Range requests work)."""

from __future__ import annotations

from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from desk.errors import AudioGone, LinkExpired
from desk.permissions import Actor
from desk.rows import visible_call
from desk.settings import Settings
from desk.shelf import Shelf

MAX_AGE_S = 600  # seconds that a link is good for


def sign_audio(session: Session, actor: Actor, call_id: str, settings: Settings) -> str:
    """A token for `/audio/<token>`; permission is checked here, not again when the link is opened.

    With `settings.beep`, who does not hold calls.original gets the copy with personal data beeped out, and nothing
    where there is none (yet): a call that was processed before the setting has none.

    Raises:
        NotAllowed, NoSuchCall: The actor may not hear this call.
        AudioGone: There is no recording, or none that the actor may hear.
    """
    call = visible_call(session, actor, call_id)
    if call.audio_key is None:
        raise AudioGone(call_id=call_id)
    key = call.audio_key
    if settings.beep and not actor.may("calls.original"):
        key = Shelf.beeped(key)
        if Shelf(settings).path(key) is None:
            raise AudioGone(call_id=call_id)
    return _signer(settings).dumps({"call": call_id, "key": key})


def open_audio(token: str, settings: Settings) -> Path:
    """The file of a token. Raises `LinkExpired`, `AudioGone`."""
    try:
        held = _signer(settings).loads(token, max_age=MAX_AGE_S)
    except BadData as error:
        raise LinkExpired() from error
    path = Shelf(settings).path(held["key"])
    if path is None:
        raise AudioGone(call_id=held["call"])
    return path


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.signing_key, salt="tingxin.audio")
