from __future__ import annotations

import pytest

from desk.errors import NotAllowed
from desk.permissions import ROLE_PERMISSIONS, Actor, Permission, Role, require

# What each role may do, written out by hand from docs: trainee own things, supervisor all of calls and reviews,
# manager looks, admin accounts.
TABLE: dict[Role, str] = {
    "trainee": "calls.own practice.own knowledge.read rubrics.read",
    "supervisor": "calls.own calls.read calls.original calls.write calls.delete reviews.write figures.read "
    "practice.own practice.read practice.teach export audit.read knowledge.read knowledge.write knowledge.publish "
    "rubrics.read rubrics.write scenarios.read scenarios.write scenarios.publish trust.write",
    "manager": "calls.read figures.read practice.read export knowledge.read rubrics.read scenarios.read",
    "admin": "users.manage audit.read knowledge.read knowledge.publish",
    "service": "calls.read calls.write export scenarios.write",
}


@pytest.mark.parametrize("role", list(TABLE))
def test_each_role_holds_exactly_what_the_table_says(role: Role) -> None:
    assert ROLE_PERMISSIONS[role] == frozenset(TABLE[role].split())


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        ("trainee", "figures.read"),
        ("manager", "reviews.write"),
        ("admin", "calls.read"),
        ("supervisor", "users.manage"),
    ],
)
def test_what_a_role_lacks_is_refused_in_both_languages(role: Role, permission: Permission) -> None:
    with pytest.raises(NotAllowed) as caught:
        require(Actor(id=1, name="x", display_name="x", role=role), permission)
    assert permission in caught.value.text("en")
    assert permission in caught.value.text("zh")
