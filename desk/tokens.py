"""Bearer tokens of the HTTP interface. Shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit
from desk.errors import BadUser, NoSuchUser
from desk.models import ApiToken, now
from desk.permissions import SYSTEM, Actor, require

PREFIX = "tgx_"
USED_EVERY = timedelta(minutes=5)  # how exact `last_used_at` is kept


def add_token(session: Session, actor: Actor | None, name: str) -> str:
    """Make a token that may bring calls and read them and their scores. Returns it, once.

    Args:
        session: The session.
        actor: Needs users.manage; None: from the terminal of the machine.
        name: What it is for, such as the telephone system's name.

    Raises:
        BadUser: The name is empty or taken.
        NotAllowed: See its words.
    """
    if actor is not None:
        require(actor, "users.manage")
    name = name.strip()
    if not name or len(name) > 64:
        raise BadUser(reason="a token needs a name of at most 64 characters", reason_zh="令牌名称须为 1 至 64 个字符")
    if session.scalar(select(ApiToken.id).where(ApiToken.name == name)) is not None:
        raise BadUser(reason=f"the token name {name!r} is taken", reason_zh=f"令牌名称 {name!r} 已被使用")
    token = PREFIX + secrets.token_urlsafe(32)
    session.add(ApiToken(name=name, token_hash=_hash(token)))
    audit.record(session, actor or SYSTEM, "token.add", f"token:{name}")
    return token


def revoke_token(session: Session, actor: Actor | None, name: str) -> None:
    """End a token. Raises `NoSuchUser` where there is none of that name."""
    if actor is not None:
        require(actor, "users.manage")
    row = session.scalar(select(ApiToken).where(ApiToken.name == name.strip(), ApiToken.revoked_at.is_(None)))
    if row is None:
        raise NoSuchUser(name=name)
    row.revoked_at = now()
    audit.record(session, actor or SYSTEM, "token.revoke", f"token:{row.name}")


def actor_of_token(session: Session, token: str) -> Actor | None:
    """Whoever acts with this token; None for a false or ended one."""
    row = session.scalar(select(ApiToken).where(ApiToken.token_hash == _hash(token), ApiToken.revoked_at.is_(None)))
    if row is None:
        return None
    if row.last_used_at is None or now() - row.last_used_at > USED_EVERY:
        row.last_used_at = now()
    return Actor(id=0, name=f"token:{row.name}"[:64], display_name=row.name, role="service")


def _hash(token: str) -> str:
    # A random token of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
