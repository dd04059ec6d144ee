"""Signing in and out. A person stays signed in over a reload by a cookie that only routes can set."""

from __future__ import annotations

import streamlit as st

from desk import accounts
from desk.accounts import COOKIE
from desk.demo_accounts import demo_people, sign_in_as
from desk.permissions import Actor
from recordings.errors import UserError
from ui import i18n, state
from ui.components import session_cookie
from ui.i18n import explain, t
from ui.language_switch import language_switch

_SIGNED_OUT = "signed_out"  # the cookie of the first request must not sign a person in again
_ROLE_ICONS = {"supervisor": "fact_check", "trainee": "school", "manager": "monitoring", "admin": "manage_accounts"}


def who() -> Actor | None:
    """Who is signed in: in this session, or by the cookie of an earlier one."""
    found = state.actor_or_none()
    if found is None and not st.session_state.get(_SIGNED_OUT):
        found = _by_cookie()
    if found is None:
        state.remember(None)
        return None
    state.remember(found.id)
    return found


def _by_cookie() -> Actor | None:
    value = st.context.cookies.get(COOKIE)
    if not value:
        return None
    with state.reading() as session:
        found = accounts.read_cookie(session, state.settings(), value)
    if found is not None and found.language:
        i18n.choose(found.language)
    return found


def _welcome(found: Actor) -> None:
    state.remember(found.id)
    st.session_state.pop(_SIGNED_OUT, None)
    session_cookie.set_later(accounts.issue_ticket(found, state.settings()))
    if found.language and "language" not in st.session_state:
        i18n.choose(found.language)


def sign_out() -> None:
    """Forget who is signed in, here and in the browser. An `on_click` callback."""
    for key in list(st.session_state.keys()):
        if key != "language":
            del st.session_state[key]
    st.session_state[_SIGNED_OUT] = True
    session_cookie.clear_later()


def sign_in_page() -> None:
    """Name and password; in demo mode also one button per demo account."""
    _, middle, _ = st.columns([1, 1.6, 1])
    with middle:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(t("common.product"), anchor=False)
            st.space("stretch")
            language_switch(key="sign_in")
        st.markdown(t("signin.lead"))
        if state.settings().demo:
            _demo_people()
        _form(expanded=not state.settings().demo)


def _demo_people() -> None:
    with state.reading() as session:
        people = demo_people(session, state.settings())
    if not people:
        return
    with st.container(border=True):
        st.markdown(f"**{t('signin.demo.title')}**")
        st.caption(t("signin.demo.note"))
        for person in people:
            st.button(
                t("signin.demo.as", name=person.display_name, role=i18n.code("common.role", person.role)),
                key=f"demo_{person.name}",
                icon=f":material/{_ROLE_ICONS.get(person.role, 'person')}:",
                on_click=_demo_clicked,
                args=(person.name,),
                width="stretch",
            )


def _demo_clicked(name: str) -> None:
    try:
        with state.session() as session:
            found = sign_in_as(session, name, settings=state.settings())
    except UserError as error:
        st.session_state["sign_in_error"] = explain(error)
        return
    _welcome(found)


def _form(*, expanded: bool) -> None:
    holder = st.container() if expanded else st.expander(t("signin.own_account"))
    with holder, st.form("sign_in", border=expanded, enter_to_submit=True):
        name = st.text_input(t("signin.name"), key="sign_in_name", autocomplete="username")
        password = st.text_input(
            t("signin.password"), key="sign_in_password", type="password", autocomplete="current-password"
        )
        asked = st.form_submit_button(t("signin.submit"), type="primary", width="stretch", key="sign_in_submit")
    if asked:
        _try(name, password)
    said = st.session_state.pop("sign_in_error", None)
    if said:
        st.warning(said, icon=":material/lock:")
    st.caption(t("signin.no_account"))


def _try(name: str, password: str) -> None:
    try:
        with state.session() as session:
            found = accounts.sign_in(session, name, password, settings=state.settings())
    except UserError as error:
        st.session_state["sign_in_error"] = explain(error)
        return
    _welcome(found)
    st.rerun()
