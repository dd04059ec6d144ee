"""Upload: recordings in, and how far each is."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from desk import calls
from desk.permissions import require
from desk.views import CallFilter, CallRow
from ui import call_actions, names, state
from ui.boundary import boundary, bounded
from ui.components.call_header import title
from ui.formats import plain, score
from ui.i18n import code, explain, pick, t
from ui.intake import About, Outcome, failures_first, take_all
from ui.navigation import go

EVERY_S = 2
SHOWN = 8  # calls per part of the queue
STALE_S = 60  # seconds after which a queue that doesn't move is worth a word
RESULTS, ROUND, OPEN = "upload_results", "upload_round", "upload_open"


def form() -> None:
    """Files and what is known about them."""
    number = st.session_state.get(ROUND, 0)  # a new key empties the uploader
    files = st.file_uploader(
        t("upload.files"), accept_multiple_files=True, key=f"upload_files_{number}",
        help=t("upload.files_help"), max_upload_size=state.settings().max_upload_mb,
    )  # fmt: skip
    with st.expander(t("upload.about")):
        about = details(number)
    if not st.button(
        t("upload.submit", n=len(files)) if files else t("upload.nothing"),
        type="primary", disabled=not files, key="upload_submit",
    ):  # fmt: skip
        return
    with st.spinner(t("common.step.probe")):
        st.session_state[RESULTS] = take_all(files, state.store(), state.settings(), state.actor(), about)
    st.session_state[ROUND] = number + 1
    st.rerun()


def details(number: int) -> About:
    """Agent, topic and time, all optional."""
    zone = state.settings().zone
    topics = {"": t("upload.topic_guess"), **names.topics()}
    left, right = st.columns(2)
    with left:
        agent = st.text_input(t("upload.agent"), key=f"upload_agent_{number}")
        day = st.date_input(t("upload.date"), value=None, key=f"upload_day_{number}")
    with right:
        topic = st.selectbox(
            t("upload.topic"), list(topics), key=f"upload_topic_{number}",
            format_func=topics.__getitem__,
        )  # fmt: skip
        time = st.time_input(
            t("upload.time"), value=None, key=f"upload_time_{number}", help=t("upload.time_help", zone=zone.key)
        )
    begun = None
    if day is not None:
        begun = datetime.combine(day, time or datetime.min.time(), tzinfo=zone)
    return About(agent=agent.strip() or None, topic=topic or None, started_at=begun)


def results() -> None:
    """What came of each file, the ones that need a person first."""
    outcomes: list[Outcome] = st.session_state.get(RESULTS, [])
    if not outcomes:
        return
    st.header(t("upload.results"), anchor=False)
    for outcome in failures_first(outcomes):
        file = plain(outcome.file)
        if outcome.error is not None:
            reason = plain(explain(outcome.error))
            told = reason if reason.startswith(file) else t("upload.refused", file=file, reason=reason)
            st.error(told, icon=":material/error:")
        elif outcome.added is not None and outcome.added.duplicate:
            st.info(t("upload.duplicate", file=file), icon=":material/content_copy:")
        else:
            st.success(t("upload.ok", file=file), icon=":material/check_circle:")


@st.fragment(run_every=EVERY_S)
@bounded
def live_queue() -> None:
    """Calls under way, calls that failed, and the last that was done; drawn again by itself."""
    person = state.actor()
    with state.reading() as session:
        running = calls.list_calls(session, person, CallFilter(status="running"), page_size=SHOWN, sort="created_at")
        queued = calls.list_calls(session, person, CallFilter(status="queued"), page_size=SHOWN, sort="created_at")
        failed = calls.list_calls(session, person, CallFilter(status="failed"), page_size=SHOWN, sort="-created_at")
        done = calls.list_calls(
            session, person, CallFilter(status="done"), page_size=1, sort="-created_at", hints_first=False
        ).rows
    st.header(t("upload.working"), anchor=False)
    under_way = [*running.rows, *queued.rows]
    for row in under_way[:SHOWN]:
        _working(row)
    hidden = running.total + queued.total - len(under_way[:SHOWN])
    if hidden > 0:
        st.caption(t("upload.more", n=hidden))
    if not under_way:
        st.caption(t("upload.idle"))
    elif not running.rows and _age_s(queued.rows[0]) > STALE_S:
        st.warning(t("upload.waiting_worker"), icon=":material/hourglass_disabled:")
    if done:
        _done(done[0])
    if failed.total:
        st.header(t("upload.failed"), anchor=False)
        for row in failed.rows:
            _failed(row)
        if failed.total > len(failed.rows):
            st.caption(t("upload.more", n=failed.total - len(failed.rows)))


def _age_s(row: CallRow) -> float:
    created = row.created_at if row.created_at.tzinfo else row.created_at.replace(tzinfo=UTC)
    return (datetime.now(UTC) - created).total_seconds()


def _working(row: CallRow) -> None:
    step = code("common.step", row.step) if row.status == "running" else code("common.status", row.status)
    st.progress(row.progress, text=f"{plain(row.file_name)} · {step}")


def _open(call_id: str, key: str) -> None:
    if st.button(t("upload.open"), key=f"{key}_{call_id}", type="tertiary", icon=":material/arrow_forward:"):
        st.session_state[OPEN] = call_id
        st.rerun(scope="app")


def _done(row: CallRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("upload.done", title=plain(title(row)), score=score(row.auto_total)))
        _open(row.id, "upload_done")


def _failed(row: CallRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(row.file_name)}** — {plain(pick(row.error))}")
        st.space("stretch")
        _open(row.id, "upload_failed")
        st.button(
            t("calls.retry"), key=f"upload_retry_{row.id}", icon=":material/refresh:",
            on_click=call_actions.retry, args=(row.id,),
        )  # fmt: skip


chosen = st.session_state.pop(OPEN, None)
if chosen:
    go("call", call=str(chosen))
require(state.actor(), "calls.write")
st.title(t("upload.title"), anchor=False)
left, right = st.columns([1.1, 1], gap="large")
with left:
    st.caption(t("upload.lead"))
    with boundary():
        form()
        results()
with right:
    live_queue()
