"""Facts to refresh, one at a time: say it as to a customer, see how it is heard."""

from __future__ import annotations

import streamlit as st

from desk import boosters
from desk.boosters import Checked, FactCard
from ui import navigation, state
from ui.boundary import action, bounded
from ui.formats import plain, when
from ui.i18n import language, pick, t

SHOWN = "refresh_checked"  # the answer that was just judged
LOOK = {"right": st.success, "wrong": st.warning, "unsure": st.info}


@bounded
def page() -> None:
    """The card that waits longest, or that nothing waits."""
    st.title(t("refresh.title"), anchor=False)
    checked: Checked | None = st.session_state.get(SHOWN)
    if checked is not None:
        _judged(checked)
        return
    with state.reading() as session:
        waiting = boosters.count_due(session, state.actor())
        cards = boosters.due(session, state.actor(), limit=1)
    if not cards:
        st.success(t("refresh.none"), icon=":material/check_circle:")
        st.page_link(navigation.page_file("home"), label=t("refresh.home"), icon=":material/home:")
        return
    st.caption(t("refresh.waiting", n=waiting))
    _ask(cards[0])


def _ask(card: FactCard) -> None:
    with st.form(f"fact_{card.fact_id}"):
        if card.topic is not None:
            st.caption(pick(card.topic))
        st.markdown(f"**{t('refresh.ask')}**")
        st.text(pick(card.asked) if card.asked else t("refresh.by_source", source=pick(card.source)))
        said = st.text_area(t("refresh.answer"), key=f"refresh_said_{card.fact_id}", max_chars=boosters.MOST_TEXT)
        if st.form_submit_button(t("refresh.check"), type="primary"):
            with state.session() as session:
                st.session_state[SHOWN] = boosters.check(session, state.actor(), card.fact_id, said, language())
            st.rerun()


def _judged(checked: Checked) -> None:
    LOOK[checked.answered](t(f"refresh.{checked.answered}"))
    with st.container(border=True):
        st.text(pick(checked.card.statement))
        st.caption(plain(pick(checked.card.source)))
    st.caption(t("refresh.again_on", when=when(checked.card.due_at)[:10]))
    st.button(t("refresh.next"), key="refresh_next", type="primary", icon=":material/arrow_forward:", on_click=_next)


@action
def _next() -> None:
    st.session_state.pop(SHOWN, None)


page()
