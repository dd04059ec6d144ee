"""Pieces that the list of facts, one fact and the open changes share."""

from __future__ import annotations

import streamlit as st

from desk.fact_views import FactChange, FactView, FieldChange
from scoring.facts import Fact
from ui import names
from ui.components.call_player.claims import checked
from ui.formats import joined, plain, when
from ui.i18n import code, has, language, pick, t

_STATE_COLOURS = {"open": "blue", "published": "green", "withdrawn": "gray", "rejected": "orange"}


def badges(view: FactView) -> None:
    """What to know before anything else: how much it weighs, whether it holds, whether somebody should look."""
    fact = view.fact
    icon = ":material/priority_high:" if fact.severity == "high" else None
    st.badge(code("knowledge.severity", fact.severity), icon=icon, color="gray")  # red is for failures and risk alone
    if view.status != "in_force":
        st.badge(code("knowledge.status", view.status), icon=":material/event_busy:", color="gray")
    for why in view.due:
        help_text = t(f"knowledge.due_help.{why}")
        st.badge(code("knowledge.due", why), icon=":material/visibility:", color="orange", help=help_text)
    if view.change is not None:
        st.badge(t("knowledge.has_change"), icon=":material/edit_note:", color="blue")


def below(fact: Fact) -> str:
    """Topic, source and when it was last seen, in one line."""
    topics = joined([names.of(names.topics(), topic) for topic in fact.topics])
    parts = (topics, fact.source.text(language()), checked(fact))
    return " · ".join(plain(part) for part in parts if part)


def number_of(fact: Fact) -> str | None:
    """The number that the fact holds, in words; None where it holds none."""
    slot = fact.slot
    if slot is None:
        return None
    unit = code("knowledge.unit", slot.unit)
    days = f"{code('knowledge.day_type', slot.day_type)} " if slot.day_type is not None else ""
    amount = f"{slot.value:g}" if slot.high is None else f"{slot.value:g}–{slot.high:g}"
    return t("knowledge.number_is", op=code("knowledge.op", slot.op), amount=amount, unit=f"{days}{unit}")


def change_card(change: FactChange) -> None:
    """Who wants to change what, and why; what stood there before and what would stand there."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(code("knowledge.kind", change.kind), color="blue")
        st.badge(code("knowledge.state", change.state), color=_STATE_COLOURS[change.state])  # type: ignore[arg-type]
        st.caption(f"{plain(joined(list(change.by)))} · {when(change.at)}")
    st.markdown(f"**{t('knowledge.why')}** {plain(change.note)}")
    if change.kind in ("add", "remove"):
        st.markdown(plain(pick(change.statement)))
    else:
        for field in change.fields:
            field_change(field)
    if change.decided_by is not None:
        fields = {"who": plain(change.decided_by), "when": when(change.decided_at), "version": change.version or "–"}
        st.caption(t(f"knowledge.decided.{change.state}", **fields))
    if change.answer:
        st.markdown(f"**{t('knowledge.answer')}** {plain(change.answer)}")


def field_change(field: FieldChange) -> None:
    """One place: what goes with a minus, what comes with a plus, never by colour alone."""
    st.caption(field_name(field.place))
    old, new = (field.old or "").splitlines(), (field.new or "").splitlines()
    gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
    lines = [f":red[− {plain(line)}]" for line in gone] + [f":green[+ {plain(line)}]" for line in come]
    st.markdown("  \n".join(lines) or t("knowledge.reordered"))


def field_name(place: str) -> str:
    """A place of a fact in the reader's words, where there are any for it."""
    key = place.replace(".", "_")
    return t(f"knowledge.field.{key}") if has(f"knowledge.field.{key}") else place
