"""Certifying on the pages: its rules and how to begin, what stands above such a call, and what came of it."""

from __future__ import annotations

import streamlit as st

from desk import certifying
from desk.certifying import WINDOW_DAYS, CertifyStatus
from desk.models import now
from desk.practice import RunView
from desk.run_views import Verdict
from recordings.errors import Language
from ui import state
from ui.boundary import action
from ui.formats import score, when
from ui.i18n import pick, t
from ui.practice.open_run import open_run

ICONS: dict[Verdict, str] = {
    "passed": ":material/verified:", "below": ":material/trending_up:", "critical": ":material/error:",
    "late": ":material/timer_off:", "copied": ":material/content_copy:",
}  # fmt: skip


def card(standing: CertifyStatus, spoken: Language) -> None:
    """The rules, where one stands, and the button."""
    with st.container(border=True):
        st.header(t("practise.certify.title"), anchor=False)
        rules = t(
            "practise.certify.rules", mark=standing.pass_mark, minutes=standing.minutes, attempts=standing.attempts,
            days=WINDOW_DAYS,
        )  # fmt: skip
        st.markdown(rules)
        st.caption(_standing(standing))
        st.button(
            t("practise.certify.begin"), key="certify", icon=":material/verified:", on_click=_begin, args=(spoken,),
            type="primary", disabled=standing.open_run is not None or standing.attempts_left == 0,
        )  # fmt: skip


def resume(run_id: str) -> None:
    """The way back into the call that is running."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("practise.certify.open"))
        st.button(
            t("practise.certify.go_on"), key="certify_go_on", icon=":material/resume:", on_click=open_run,
            args=(run_id,), type="primary",
        )  # fmt: skip


def _standing(standing: CertifyStatus) -> str:
    said = [t("practise.certify.left", left=standing.attempts_left, attempts=standing.attempts)]
    if standing.next_at is not None:
        said = [t("practise.certify.next", when=when(standing.next_at))]
    if standing.open_run is not None:
        said = [t("practise.certify.open")]
    if standing.passed_at is not None:
        said.insert(0, t("practise.certify.passed_at", when=when(standing.passed_at)))
    return " · ".join(said)


@action
def _begin(spoken: Language) -> None:
    with state.session() as session:
        run = certifying.begin(session, state.actor(), spoken)
    open_run(run.id)


def closed_if_late(run: RunView) -> bool:
    """Whether a call was still open though its time was over; it is closed then."""
    if run.ended is not None or run.deadline_at is None or now() <= run.deadline_at:
        return False
    with state.session() as session:
        certifying.close_late(session, state.actor())
    return True


def banner(run: RunView) -> None:
    """Above the conversation: that it counts, and until when. Nothing ticks."""
    if run.deadline_at is None:
        return
    minutes = max(0, int((run.deadline_at - now()).total_seconds() // 60))
    st.info(
        t("practise.certify.banner", mark=run.pass_mark, until=when(run.deadline_at)[-5:], n=minutes),
        icon=":material/verified:",
    )


def result(run: RunView) -> None:
    """Whether it was passed, in a sentence that says why."""
    if run.verdict is None:
        return
    say = st.success if run.verdict == "passed" else st.warning
    words = t(f"practise.certify.verdict.{run.verdict}", score=score(run.total), mark=run.pass_mark)
    say(words, icon=ICONS[run.verdict])
    if run.verdict != "passed":
        st.caption(t("practise.certify.practise_first", title=pick(run.title)))
