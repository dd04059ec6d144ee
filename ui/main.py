"""The web app: who is there, which pages they have, and the one that is open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import auth, navigation
from ui.boundary import boundary, show_notices
from ui.components import session_cookie
from ui.i18n import code, language, t
from ui.language_switch import language_switch

ASSETS = Path(__file__).parent / "assets"

# A picture of our own: Streamlit would fetch a named icon from the network.
st.set_page_config(page_title="Tingxin 听心", page_icon=ASSETS / "mark.svg", layout="wide")
st.html(ASSETS / "contrast.css")  # styles alone: takes no room on the page

with boundary():
    actor = auth.who()
    page = st.navigation(navigation.pages(actor), position="sidebar" if actor else "hidden")
    if actor is None:
        auth.sign_in_page()
    else:
        shade = "dark" if st.context.theme.type == "dark" else "light"
        st.logo(ASSETS / f"logo-{language()}-{shade}.svg", icon_image=ASSETS / "mark.svg", size="large")
        with st.sidebar:
            st.space("small")
            st.caption(f"**{actor.display_name}** · {code('common.role', actor.role)}")
            if actor.is_demo:
                st.badge(t("common.demo"), icon=":material/science:", color="orange")
            language_switch(key="sidebar")
            if navigation.has_page("account"):
                st.page_link("app_pages/account.py", label=t("common.nav.account"), icon=":material/person:")
            st.button(
                t("common.sign_out"), key="sign_out", icon=":material/logout:", on_click=auth.sign_out, type="tertiary"
            )
        show_notices()
        with boundary():
            page.run()
    session_cookie.mount()
