"""Accounts: make one, switch one off, hand out a new password."""

from __future__ import annotations

import streamlit as st

from desk import accounts
from desk.accounts import ACCOUNT_ROLES, UserView
from recordings.errors import UserError
from ui import state
from ui.boundary import action, notify
from ui.formats import plain
from ui.i18n import code, explain, t


def add() -> None:
    """A new account; the password is made here and shown once."""
    roles = {role: code("common.role", role) for role in ACCOUNT_ROLES}
    with st.form("users_add", clear_on_submit=True):
        st.markdown(f"**{t('users.add')}**")
        left, right = st.columns(2)
        with left:
            name = st.text_input(t("users.name"), help=t("users.name_help"), key="users_name")
            role = st.selectbox(t("users.role"), list(roles), format_func=roles.__getitem__, key="users_role")
            team = st.text_input(t("users.team"), key="users_team")
        with right:
            display = st.text_input(t("users.display"), key="users_display")
            agent = st.text_input(t("users.agent"), help=t("users.agent_help"), key="users_agent")
        asked = st.form_submit_button(t("users.submit"), type="primary", key="users_submit")
    if not asked:
        return
    password = accounts.generate_password()
    try:
        with state.session() as session:
            made = accounts.add_user(
                session, state.actor(), name, role, password,
                display_name=display.strip() or None, team=team.strip() or None, agent=agent.strip() or None,
            )  # fmt: skip
    except UserError as error:
        st.warning(explain(error))
        return
    st.success(t("users.added", name=plain(made.name), password=f"`{password}`"))


@action
def switch(name: str, active: bool) -> None:
    """Switch an account on or off."""
    with state.session() as session:
        accounts.set_active(session, state.actor(), name, active)


@action
def reset(name: str) -> None:
    """A new password, shown once."""
    password = accounts.generate_password()
    with state.session() as session:
        accounts.set_password(session, state.actor(), name, password)
    notify("info", t("users.added", name=plain(name), password=f"`{password}`"))


def line(user: UserView) -> None:
    """One account."""
    mine = user.id == state.actor().id
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        about = " · ".join(part for part in (code("common.role", user.role), user.team, user.agent) if part)
        st.markdown(f"**{plain(user.display_name)}** ({plain(user.name)}) — {plain(about)}")
        if user.is_demo:
            st.badge(t("common.demo"), color="orange")
        st.badge(t("users.active" if user.active else "users.inactive"), color="green" if user.active else "gray")
        st.space("stretch")
        if mine:
            return
        if not user.is_demo:
            st.button(
                t("users.reset"), key=f"users_reset_{user.name}", type="tertiary", on_click=reset, args=(user.name,)
            )
        st.button(
            t("users.switch_off" if user.active else "users.switch_on"),
            key=f"users_switch_{user.name}",
            on_click=switch,
            args=(user.name, not user.active),
        )


with state.reading() as reading:
    people = accounts.list_users(reading, state.actor())
st.title(t("users.title"), anchor=False)
for one in people:
    line(one)
add()
