"""The fields of a fact that change most: words, source, dates, the number. Everything else is edited as YAML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import streamlit as st

from scoring.facts import Force, Severity
from ui import names
from ui.i18n import code, t
from ui.knowledge.parts import field_name

Raw = dict[str, Any]
OnChange = Callable[[tuple[str, ...], str], None]
SEVERITIES: tuple[Severity, ...] = ("medium", "high", "low")
DATES = ("checked_on", "valid_from", "valid_to")


class _Fields:
    """Draws fields of one fact; each tells its place when it is changed."""

    def __init__(self, raw: Raw, version: str, on_change: OnChange) -> None:
        self.raw, self.version, self.on_change = raw, version, on_change

    def _about(self, *place: str) -> dict[str, Any]:
        key = f"form_{'_'.join(place)}_{self.version}"
        return {
            "label": field_name(".".join(place)), "key": key, "on_change": self.on_change, "args": (place, key),
        }  # fmt: skip

    def text(self, *place: str, tall: bool = False) -> None:
        value = str(at(self.raw, place) or "")
        if tall:
            st.text_area(value=value, height=90, **self._about(*place))
        else:
            st.text_input(value=value, **self._about(*place))

    def choice(self, group: str, options: tuple[str, ...], *place: str) -> None:
        """One of a few; the first is what holds where nothing is said."""
        value = at(self.raw, place)
        index = options.index(value) if value in options else 0
        st.selectbox(options=options, index=index, format_func=lambda one: code(group, one), **self._about(*place))

    def several(self, labels: dict[str, str], *place: str) -> None:
        value = [str(one) for one in at(self.raw, place) or []]
        options = list(dict.fromkeys((*labels, *value)))
        st.multiselect(
            options=options,
            default=value,
            placeholder=t("knowledge.choose"),
            format_func=lambda one: labels.get(one, one),
            **self._about(*place),
        )  # fmt: skip

    def day(self, *place: str) -> None:
        st.date_input(value=_date(at(self.raw, place)), min_value=date(1949, 10, 1), max_value=date(2100, 1, 1),
                      **self._about(*place))  # fmt: skip

    def number(self, *place: str) -> None:
        value = at(self.raw, place)
        st.number_input(
            value=float(value) if isinstance(value, int | float) else None, format="%g", step=1.0, **self._about(*place)
        )


def fields(raw: Raw, version: str, *, new: bool, on_change: OnChange) -> None:
    """Draw the form.

    Args:
        raw: The fact as it stands in its text.
        version: Names this text: another one makes the fields read it anew.
        new: Whether its id can still be chosen.
        on_change: Called as a callback with a place and the key of the field that holds its new value.
    """
    draw = _Fields(raw, version, on_change)
    if new:
        draw.text("id")
    left, right = st.columns(2)
    with left:
        draw.text("statement", "zh", tall=True)
        draw.several(names.topics(), "topics")
        draw.choice("knowledge.severity", SEVERITIES, "severity")
    with right:
        draw.text("statement", "en", tall=True)
        draw.several(names.topics(), "required_for")
        draw.choice("common.force", get_args(Force), "source", "force")
    with left:
        draw.text("source", "law", "zh")
        draw.text("source", "article")
    with right:
        draw.text("source", "law", "en")
        draw.text("source", "url")
    if isinstance(raw.get("slot"), dict):
        with left:
            draw.number("slot", "value")
        with right:
            draw.number("slot", "high")
    for column, name in zip(st.columns(3), DATES, strict=True):
        with column:
            draw.day(name)
    st.caption(t("knowledge.form_help"))


def at(raw: Raw, place: tuple[str, ...]) -> Any:
    """The value at a place; None where there is none."""
    value: Any = raw
    for part in place:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def changed(raw: Raw, place: tuple[str, ...], value: Any) -> Raw:
    """The fact with a field's new value; an empty field that needs none is left out."""
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, str):
        value = value.strip()
    *above, last = place
    inner = raw
    for part in above:
        if not isinstance(inner.get(part), dict):
            inner[part] = {}
        inner = inner[part]
    if value in (None, "", []) and last not in ("zh", "en", "id", "checked_on", "severity"):
        inner.pop(last, None)
    else:
        inner[last] = value
    return raw


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
