"""Home: one thing to try, and what waits."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.i18n import t

person = state.actor()
st.title(t("home.greeting", name=person.display_name), anchor=False)
