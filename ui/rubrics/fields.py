"""Weights and on/off of a rubric as fields; each writes its one line of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from scoring.marked_yaml import Place, parse
from scoring.rubric_text import criterion_places, with_off, with_weight
from scoring.wording import Bilingual
from ui.boundary import action
from ui.formats import plain
from ui.i18n import pick, t

Change = Callable[[str], None]


def fields(text: str, change: Change) -> None:
    """Draw them.

    Args:
        text: A rubric that can be read.
        change: Told the new text.
    """
    places, data = criterion_places(text), parse(text, "rubric").data
    whole = sum(float(section["weight"]) for section in data["sections"])
    for section in data["sections"]:
        live = [one for one in section["criteria"] if not one.get("off")]
        inner = sum(float(one.get("weight", 1)) for one in live)
        share = float(section["weight"]) / whole
        with st.container(border=True):
            _line(text, places[f"section:{section['id']}"], section, share, change)
            for one in section["criteria"]:
                part = None if one.get("off") else share * float(one.get("weight", 1)) / inner
                _line(text, places[str(one["id"])], one, part, change, switch=True, last=len(live) == 1)


def _line(
    text: str, place: Place, item: dict[str, Any], share: float | None, change: Change, *, switch: bool = False,
    last: bool = False,
) -> None:  # fmt: skip
    """Name, weight, its share of the total and, for a criterion, whether it is on."""
    name, key = pick(Bilingual.model_validate(item["name"])), f"{'c' if switch else 's'}_{item['id']}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if switch:
            on = not item.get("off")
            st.toggle(
                plain(name), value=on, key=f"rubric_on_{key}_{on}", disabled=on and last, width=280,
                on_change=_switch, args=(text, place, change, on), help=t("rubrics.last_one") if on and last else None,
            )  # fmt: skip
        else:
            st.markdown(f"**{plain(name)}**", width=280)
        weight = float(item.get("weight", 1))
        widget = f"rubric_weight_{key}_{weight:g}"
        st.number_input(
            t("rubrics.weight_of", name=name), min_value=0.01, max_value=1000.0, value=weight, format="%g",
            step=0.5 if switch else 5.0, key=widget, label_visibility="collapsed", width=140, disabled=share is None,
            on_change=_weigh, args=(text, place, change, widget),
        )  # fmt: skip
        st.caption(t("rubrics.is_off") if share is None else t("rubrics.share", share=f"{share:.1%}"))


@action
def _switch(text: str, place: Place, change: Change, on: bool) -> None:
    change(with_off(text, place, on))


@action
def _weigh(text: str, place: Place, change: Change, widget: str) -> None:
    change(with_weight(text, place, float(st.session_state[widget])))
