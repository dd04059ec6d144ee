"""Which calls the list shows: from its widgets, and from links such as those behind the manager's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from desk.views import CallFilter

VIEWS: dict[str, dict[str, Any]] = {
    "all": {},
    "review": {"needs_review": True, "reviewed": False},
    "risk": {"risk": True},
    "critical": {"critical": True},
    "working": {"status": "running"},
    "failed": {"status": "failed"},
}
SELECTS = ("team", "agent", "topic", "language")  # of the widgets, those where "" means any
WIDGETS = ("text", "team", "agent", "topic", "language", "score_below", "from_", "to")  # each has a widget of its own
_YES = {"true": True, "false": False}


def from_query(query: Mapping[str, str]) -> CallFilter:
    """A filter from query parameters; what can't be read is left out rather than complained about."""
    found: dict[str, Any] = {}
    for name in CallFilter.model_fields:
        if name not in query:
            continue
        value: Any = _YES.get(query[name].lower(), query[name])
        try:
            CallFilter.model_validate({name: value})
        except ValidationError:
            continue
        found[name] = value
    return CallFilter.model_validate(found)


def widget_values(wanted: CallFilter) -> dict[str, Any]:
    """What the widgets show for a filter."""
    given = {name: getattr(wanted, name) for name in WIDGETS}
    return {name: "" if value is None and name in ("text", *SELECTS) else value for name, value in given.items()}


def view_of(wanted: CallFilter) -> str:
    """The quick view that a filter amounts to; `all` where none fits."""
    given = wanted.model_dump(exclude_none=True)
    for name, part in VIEWS.items():
        if part and all(given.get(key) == value for key, value in part.items()):
            return name
    return "all"


def rest_of(wanted: CallFilter, view: str) -> dict[str, Any]:
    """What of a filter neither a widget nor the quick view shows: the list names it and lets it be cleared."""
    given = wanted.model_dump(exclude_none=True)
    return {name: value for name, value in given.items() if name not in WIDGETS and name not in VIEWS[view]}


def combined(view: str, widgets: Mapping[str, Any], rest: Mapping[str, Any]) -> CallFilter:
    """The filter that all three amount to."""
    given = {name: value for name, value in widgets.items() if value not in (None, "")}
    first, last = given.get("from_"), given.get("to")
    if isinstance(first, date) and isinstance(last, date) and first > last:
        given["from_"], given["to"] = last, first
    return CallFilter.model_validate({**rest, **VIEWS.get(view, {}), **given})
