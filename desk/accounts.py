"""Accounts, signing in, and the signed values that keep a person signed in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.permissions import Actor, Role
from desk.settings import Settings
from recordings.errors import Language
from recordings.transcript import Model

__all__ = ["Actor", "Role", "UserView", "sign_in"]


class UserView(Model):
    """An account."""

    id: int
    name: str
    display_name: str
    role: Role
    team: str | None
    agent: str | None
    language: Language | None
    active: bool
    is_demo: bool


def sign_in(session: Session, name: str, password: str, *, settings: Settings) -> Actor:
    """The person of that name and password. Raises `BadCredentials`, `LockedOut`."""
    raise NotImplementedError


def actor_by_id(session: Session, user_id: int) -> Actor | None:
    """The person of that id; None where the account is gone or switched off."""
    raise NotImplementedError


def add_user(
    session: Session,
    actor: Actor | None,
    name: str,
    role: Role,
    password: str,
    *,
    display_name: str | None = None,
    team: str | None = None,
    agent: str | None = None,
    language: Language | None = None,
    is_demo: bool = False,
) -> Actor:
    """Make an account. `actor` None: from the terminal of the machine. Raises `BadUser`, `NotAllowed`."""
    raise NotImplementedError


def list_users(session: Session, actor: Actor) -> tuple[UserView, ...]:
    """All accounts. Needs users.manage."""
    raise NotImplementedError


def set_active(session: Session, actor: Actor, name: str, active: bool) -> None:
    """Switch an account off (which ends its sessions) or on again. Needs users.manage."""
    raise NotImplementedError


def set_language(session: Session, actor: Actor, language: Language | None) -> Actor:
    """Keep the language that a person wants for themself."""
    raise NotImplementedError


def issue_ticket(actor: Actor, settings: Settings) -> str:
    """A ticket, good once and for 60 s, that `/auth/session?ticket=…&next=/…` changes for the cookie."""
    raise NotImplementedError


def redeem_ticket(session: Session, settings: Settings, ticket: str) -> Actor:
    """Used by the route only. Raises `LinkExpired`."""
    raise NotImplementedError


def issue_cookie(session: Session, actor: Actor, settings: Settings) -> str:
    """The value of the cookie `COOKIE` ("tingxin_session")."""
    raise NotImplementedError


def read_cookie(session: Session, settings: Settings, value: str | None) -> Actor | None:
    """Who is signed in by this cookie value (`st.context.cookies.get(COOKIE)`); None: nobody."""
    raise NotImplementedError
