"""Signing in to a demo account with one click: only in demo mode, and only where the app answers this machine alone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit
from desk.accounts import UserView
from desk.errors import BadCredentials
from desk.models import User
from desk.permissions import Actor
from desk.settings import Settings

_ORDER = ("supervisor", "trainee", "manager", "admin")


def demo_people(session: Session, settings: Settings) -> tuple[UserView, ...]:
    """The demo accounts that may sign in now, supervisors first; none outside demo mode."""
    if not (settings.demo and settings.loopback):
        return ()
    users = session.scalars(select(User).where(User.is_demo, User.active).order_by(User.id))
    people = [UserView.model_validate(user, from_attributes=True, extra="ignore") for user in users]
    return tuple(sorted(people, key=lambda person: _ORDER.index(person.role) if person.role in _ORDER else 9))


def sign_in_as(session: Session, name: str, *, settings: Settings) -> Actor:
    """The demo account of that name, without a password. Raises `BadCredentials` for any other account or mode."""
    user = session.scalar(select(User).where(User.name == name))
    if user is None or not user.is_demo or not user.active or not (settings.demo and settings.loopback):
        raise BadCredentials()
    actor = Actor.model_validate(user, from_attributes=True, extra="ignore")
    audit.record(session, actor, "sign_in", f"user:{user.name}", {"demo": True})
    return actor
