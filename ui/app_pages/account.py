"""My account: who I am here, my language, my password."""

from __future__ import annotations

import streamlit as st

from desk import accounts
from recordings.errors import UserError
from ui import i18n, state
from ui.boundary import action, notify
from ui.components import session_cookie
from ui.formats import NOTHING, plain
from ui.i18n import LANGUAGES, code, explain, t


@action
def language_chosen() -> None:
    """Keep the language with the account; or none: the browser's."""
    wanted = st.session_state["account_language"] or None
    with state.session() as session:
        accounts.set_language(session, state.actor(), wanted)
    i18n.choose(wanted)


def about() -> None:
    """What the account says."""
    person = state.actor()
    st.table(
        {
            t("account.name"): plain(person.name),
            t("account.role"): code("common.role", person.role),
            t("account.team"): plain(person.team or NOTHING),
            t("account.agent"): plain(person.agent or NOTHING),
        },
        border="horizontal",
        width="content",
    )
    languages = {"": t("account.language_browser"), **LANGUAGES}
    st.session_state["account_language"] = person.language or ""
    st.selectbox(
        t("account.language"),
        list(languages),
        key="account_language",
        format_func=languages.__getitem__,
        on_change=language_chosen,
        width=260,
    )


def password() -> None:
    """Change it, knowing the old one."""
    person = state.actor()
    st.header(t("account.password"), anchor=False)
    if person.is_demo:
        st.caption(t("account.demo"))
        return
    with st.form("account_password", width=420, clear_on_submit=True):
        old = st.text_input(t("account.old"), type="password", key="account_old", autocomplete="current-password")
        new = st.text_input(t("account.new"), type="password", key="account_new", autocomplete="new-password")
        again = st.text_input(t("account.again"), type="password", key="account_again", autocomplete="new-password")
        asked = st.form_submit_button(t("common.save"), type="primary", key="account_save")
    if not asked:
        return
    if new != again:
        st.warning(t("account.differ"))
        return
    try:
        with state.session() as session:
            accounts.sign_in(session, person.name, old, settings=state.settings())
            accounts.set_password(session, person, person.name, new)
    except UserError as error:
        st.warning(explain(error))
        return
    # The new password ended every session, this one's cookie too.
    session_cookie.set_later(accounts.issue_ticket(person, state.settings()))
    notify("success", t("account.changed"))
    st.rerun()


st.title(t("account.title"), anchor=False)
about()
password()
