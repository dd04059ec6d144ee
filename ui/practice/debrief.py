"""After the call: one's own guess first, then one number, at most two things to change, and another try."""

from __future__ import annotations

import streamlit as st

from desk import practice
from desk.errors import NoSuchRun
from desk.practice import RunView
from scenarios.debrief import Debrief
from scenarios.hints import HINT_COST
from scoring.scorecard import CriterionScore, Scorecard
from ui import names, state
from ui.boundary import action
from ui.components import charts
from ui.formats import joined, plain, score
from ui.i18n import code, pick, t
from ui.practice import certify, contest, fixes, room, tries, wrap_up
from ui.practice.open_run import leave, open_run

GOOD_ENDS = ("resolved", "referred")


def page(run: RunView) -> None:
    """How it ended, the guess, and then the debrief."""
    st.button(t("practise.leave"), key="leave", icon=":material/arrow_back:", on_click=leave)
    st.title(pick(run.title), anchor=False)
    mine = run.trainee_id == state.actor().id
    if not mine:
        st.caption(t("practise.not_yours", name=run.trainee))
    icon = ":material/check_circle:" if run.ended in GOOD_ENDS else ":material/info:"
    st.markdown(f"{icon} **{code('practise.ended', run.ended)}**  \n{t(f'practise.ended_says.{run.ended}')}")
    if mine and run.form_due:
        wrap_up.form(run)
        return
    if mine and run.self_rating is None:
        _ask_for_guess(run)
        return
    with state.reading() as session:
        card = practice.scorecard_of(session, state.actor(), run.id)
        found = practice.debrief_of(session, state.actor(), run.id)
    certify.result(run)
    _number(run, card)
    fixes.cards(run, found, _retry if mine else None)
    _copied(found)
    _unrated(found)
    tries.side_by_side(run)
    left, right = st.columns(2, gap="large")
    with left:
        _went_well(found)
    with right:
        _mood(run, found)
    wrap_up.result(run)
    with st.expander(t("practise.debrief.everything"), icon=":material/checklist:"):
        for line in card.criteria:
            _criterion(line)
    with st.expander(t("practise.debrief.transcript"), icon=":material/forum:"):
        _transcript(run, mine=mine)
    contest.panel(run, card, mine=mine)
    if mine:
        st.button(
            t("practise.debrief.restart"), key="restart", icon=":material/replay:", on_click=_retry, args=(run.id, 0)
        )


def _ask_for_guess(run: RunView) -> None:
    with st.form("guess"):
        st.header(t("practise.rate.title"), anchor=False)
        st.caption(t("practise.rate.why"))
        guess = st.slider(t("practise.rate.slider"), 0, 100, 60, step=5, key=f"guess_{run.id}")
        if st.form_submit_button(t("practise.rate.submit"), type="primary"):
            with state.session() as session:
                practice.self_rate(session, state.actor(), run.id, guess)
            st.rerun()


def _number(run: RunView, card: Scorecard) -> None:
    st.header(t("practise.debrief.title"), anchor=False)
    called = names.sections()
    with st.container(horizontal=True):
        st.metric(t("practise.debrief.score"), score(run.total), border=True)
        for section in card.sections:
            st.metric(names.of(called, section.id), score(section.score_before_critical), border=True)
    notes = []
    if run.self_rating is not None:
        notes.append(t("practise.debrief.guess", guess=run.self_rating))
    if run.hints:
        notes.append(t("room.hint.cost", n=len(run.hints), cost=score(HINT_COST * len(run.hints))))
    if card.critical_failed and card.total != card.total_before_critical:
        notes.append(t("practise.debrief.before_critical", score=score(card.total_before_critical)))
    if run.parent_run_id is not None and run.parent_step is not None:
        notes.append(_parent(run.parent_run_id, run.parent_step))
    if run.settled_total is not None:
        notes.append(t("practise.debrief.settled", score=score(run.settled_total)))
    if notes:
        st.caption(" · ".join(notes))
    if card.critical_failed:
        failed = joined([names.of(names.criteria(), criterion) for criterion in card.critical_failed])
        st.error(t("practise.debrief.critical", names=failed), icon=":material/error:")


def _parent(run_id: str, step: int) -> str:
    try:
        with state.reading() as session:
            before = practice.get_run(session, state.actor(), run_id)
    except NoSuchRun:
        return ""
    return t("practise.debrief.parent", step=step + 1, score=score(before.total))


def _copied(found: Debrief) -> None:
    """Replies learnt by heart: said kindly, since practising them is how one begins."""
    if found.copied:
        replies = joined([str(one.moment + 1) for one in found.copied])
        st.info(t("practise.debrief.copied", replies=replies), icon=":material/content_copy:")


def _unrated(found: Debrief) -> None:
    """Replies that no criterion could use, so that nobody wonders what became of them."""
    if not found.unrated:
        return
    with st.expander(t("practise.debrief.unrated", n=len(found.unrated)), icon=":material/help:"):
        for one in found.unrated:
            st.text(t(f"practise.debrief.unrated_why.{one.why}", n=one.moment + 1, text=one.text))
        st.caption(t("practise.debrief.unrated_help"))


def _went_well(found: Debrief) -> None:
    if not found.went_well:
        return
    st.header(t("practise.debrief.went_well"), anchor=False)
    for praise in found.went_well:
        st.markdown(f":material/check: **{names.of(names.criteria(), praise.criterion)}** — {plain(pick(praise.why))}")
        if praise.quote:
            st.text(f"“{praise.quote}”")


def _mood(run: RunView, found: Debrief) -> None:
    if len(found.moods) < 2:
        return
    st.header(t("practise.debrief.mood"), anchor=False)
    words = {"mood": t("practise.debrief.mood_axis"), "reply": t("practise.debrief.reply_axis")}
    said = t("practise.debrief.mood_alt", first=found.moods[0], last=found.moods[-1])
    st.plotly_chart(
        charts.mood(found.moods, run.mood_min, run.mood_max, words), key="mood", config=charts.PLAIN, alt=said
    )
    st.caption(said)


def _criterion(line: CriterionScore) -> None:
    value = f"{line.value}/{line.max}" if line.status == "scored" else code("practise.status", line.status)
    st.markdown(f"**{names.of(names.criteria(), line.id)}** · {value}  \n{plain(pick(line.explanation.text))}")


def _transcript(run: RunView, *, mine: bool) -> None:
    customer = pick(run.customer)
    for position, line in enumerate(run.lines):
        room.bubble(customer, line)
        if mine and line.speaker == "agent":
            st.button(
                t("practise.debrief.try_again"), key=f"retry_{position}", icon=":material/replay:", type="tertiary",
                on_click=_retry, args=(run.id, line.step),
            )  # fmt: skip


@action
def _retry(run_id: str, step: int) -> None:
    with state.session() as session:
        again = practice.retry_from(session, state.actor(), run_id, step)
    open_run(again.id)
