"""Topics, lists of words and forbidden phrases: the list of them, and one of them with what may be done with it."""

from __future__ import annotations

import streamlit as st

from desk import knowledge, knowledge_words
from desk.knowledge_parts import OTHERS
from desk.knowledge_words import PartView
from scoring.facts import Fact
from ui import state
from ui.formats import plain
from ui.i18n import code, pick, t
from ui.knowledge import waiting
from ui.knowledge.fact import changes_below, deed, stands
from ui.navigation import go, part_button

OPEN = "knowledge_part_open"  # the part or fact that was chosen


def page() -> None:
    """Every part that is no fact, by kind, with search."""
    _go_where_chosen()
    person = state.actor()
    part_button(t("knowledge.to_list"), "knowledge_to_list", ":material/arrow_back:")
    st.title(t("knowledge.parts_title"), anchor=False)
    st.caption(t("knowledge.parts_help"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.text_input(
            t("knowledge.search"), key="knowledge_part_text", placeholder=t("knowledge.parts_search_hint"),
            icon=":material/search:", width=320, persist_state="session",
        )  # fmt: skip
        kind = st.segmented_control(
            t("knowledge.part_kind"), OTHERS, key="knowledge_part_kind", format_func=_kind_name, persist_state="session"
        )
    with state.reading() as session:
        found = knowledge_words.list_parts(session, person, kind=kind, text=text or "")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("knowledge.parts_found", n=len(found)))
        st.space("stretch")
        if person.may("knowledge.write"):
            for new in OTHERS[:-1]:
                label = t(f"knowledge.add_part.{new}")
                part_button(label, f"knowledge_add_{new}", ":material/add:", edit="new", kind=new)
    if not found:
        with st.container(border=True, horizontal_alignment="center"):
            st.markdown(t("knowledge.parts_none"))
            st.button(t("knowledge.clear"), key="knowledge_part_clear", on_click=_clear)
    for view in found:
        _row(view)


def part_page(key: str) -> None:
    """One part. What was taken out still has its history."""
    _go_where_chosen()
    person = state.actor()
    with state.reading() as session:
        history = knowledge.history(session, person, key)
        view = knowledge_words.get_part(session, person, key) if stands(history) else None
    part_button(t("knowledge.to_parts"), "knowledge_to_parts", ":material/arrow_back:", view="words")
    waiting.rescore_offer()
    if view is not None:
        _part(view)
        if person.may("knowledge.write"):
            _actions(view)
    changes_below(history)


def _part(view: PartView) -> None:
    st.title(plain(pick(view.title)), anchor=False)
    _badges(view)
    if view.kind == "topic":
        st.markdown(f"**{t('knowledge.topic_required')}**")
        _facts(view.required)
        with st.expander(t("knowledge.topic_other", n=len(view.other)), icon=":material/list:"):
            _facts(view.other)
    if view.kind == "words":
        st.caption(t("knowledge.used_by", n=len(view.used_by)))
    st.caption(t(f"knowledge.part_help.{view.kind}"))
    st.code(view.text, language="yaml", wrap_lines=True)


def _facts(facts: tuple[Fact, ...]) -> None:
    if not facts:
        st.caption(t("knowledge.no_facts"))
    for fact in facts:  # a page link would cut a long statement off
        st.button(
            plain(pick(fact.statement)), key=f"part_fact_{fact.id}", type="tertiary", wrap=True,
            icon=":material/arrow_forward:", on_click=_opened, args=(fact.id,),
        )  # fmt: skip


def _actions(view: PartView) -> None:
    seen = view.change.revision if view.change is not None else 0
    with st.container(horizontal=True, gap="small"):
        part_button(t("knowledge.edit"), "knowledge_to_edit", ":material/edit:", edit=view.key)
        if view.kind != "outside":
            deed("remove", view.key, seen, ":material/delete:")


def _badges(view: PartView) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(code("knowledge.part_one", view.kind), color="gray")
        if view.ours:
            st.badge(t("knowledge.ours"), color="gray")
        if view.change is not None:
            st.badge(t("knowledge.has_change"), icon=":material/edit_note:", color="blue")
        st.caption(t("knowledge.patterns", zh=view.zh, en=view.en))


def _row(view: PartView) -> None:
    with st.container(border=True, gap="xsmall"):
        st.button(
            f"**{plain(pick(view.title))}**", key=f"part_{view.key}", type="tertiary", wrap=True,
            on_click=_opened, args=(view.key,),
        )  # fmt: skip
        _badges(view)


def _kind_name(kind: str) -> str:
    return code("knowledge.part_kinds", kind)


def _opened(key: str) -> None:
    st.session_state[OPEN] = key


def _go_where_chosen() -> None:
    """Pages can't be switched within a callback, so the page does it."""
    chosen = st.session_state.pop(OPEN, None)
    if chosen is not None:
        go("knowledge", fact=str(chosen))


def _clear() -> None:
    st.session_state["knowledge_part_text"] = ""
    st.session_state["knowledge_part_kind"] = None
