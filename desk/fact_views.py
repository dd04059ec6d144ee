"""What the desk hands out about facts: the fact itself, whether it wants a look, what was changed by whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

from recordings.transcript import Model
from scoring.facts import Fact, Severity
from scoring.knowledge_lint import STALE_DAYS
from scoring.wording import Bilingual

EXPIRES_SOON_DAYS = 60  # before its last day a fact is due for a look; own choice
FactStatus = Literal["in_force", "not_yet", "expired"]
Due = Literal["unverified", "stale", "expires_soon"]
ChangeKind = Literal["edit", "add", "retire", "remove", "check"]
ChangeState = Literal["open", "published", "withdrawn", "rejected"]
FACT_SORTS = ("topic", "severity", "checked_on", "statement")


class FactFilter(Model):
    """Which facts. None means any."""

    text: str | None = None  # every word of it in the statement, the source, the id or the words it is known by
    topic: str | None = None
    status: FactStatus | None = None
    severity: Severity | None = None
    due: bool | None = None
    waiting: bool | None = None  # has an open change


ANY_FACT = FactFilter()


class FieldChange(Model):
    """One place of a fact before and after; None: not there."""

    place: str  # such as "source.article"
    old: str | None
    new: str | None


class FactChange(Model):
    """A change of a fact, open or decided."""

    id: int
    fact_id: str
    kind: ChangeKind
    state: ChangeState
    note: str  # why
    by: tuple[str, ...]  # display names of everybody who had a hand in it
    author_ids: tuple[int, ...]
    at: datetime
    revision: int
    statement: Bilingual  # as it would be, or as it was where it is taken out
    fields: tuple[FieldChange, ...]
    decided_by: str | None = None
    decided_at: datetime | None = None
    answer: str = ""  # what was said to it
    version: int | None = None  # of the base that it made

    def mine(self, user_id: int) -> bool:
        """Whether that person had a hand in it, and so can't decide on it."""
        return user_id in self.author_ids


class FactView(Model):
    """A fact of the base in use; with its open change where somebody proposed one."""

    fact: Fact
    status: FactStatus
    due: tuple[Due, ...]
    ours: bool  # changed by this centre
    change: FactChange | None = None


class FactPage(Model):
    """One page of facts; `total` counts all pages'."""

    rows: tuple[FactView, ...]
    total: int
    page: int
    pages: int
    version: int  # of the base


def status_of(fact: Fact, today: date) -> FactStatus:
    """Whether the fact holds on a day."""
    if fact.in_force(today):
        return "in_force"
    return "not_yet" if fact.valid_from is not None and today < fact.valid_from else "expired"


def due_of(fact: Fact, today: date) -> tuple[Due, ...]:
    """Why somebody should look at the source again; empty where nobody need. What has run out is done with."""
    if status_of(fact, today) == "expired":
        return ()
    found: list[Due] = []
    if fact.checked_on is None:
        found.append("unverified")
    elif (today - fact.checked_on).days > STALE_DAYS:
        found.append("stale")
    if fact.valid_to is not None and fact.valid_to - today <= timedelta(days=EXPIRES_SOON_DAYS):
        found.append("expires_soon")
    return tuple(found)


def difference(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[FieldChange, ...]:
    """Every place where two versions of a fact differ, in the order of the newer one."""
    old, new = dict(_places(before or {})), dict(_places(after or {}))
    places = [*new, *(place for place in old if place not in new)]
    return tuple(
        FieldChange(place=place, old=old.get(place), new=new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    )


def _places(value: object, place: str = "") -> list[tuple[str, str]]:
    """Every text and number with its place; a list of plain values is one place, an item a line."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _places(inner, f"{place}.{key}" if place else key)]
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return [found for n, item in enumerate(value, 1) for found in _places(item, f"{place}.{n}")]
    if isinstance(value, list):
        return [(place, "\n".join(str(item) for item in value))]
    return [] if value is None else [(place, f"{value:g}" if isinstance(value, float) else str(value))]
