"""The list of calls: search, filter, sort, open, export."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import streamlit as st

from desk import calls
from desk.views import CallFilter, CallPage, FilterChoices
from ui import call_actions, names, state
from ui.boundary import action
from ui.call_filter import VIEWS, WIDGETS, combined, from_query, rest_of, view_of, widget_values
from ui.components.call_list import SORTABLE, call_list, list_payload
from ui.export_button import export_button
from ui.i18n import code, has, t
from ui.navigation import go, page_file

PAGE_SIZE = 50
LIST = "calls_list"
SORT, REST, OPEN, PAGE = "calls_sort", "calls_rest", "calls_open", "calls_page"


def take_query() -> None:
    """Show what a link asked for; from then on the widgets say it."""
    query = {name: value for name, value in st.query_params.to_dict().items() if name in CallFilter.model_fields}
    if not query:
        return
    wanted = from_query(query)
    view = view_of(wanted)
    st.session_state["calls_view"] = view
    for name, value in widget_values(wanted).items():
        st.session_state[f"calls_{name}"] = value
    st.session_state[REST] = rest_of(wanted, view)
    st.query_params.clear()


def clear() -> None:
    """Show every call again."""
    st.session_state["calls_view"] = "all"
    for name, value in widget_values(CallFilter()).items():
        st.session_state[f"calls_{name}"] = value
    st.session_state.pop(REST, None)


def select(name: str, labels: dict[str, str]) -> None:
    """One of a few values, or any. A link may ask for a value that no call has: it is shown all the same."""
    asked = st.session_state.get(f"calls_{name}") or ""
    found = {"": t("common.any"), asked: asked or t("common.any"), **labels}
    st.selectbox(
        t(f"calls.filter.{name}"), list(found), key=f"calls_{name}", format_func=lambda one: found.get(one, one),
        persist_state="session",
    )  # fmt: skip


def more_filters(choices: FilterChoices) -> None:
    """The filters that one needs less often."""
    topics = names.topics()
    left, right = st.columns(2)
    with left:
        select("topic", {one: names.of(topics, one) for one in choices.topics})
        select("language", {one: code("common.lang", one) for one in ("zh", "en")})
        st.date_input(t("calls.filter.from_"), value=None, key="calls_from_", persist_state="session")
    with right:
        select("team", {one: one for one in choices.teams})
        select("agent", {one: one for one in choices.agents})
        st.date_input(t("calls.filter.to"), value=None, key="calls_to", persist_state="session")
    st.number_input(
        t("calls.filter.score_below"), 0.0, 100.0, value=None, step=5.0, key="calls_score_below",
        persist_state="session",
    )  # fmt: skip


def filters() -> CallFilter:
    """The row of filters, and what they amount to."""
    person = state.actor()
    with state.reading() as session:
        choices = calls.filter_choices(session, person)
    st.session_state.setdefault("calls_view", "all")
    views = {one: t(f"calls.views.{one}") for one in VIEWS}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text_input(
            t("calls.search"), key="calls_text", placeholder=t("calls.search_hint"), label_visibility="collapsed",
            icon=":material/search:", width=320, persist_state="session",
        )  # fmt: skip
        if person.may("calls.read"):
            st.segmented_control(
                t("calls.view"), list(views), key="calls_view", label_visibility="collapsed", required=True,
                format_func=views.__getitem__, persist_state="session",
            )  # fmt: skip
            with st.popover(t("calls.more_filters"), icon=":material/tune:"):
                more_filters(choices)
    values = {name: st.session_state.get(f"calls_{name}") for name in WIDGETS}
    rest: dict[str, Any] = st.session_state.get(REST, {})
    wanted = combined(st.session_state["calls_view"] or "all", values, rest)
    named(values, rest)
    return wanted


def named(values: dict[str, Any], rest: dict[str, Any]) -> None:
    """Say which filters hold beyond the ones in sight, and offer to clear them."""
    said = [_said(name, value) for name, value in rest.items()]
    said += [f"{t(f'calls.filter.{name}')}: {_value(name, values[name])}" for name in WIDGETS[1:] if values[name]]
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for one in said:
            st.badge(one, color="gray")
        st.button(t("calls.clear"), key="calls_clear", on_click=clear, type="tertiary", icon=":material/close:")


def _said(name: str, value: Any) -> str:
    if not has(f"calls.also.{name}"):
        return f"{t(f'calls.filter.{name}') if has(f'calls.filter.{name}') else name}: {value}"
    groups = {"risk": "common.risk", "source": "common.source"}
    shown = code(groups[name], value) if name in groups else names.of(names.criteria(), str(value))
    return t(f"calls.also.{name}", value=value if name in ("score_from",) else shown)


def _value(name: str, value: Any) -> str:
    if name == "topic":
        return names.of(names.topics(), value)
    return code("common.lang", value) if name == "language" else str(value)


@action
def opened() -> None:
    """A row was chosen. Pages can't be switched within a callback, so the page does it."""
    st.session_state[OPEN] = st.session_state[LIST].get("open")


@action
def sorted_by() -> None:
    """A column was chosen."""
    wanted = str(st.session_state[LIST].get("sort") or "")
    if wanted.removeprefix("-") in SORTABLE:
        st.session_state[SORT] = wanted


@action
def retried() -> None:
    """A failed call is to be tried again."""
    call_id = st.session_state[LIST].get("retry")
    if call_id:
        call_actions.retry(str(call_id))


def empty(wanted: CallFilter) -> None:
    """Nothing to list: say what would fill it, and offer that."""
    person = state.actor()
    with st.container(border=True, horizontal_alignment="center"):
        if wanted != CallFilter():
            review = wanted == CallFilter.model_validate(VIEWS["review"])
            st.markdown(t("calls.empty.done" if review else "calls.empty.filtered"))
            st.button(t("calls.clear"), key="calls_clear_empty", on_click=clear)
        elif person.may("calls.write"):
            st.markdown(t("calls.empty.none"))
            st.page_link(page_file("upload"), label=t("calls.empty.upload"), icon=":material/upload_file:")
        else:
            st.markdown(t("calls.empty.own" if not person.may("calls.read") else "calls.empty.none"))


def listing(wanted: CallFilter) -> None:
    """One page of the list with its pages below."""
    person = state.actor()
    sort = st.session_state.get(SORT, "-started_at")
    # Another filter or order is another list: its pages begin at the first again.
    pages = f"{PAGE}_{crc32(f'{sort} {wanted!r}'.encode()):08x}"
    with state.reading() as session:
        found = calls.list_calls(
            session, person, wanted, page=st.session_state.get(pages, 1), page_size=PAGE_SIZE, sort=sort
        )
    if not found.total:
        empty(wanted)
        return
    top(found, wanted)
    data = list_payload(found.rows, person, sort=sort)
    call_list(data, key=LIST, on_open=opened, on_sort=sorted_by, on_retry=retried)
    if found.pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(found.pages, key=pages)


def top(found: CallPage, wanted: CallFilter) -> None:
    """How many there are, and the way out to a spreadsheet."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("calls.found", n=found.total))
        st.space("stretch")
        if state.actor().may("export"):
            export_button(wanted)


chosen = st.session_state.pop(OPEN, None)
if chosen:
    go("call", call=str(chosen))
take_query()
own = not state.actor().may("calls.read")
st.title(t("calls.title_own" if own else "calls.title"), anchor=False)
listing(filters())
