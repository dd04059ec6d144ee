"""Who may do what. Checked inside every desk function, so that no page can forget it."""

from __future__ import annotations

from typing import Literal

from desk.errors import NotAllowed
from recordings.errors import Language
from recordings.transcript import Model

Role = Literal["trainee", "supervisor", "manager", "admin", "service"]
Permission = Literal[
    "calls.own",  # calls whose agent is oneself
    "calls.read",  # every call, redacted
    "calls.original",  # the words before redaction
    "calls.write",  # take in, swap speakers, retry
    "calls.delete",
    "reviews.write",
    "figures.read",
    "practice.own",
    "practice.read",  # everybody's practice
    "practice.teach",  # assign practice, answer contested points
    "export",
    "knowledge.read",  # look facts up
    "knowledge.write",  # propose changes of facts
    "knowledge.publish",  # decide on others' changes
    "rubrics.read",
    "rubrics.write",  # edit, publish, choose, score calls anew
    "scenarios.read",  # scripts as their author wrote them, answers and all
    "scenarios.write",  # drafts
    "scenarios.publish",  # make versions, put them in the practice room or take them out
    "trust.write",  # learn from reviews, choose what gives a value and how far it is trusted
    "users.manage",
    "audit.read",
]

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "trainee": frozenset({"calls.own", "practice.own", "knowledge.read", "rubrics.read"}),
    "supervisor": frozenset(
        {
            "calls.own", "calls.read", "calls.original", "calls.write", "calls.delete",
            "reviews.write", "figures.read", "practice.own", "practice.read", "practice.teach", "export", "audit.read",
            "knowledge.read", "knowledge.write", "knowledge.publish", "rubrics.read", "rubrics.write",
            "scenarios.read", "scenarios.write", "scenarios.publish",
            "trust.write",
        }
    ),
    "manager": frozenset(
        {"calls.read", "figures.read", "practice.read", "export", "knowledge.read", "rubrics.read", "scenarios.read"}
    ),
    "admin": frozenset({"users.manage", "audit.read", "knowledge.read", "knowledge.publish"}),
    # Never an account: API tokens and the pipeline act with it.
    "service": frozenset({"calls.read", "calls.write", "export", "scenarios.write"}),
}  # fmt: skip


class Actor(Model):
    """Somebody who does something: a signed-in person, an API token, or the pipeline."""

    id: int
    name: str
    display_name: str
    role: Role
    team: str | None = None
    agent: str | None = None  # the agent id under which this person takes calls
    language: Language | None = None  # None: the browser's
    is_demo: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether the role holds `permission`."""
        return permission in ROLE_PERMISSIONS[self.role]


SYSTEM = Actor(id=0, name="system", display_name="Tingxin", role="service")
TERMINAL = Actor(id=0, name="terminal", display_name="Terminal", role="service")  # whoever can log in to the machine


def require(actor: Actor, permission: Permission) -> None:
    """Go on only where `actor` holds `permission`. Raises `NotAllowed`."""
    if not actor.may(permission):
        raise NotAllowed(role=actor.role, permission=permission)


def require_any(actor: Actor, *permissions: Permission) -> None:
    """Go on only where `actor` holds one of `permissions`. Raises `NotAllowed` naming the last."""
    if not any(actor.may(permission) for permission in permissions):
        raise NotAllowed(role=actor.role, permission=permissions[-1])
