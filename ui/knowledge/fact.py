"""One fact: what it says, where it stands, what became of it; and what may be done with it."""

from __future__ import annotations

import streamlit as st

from desk import fact_changes, knowledge
from desk.fact_views import FactChange, FactView
from scoring.facts import Fact
from ui import names, state
from ui.boundary import action, notify
from ui.components.call_player.claims import both, checked, web_address
from ui.formats import joined, plain
from ui.i18n import code, language, pick, t
from ui.knowledge import waiting
from ui.knowledge.parts import badges, change_card, number_of
from ui.navigation import part_button


def page(fact_id: str) -> None:
    """Draw it. A fact that was taken out still has its history."""
    person = state.actor()
    with state.reading() as session:
        history = knowledge.history(session, person, fact_id)
        view = knowledge.get_fact(session, person, fact_id) if stands(history) else None
    part_button(t("knowledge.to_list"), "knowledge_to_list", ":material/arrow_back:")
    waiting.rescore_offer()
    if view is not None:
        _fact(view)
        if person.may("knowledge.write"):
            _actions(view)
    changes_below(history)


def stands(history: tuple[FactChange, ...]) -> bool:
    """Whether what has this history is in the base: neither taken out nor only proposed."""
    return not _gone(history) and all(one.state != "open" or one.kind != "add" for one in history)


def changes_below(history: tuple[FactChange, ...]) -> None:
    """The open change with what may be done about it, then what became of the others."""
    if _gone(history):
        st.info(t("knowledge.taken_out"), icon=":material/info:")
    opened = next((change for change in history if change.state == "open"), None)
    if opened is not None:
        st.header(t("knowledge.open_change"), anchor=False)
        waiting.open_change(opened)
    _history([change for change in history if change.state != "open"])


def _gone(history: tuple[FactChange, ...]) -> bool:
    return bool(history) and history[0].kind == "remove" and history[0].state == "published"


def _fact(view: FactView) -> None:
    fact = view.fact
    first, *other = both(fact.statement)
    st.title(plain(first["text"]), anchor=False)
    for said in other:
        st.markdown(plain(said["text"]))
    with st.container(horizontal=True, gap="small"):
        badges(view)
    if fact.checked_on is None:
        st.warning(t("knowledge.only_warns"), icon=":material/visibility:")
    rows = [(t(f"knowledge.row.{name}"), value) for name, value in _rows(fact).items() if value]
    lines = [f"| {name} | {value} |" for name, value in rows]
    st.markdown("\n".join([lines[0], "|---|---|", *lines[1:]]))
    with st.expander(t("knowledge.heard_by"), icon=":material/hearing:"):
        st.caption(t("knowledge.heard_by_help"))
        said = fact.model_dump(mode="json", exclude_defaults=True)
        for part in ("aliases", "not_about", "right", "wrong"):
            if said.get(part):
                st.markdown(f"**{code('knowledge.part', part)}**")
                st.json(said[part], expanded=2)


def _rows(fact: Fact) -> dict[str, str | None]:
    source = plain(fact.source.text(language()))
    address = web_address(fact.source)
    return {
        "source": f"[{source}]({address})" if address else source,
        "force": code("common.force", fact.source.force),
        "checked": plain(checked(fact)),
        "valid": _dates(fact),
        "topics": plain(joined([names.of(names.topics(), topic) for topic in fact.topics])),
        "required": plain(joined([names.of(names.topics(), topic) for topic in fact.required_for])),
        "number": plain(number_of(fact) or ""),
        "modality": code("knowledge.modality", fact.modality) if fact.modality else None,
        "conditions": plain(joined([pick(condition.text) for condition in fact.conditions])),
        "id": f"`{fact.id}`",
    }


def _dates(fact: Fact) -> str | None:
    if fact.valid_from is None and fact.valid_to is None:
        return None
    first, last = (day.isoformat() if day is not None else "…" for day in (fact.valid_from, fact.valid_to))
    return plain(f"{first} – {last}")


def _actions(view: FactView) -> None:
    fact_id = view.fact.id
    seen = view.change.revision if view.change is not None else 0
    with st.container(horizontal=True, gap="small"):
        part_button(t("knowledge.edit"), "knowledge_to_edit", ":material/edit:", edit=fact_id)
        deed("check", fact_id, seen, ":material/fact_check:")
        deed("retire", fact_id, seen, ":material/event_busy:")
        deed("remove", fact_id, seen, ":material/delete:")


def deed(what: str, fact_id: str, seen: int, icon: str) -> None:
    """A deed that needs a reason, and for retiring a day."""
    with st.popover(t(f"knowledge.{what}"), icon=icon):
        st.caption(t(f"knowledge.{what}_help"))
        if what == "retire":
            st.date_input(t("knowledge.last_day"), value="today", key="knowledge_last_day")
        st.text_area(t("knowledge.reason"), key=f"knowledge_{what}_note", height=90)
        st.button(
            t("knowledge.propose"), key=f"knowledge_{what}", type="primary", on_click=propose,
            args=(what, fact_id, seen),
        )  # fmt: skip


@action
def propose(what: str, fact_id: str, seen: int) -> None:
    """Propose what the popover was filled in with."""
    note = str(st.session_state.get(f"knowledge_{what}_note") or "")
    with state.session() as session:
        person = state.actor()
        if what == "retire":
            last_day = st.session_state["knowledge_last_day"]
            fact_changes.retire(session, person, fact_id, last_day, note, seen=seen)
        elif what == "remove":
            fact_changes.remove(session, person, fact_id, note, seen=seen)
        else:
            fact_changes.confirm_checked(session, person, fact_id, note, seen=seen)
    st.session_state[f"knowledge_{what}_note"] = ""
    notify("success", t("knowledge.proposed"))


def _history(changes: list[FactChange]) -> None:
    st.header(t("knowledge.history"), anchor=False)
    if not changes:
        st.caption(t("knowledge.no_history"))
    for change in changes:
        with st.container(border=True, gap="xsmall"):
            change_card(change)
