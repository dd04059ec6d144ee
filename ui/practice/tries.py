"""Tries at the same customer side by side: from the first to the best, and the retried moment then and now."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk import attempts
from desk.attempts import Attempt, SameMoment
from desk.practice import RunView
from ui import names, state
from ui.formats import score, when, whole
from ui.i18n import t
from ui.practice.fixes import quoted


def side_by_side(run: RunView) -> None:
    """The retried moment, and the table of tries; nothing for a first try."""
    with state.reading() as session:
        found = attempts.attempts_of(session, state.actor(), run.id)
        moment = attempts.same_moment(session, state.actor(), run.id)
    if len(found) < 2:
        return
    st.header(t("practise.tries.title"), anchor=False)
    gained = attempts.first_to_best(found)
    if gained is not None:
        first, best = gained
        st.markdown(t("practise.tries.gain", first=score(first), best=score(best)))
    if moment is not None:
        _moment(moment)
    _table(found, run.id)


def _moment(moment: SameMoment) -> None:
    with st.container(border=True):
        quoted(t("practise.debrief.they_said"), moment.customer)
        then, again = st.columns(2, gap="large")
        with then:
            quoted(t("practise.tries.before"), moment.before or t("practise.tries.silence"))
        with again:
            quoted(t("practise.tries.now"), moment.now or t("practise.tries.silence"))


def _table(found: tuple[Attempt, ...], shown: str) -> None:
    called = names.sections()
    sections = list(dict.fromkeys(section for one in found for section in one.sections))
    rows = {
        t("practise.tries.column.number"): [f"{one.number}{' ←' if one.run_id == shown else ''}" for one in found],
        t("practise.column.when"): [when(one.started_at) for one in found],
        t("practise.column.mode"): [t(f"practise.modes.{one.mode}") for one in found],
        t("practise.tries.column.from"): [
            t("practise.tries.whole") if one.from_step is None else t("practise.tries.from_step", n=one.from_step + 1)
            for one in found
        ],
        t("practise.debrief.score"): [whole(one.total) for one in found],
        **{names.of(called, section): [whole(one.sections.get(section)) for one in found] for section in sections},
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="tries")
