"""What is at hand beside the call: who is calling, hints, the knowledge base."""

from __future__ import annotations

import streamlit as st

from desk import knowledge, run_room
from desk.fact_views import FactFilter
from desk.practice import RunView
from scenarios.hints import HINT_COST, Hint
from ui import names, state
from ui.boundary import action
from ui.formats import plain, score
from ui.i18n import language, pick, t

FACTS_SHOWN = 5
MOODS = ("upset", "tense", "worried", "calmer", "at_ease")


def mood(run: RunView) -> None:
    """How the customer feels, as a bar and in a word."""
    share = (run.mood - run.mood_min) / max(run.mood_max - run.mood_min, 1)
    name = MOODS[min(int(share * len(MOODS)), len(MOODS) - 1)]
    st.progress(min(max(share, 0.0), 1.0), text=t("practise.mood", mood=t(f"practise.moods.{name}")))


def brief(run: RunView) -> None:
    """What one knows before picking up."""
    with st.expander(t("practise.brief"), icon=":material/description:", expanded=run.step == 0):
        st.markdown(pick(run.brief))
        st.markdown("\n".join(f"- {pick(goal)}" for goal in run.goals))


def hints(run: RunView) -> None:
    """The skills named at this moment, and the way to another. Its price stands on the button."""
    here = [hint for hint in run.hints if hint.step == run.step]
    with st.container(border=True, gap="small"):
        for hint in here:
            _hint(hint)
        if run.mode == "certify":
            st.caption(t("room.hint.certify"))
        elif not run.hints_left:
            st.caption(t("room.hint.spent"))
        else:
            st.button(
                t("room.hint.take", cost=score(HINT_COST), n=run.hints_left), key="hint", icon=":material/lightbulb:",
                help=t("room.hint.help"), on_click=_take, args=(run.id, run.step), width="stretch",
            )  # fmt: skip
        if len(run.hints) > len(here):
            st.caption(t("room.hint.earlier", n=len(run.hints)))


def _hint(hint: Hint) -> None:
    found = names.criterion(hint.criterion, "")
    name = names.of(names.criteria(), hint.criterion)
    st.markdown(f":material/lightbulb: {t('room.hint.given')} **{plain(name)}**")
    if found is not None:
        st.caption(plain(pick(found.help)))


@action
def _take(run_id: str, step: int) -> None:
    with state.session() as session:
        run_room.take_hint(session, state.actor(), run_id, step)


def look_up(run: RunView) -> None:
    """Search the knowledge base; before a search, what it holds on the call's topic. Certifying calls only search."""
    with st.expander(t("practise.knowledge"), icon=":material/menu_book:"):
        words = st.text_input(t("practise.knowledge_search"), key="knowledge_search").strip()
        if not words and run.mode == "certify":
            return
        with state.reading() as session:
            if words:
                found = knowledge.look_up(session, state.actor(), words, most=FACTS_SHOWN)
            else:
                wanted = FactFilter(topic=run.topic)
                found = knowledge.list_facts(session, state.actor(), wanted, page_size=FACTS_SHOWN).rows
        if not found:
            st.caption(t("practise.knowledge_none"))
        for view in found:
            source = plain(view.fact.source.text(language()))
            st.markdown(f"- {plain(pick(view.fact.statement))}  \n  :small[{source}]")
