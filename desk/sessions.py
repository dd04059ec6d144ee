"""What keeps a person signed in: a one-time ticket that is changed for a signed cookie.

A page can't set an HttpOnly cookie, a route can. So after a right password the page has the browser post the
ticket to `/auth/session`; the route redeems it (once, within a minute) and sets the cookie.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.errors import LinkExpired
from desk.models import UsedTicket, User, now
from desk.permissions import Actor
from desk.settings import Settings

COOKIE = "tingxin_session"
TICKET_S = 60  # seconds that a ticket is good for


def issue_ticket(actor: Actor, settings: Settings) -> str:
    """A ticket, good once and for `TICKET_S`, that `/auth/session` changes for the cookie."""
    return _signer(settings, "ticket").dumps({"user": actor.id, "nonce": secrets.token_urlsafe(16)})


def redeem_ticket(session: Session, settings: Settings, ticket: str) -> Actor:
    """The person of a ticket, which is then used up. Raises `LinkExpired`."""
    try:
        held = _signer(settings, "ticket").loads(ticket, max_age=TICKET_S)
        session.execute(delete(UsedTicket).where(UsedTicket.used_at < now() - timedelta(hours=1)))
        with session.begin_nested():
            session.add(UsedTicket(nonce=held["nonce"]))
    except (BadData, IntegrityError) as error:
        raise LinkExpired() from error
    user = session.get(User, held["user"])
    if user is None or not user.active:
        raise LinkExpired()
    return Actor.model_validate(user, from_attributes=True, extra="ignore")


def issue_cookie(session: Session, actor: Actor, settings: Settings) -> str:
    """The value of the cookie `COOKIE`; a new password or switching the account off ends it."""
    user = session.get_one(User, actor.id)
    return _signer(settings, "cookie").dumps({"user": user.id, "epoch": user.epoch})


def read_cookie(session: Session, settings: Settings, value: str | None) -> Actor | None:
    """Who is signed in by this cookie value; None for nobody, a false or an outlived one."""
    if not value:
        return None
    try:
        held = _signer(settings, "cookie").loads(value, max_age=settings.session_hours * 3600)
    except BadData:
        return None
    user = session.get(User, held["user"])
    if user is None or not user.active or user.epoch != held["epoch"]:
        return None
    if user.is_demo and not (settings.demo and settings.loopback):
        return None
    return Actor.model_validate(user, from_attributes=True, extra="ignore")


def end_sessions(session: Session, actor: Actor) -> None:
    """Sign a person out everywhere."""
    session.get_one(User, actor.id).epoch += 1


def _signer(settings: Settings, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.signing_key, salt=f"tingxin.{purpose}")
