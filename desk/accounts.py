"""Accounts and signing in. What keeps a person signed in afterwards is in `desk/sessions.py`."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from functools import cache
from typing import get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import audit
from desk.errors import BadCredentials, BadUser, LockedOut, NoSuchUser
from desk.models import User, now
from desk.permissions import SYSTEM, Actor, Role, require
from desk.sessions import COOKIE, issue_cookie, issue_ticket, read_cookie, redeem_ticket
from desk.settings import Settings
from recordings.errors import Language
from recordings.transcript import Model

__all__ = [
    "COOKIE", "Actor", "Role", "UserView", "actor_by_id", "add_user", "generate_password", "issue_cookie",
    "issue_ticket", "list_users", "only_demo_accounts", "read_cookie", "redeem_ticket", "set_active", "set_language",
    "set_password", "sign_in",
]  # fmt: skip

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
ACCOUNT_ROLES: tuple[Role, ...] = tuple(role for role in get_args(Role) if role != "service")
MIN_PASSWORD = 10  # characters; NIST SP 800-63B asks for at least 8
MAX_FAILED = 5  # wrong passwords in a row before a pause
LOCK_MINUTES = 5


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
    """The person of that name and password. Demo accounts sign in only in demo mode, on this machine.

    Raises:
        BadCredentials: No such name, wrong password, switched off: the same words for all.
        LockedOut: `MAX_FAILED` wrong passwords in a row less than `LOCK_MINUTES` ago.
    """
    user = session.scalar(select(User).where(User.name == name.strip().lower()).with_for_update())
    if user is None:
        _matches(_nobody_hash(), password)  # as slow as for a real name, so that names can't be probed
        raise BadCredentials()
    if user.locked_until is not None and user.locked_until > now():
        raise LockedOut(minutes=LOCK_MINUTES)
    if not _matches(user.password_hash, password):
        _count_failure(session, user)
        raise BadCredentials()
    if not user.active or (user.is_demo and not (settings.demo and settings.loopback)):
        raise BadCredentials()
    user.failed_sign_ins, user.locked_until = 0, None
    actor = _actor(user)
    audit.record(session, actor, "sign_in", f"user:{user.name}")
    return actor


def actor_by_id(session: Session, user_id: int) -> Actor | None:
    """The person of that id; None where the account is gone or switched off."""
    user = session.get(User, user_id)
    return _actor(user) if user is not None and user.active else None


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
    """Make an account.

    Args:
        session: The session.
        actor: Who makes it (needs users.manage); None: from the terminal of the machine.
        name: Lower-case letters, digits, `.`, `_`, `-`; at most 63.
        role: trainee, supervisor, manager or admin.
        password: At least `MIN_PASSWORD` characters.
        display_name: How pages call the person; the name where None.
        team: The person's team.
        agent: The agent id under which the person takes calls: they may see those.
        language: The language that the person wants; None: the browser's.
        is_demo: Signs in only in demo mode.

    Raises:
        BadUser: The name is taken or malformed, no such role, or the password is too short.
        NotAllowed: `actor` may not manage accounts.
    """
    if actor is not None:
        require(actor, "users.manage")
    name = name.strip().lower()
    _check_user(session, name, role, password)
    user = User(
        name=name,
        display_name=display_name or name,
        role=role,
        team=team,
        agent=agent,
        language=language,
        password_hash=_hasher().hash(password),
        is_demo=is_demo,
    )
    session.add(user)
    session.flush()
    audit.record(session, actor or SYSTEM, "user.add", f"user:{name}", {"role": role, "demo": is_demo})
    return _actor(user)


def list_users(session: Session, actor: Actor | None) -> tuple[UserView, ...]:
    """All accounts by name. Needs users.manage; `actor` None: from the terminal of the machine."""
    if actor is not None:
        require(actor, "users.manage")
    return tuple(UserView.model_validate(user, from_attributes=True, extra="ignore") for user in _all(session))


def set_active(session: Session, actor: Actor | None, name: str, active: bool) -> None:
    """Switch an account off (which ends its sessions) or on again. Needs users.manage."""
    if actor is not None:
        require(actor, "users.manage")
    user = _by_name(session, name)
    user.active = active
    user.epoch += 1
    audit.record(session, actor or SYSTEM, "user.active", f"user:{user.name}", {"active": active})


def set_password(session: Session, actor: Actor | None, name: str, password: str) -> None:
    """Give an account a new password, which ends its sessions. One's own, or with users.manage."""
    user = _by_name(session, name)
    if actor is not None and actor.id != user.id:
        require(actor, "users.manage")
    _check_password(password)
    user.password_hash = _hasher().hash(password)
    user.epoch += 1
    user.failed_sign_ins, user.locked_until = 0, None
    audit.record(session, actor or SYSTEM, "user.password", f"user:{user.name}")


def set_language(session: Session, actor: Actor, language: Language | None) -> Actor:
    """Keep the language that a person wants for themself; None: the browser's."""
    user = session.get_one(User, actor.id)
    user.language = language
    return _actor(user)


def only_demo_accounts(session: Session) -> bool:
    """Whether nobody but demo accounts could sign in; such a store must not answer other machines."""
    real = select(func.count()).select_from(User).where(User.active, ~User.is_demo)
    return not session.scalar(real)


def generate_password() -> str:
    """A password to hand over, 16 characters that nobody mistakes for one another."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _check_user(session: Session, name: str, role: str, password: str) -> None:
    if not NAME.fullmatch(name):
        raise BadUser(
            reason=f"{name!r} is not a name; use a-z, 0-9, '.', '_', '-', at most 63",
            reason_zh=f"{name!r} 不能用作用户名，可用小写字母、数字、.、_、-，最多 63 个字符",
        )
    if role not in ACCOUNT_ROLES:
        allowed = ", ".join(ACCOUNT_ROLES)
        raise BadUser(
            reason=f"{role!r} is not a role; allowed: {allowed}", reason_zh=f"没有角色 {role!r}，可用：{allowed}"
        )
    _check_password(password)
    if session.scalar(select(User.id).where(User.name == name)) is not None:
        raise BadUser(reason=f"{name!r} is taken", reason_zh=f"用户名 {name!r} 已被使用")


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise BadUser(
            reason=f"the password needs at least {MIN_PASSWORD} characters",
            reason_zh=f"密码至少需要 {MIN_PASSWORD} 个字符",
        )


def _by_name(session: Session, name: str) -> User:
    user = session.scalar(select(User).where(User.name == name.strip().lower()))
    if user is None:
        raise NoSuchUser(name=name)
    return user


def _all(session: Session) -> list[User]:
    return list(session.scalars(select(User).order_by(User.name)))


def _actor(user: User) -> Actor:
    return Actor.model_validate(user, from_attributes=True, extra="ignore")


def _count_failure(session: Session, user: User) -> None:
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= MAX_FAILED:
        user.failed_sign_ins, user.locked_until = 0, now() + timedelta(minutes=LOCK_MINUTES)
    audit.record(session, SYSTEM, "sign_in.failed", f"user:{user.name}")
    session.commit()  # the error that follows would roll the count back


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody_hash() -> str:
    return _hasher().hash(secrets.token_hex(16))


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False
