"""The list of facts: search, filter, sort, page; the way out as YAML."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import streamlit as st

from desk import knowledge
from desk.fact_views import FACT_SORTS, FactFilter, FactPage, FactView
from ui import names, state
from ui.formats import plain
from ui.i18n import code, pick, t
from ui.knowledge.parts import badges, below
from ui.navigation import go, part_button

PAGE_SIZE = 20
OPEN = "knowledge_open"  # the fact that was chosen
WIDGETS = ("text", "topic", "status", "severity", "sort")
VIEWS: dict[str, dict[str, Any]] = {"all": {}, "due": {"due": True}, "changed": {"waiting": True}}


def page() -> None:
    """Filters, then the facts that they leave."""
    chosen = st.session_state.pop(OPEN, None)
    if chosen is not None:
        go("knowledge", fact=str(chosen))
    wanted, sort = _filters()
    number = f"knowledge_page_{crc32(f'{sort} {wanted!r}'.encode()):08x}"  # another filter begins at its first page
    with state.reading() as session:
        found = knowledge.list_facts(
            session, state.actor(), wanted, page=st.session_state.get(number, 1), page_size=PAGE_SIZE, sort=sort
        )
    _top(found)
    if not found.total:
        with st.container(border=True, horizontal_alignment="center"):
            st.markdown(t("knowledge.empty.due" if wanted == FactFilter(due=True) else "knowledge.empty.none"))
            st.button(t("knowledge.clear"), key="knowledge_clear", on_click=clear)
        return
    for view in found.rows:
        _row(view)
    if found.pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(found.pages, key=number)


def show(view: str) -> None:
    """Choose a quick view, with no other filter."""
    clear()
    st.session_state["knowledge_view"] = view


def clear() -> None:
    """Show every fact again."""
    st.session_state["knowledge_view"] = "all"
    for name in WIDGETS[:-1]:
        st.session_state[f"knowledge_{name}"] = "" if name == "text" else None


def opened(fact_id: str) -> None:
    """A fact was chosen. Pages can't be switched within a callback, so the page does it."""
    st.session_state[OPEN] = fact_id


def _filters() -> tuple[FactFilter, str]:
    person = state.actor()
    st.session_state.setdefault("knowledge_view", "all")
    views = {one: t(f"knowledge.views.{one}") for one in VIEWS}
    sorts = {one: t(f"knowledge.sorts.{one}") for one in FACT_SORTS}
    works = person.may("knowledge.write") or person.may("knowledge.publish")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            t("knowledge.search"), key="knowledge_text", placeholder=t("knowledge.search_hint"),
            icon=":material/search:", width=320, persist_state="session",
        )  # fmt: skip
        if works:
            st.segmented_control(
                t("knowledge.view"), list(views), key="knowledge_view", required=True, persist_state="session",
                format_func=views.__getitem__,
            )  # fmt: skip
        with st.popover(t("knowledge.more_filters"), icon=":material/tune:"):
            _select("topic", names.topics())
            _select("severity", {one: code("knowledge.severity", one) for one in ("high", "medium", "low")})
            _select("status", {one: code("knowledge.status", one) for one in ("in_force", "not_yet", "expired")})
            st.selectbox(
                t("knowledge.sort"), list(sorts), key="knowledge_sort", persist_state="session",
                format_func=sorts.__getitem__,
            )  # fmt: skip
    values = {name: st.session_state.get(f"knowledge_{name}") or None for name in WIDGETS[:-1]}
    view = VIEWS[st.session_state["knowledge_view"] if works else "all"]
    return FactFilter.model_validate({**values, **view}), str(st.session_state.get("knowledge_sort") or FACT_SORTS[0])


def _select(name: str, labels: dict[str, str]) -> None:
    st.selectbox(
        t(f"knowledge.filter.{name}"), list(labels), index=None, key=f"knowledge_{name}", placeholder=t("common.any"),
        format_func=lambda one: labels.get(one, one), persist_state="session",
    )  # fmt: skip


def _top(found: FactPage) -> None:
    person, store = state.actor(), state.store()

    def make() -> str:  # outside the page's run, where nobody is signed in
        with store.reading() as session:
            return knowledge.export(session, person)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("knowledge.found", n=found.total, version=found.version))
        st.space("stretch")
        if person.may("knowledge.write"):
            part_button(t("knowledge.add"), "knowledge_add", ":material/add:", edit="new")
        st.download_button(
            t("knowledge.export"), make, file_name=f"knowledge-{found.version}.yaml", mime="application/yaml",
            key="knowledge_export", icon=":material/download:", on_click="ignore", type="tertiary",
        )  # fmt: skip


def _row(view: FactView) -> None:
    fact = view.fact
    with st.container(border=True, gap="xsmall"):
        # A page link would cut a long statement off on a telephone.
        st.button(
            f"**{plain(pick(fact.statement))}**", key=f"fact_{fact.id}", type="tertiary", wrap=True,
            on_click=opened, args=(fact.id,),
        )  # fmt: skip
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            badges(view)
            st.caption(below(fact))
