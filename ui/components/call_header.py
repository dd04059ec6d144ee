"""The head of a call's page: what it is, how it was scored, and what to do with it."""

from __future__ import annotations

import streamlit as st

from desk.views import CallDetail, CallRow, Draft
from scoring.findings import RISKS
from ui import call_actions, names, queue, state
from ui.authoring import actions as scenario_actions
from ui.components.call_player.card import may_publish, review_of
from ui.formats import NOTHING, clock, plain, score, when
from ui.i18n import code, pick, t
from ui.navigation import go, page_file

ASSIGNING = "call_assigning"  # session state: practice is to be assigned from this call


def call_header(detail: CallDetail, draft: Draft | None) -> None:
    """Draw it."""
    if st.session_state.pop(ASSIGNING, False):
        go("training", view="assign", call=detail.row.id)
    if draft_id := st.session_state.pop(scenario_actions.NEW_DRAFT, None):
        go("scenarios", draft=draft_id)
    _way(detail)
    left, right = st.columns([1.05, 1], vertical_alignment="center")
    with left, st.container(gap="xxsmall"):
        st.header(plain(title(detail.row)), anchor=False)
        st.caption(plain(" · ".join(about(detail))))
        with st.container(horizontal=True, gap="xsmall"):
            badges(detail.row)
    with right, st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="medium"):
        _totals(detail, draft)
        if draft is not None:
            _deeds(detail, draft)


def title(row: CallRow) -> str:
    """What to call a call: its title, else its topic, else its file."""
    if row.title is not None:
        return pick(row.title)
    return names.of(names.topics(), row.topic) if row.topic else row.file_name


def about(detail: CallDetail) -> list[str]:
    """When, what about, how long, from where: what is known of it."""
    row = detail.row
    channels = {1: t("call.mono"), 2: t("call.stereo")}.get(len(detail.peaks))
    agent = t("call.agent", agent=row.agent) if row.agent else None
    topic = names.of(names.topics(), row.topic) if row.topic else None
    parts = [
        when(row.started_at),
        topic if topic is not None and topic not in title(row) else None,
        clock(row.duration_s) if row.duration_s is not None else None,
        channels,
        _engine(row),
        agent,
        row.team,
    ]
    return [part for part in parts if part]


def _engine(row: CallRow) -> str | None:
    return t("common.quality.supplied") if row.quality == "supplied" else row.engine


def badges(row: CallRow) -> None:
    """What somebody must see at once: risk and critical failures in red, doubts in amber."""
    for risk in gravest_first(row.risks):
        st.badge(code("common.risk", risk), icon=":material/emergency:", color="red")
    for criterion in row.critical:
        said = t("call.critical_at", criterion=names.of(names.criteria(), criterion))
        st.badge(said, icon=":material/error:", color="red")
    if row.quality == "draft":
        st.badge(t("common.quality.draft"), icon=":material/edit_note:", color="orange", help=t("call.draft_help"))
    if row.needs_review:
        for reason in other_reasons(row):
            st.badge(reason, icon=":material/visibility:", color="orange")
    if row.reviewed_at is not None:
        st.badge(t("call.reviewed", when=when(row.reviewed_at)), icon=":material/check:", color="green")


def gravest_first(risks: tuple[str, ...]) -> list[str]:
    """Risks with danger to life before all others."""
    return sorted(risks, key=lambda risk: (risk != "self_harm", risk))


def other_reasons(row: CallRow) -> list[str]:
    """Why a person should look, in words, beyond the risks and critical failures that are named anyway."""
    named = {"critical", "risk", "draft_transcript", *RISKS}
    return [code("common.review_reason", reason) for reason in row.review_reasons if reason not in named]


def _way(detail: CallDetail) -> None:
    person = state.actor()
    if not person.may("reviews.write"):
        st.page_link(page_file("calls"), label=t("call.to_list"), icon=":material/arrow_back:")
        return
    with state.reading() as session:
        left = queue.count(session, person, queue.WAITING)
        following = queue.next_call(session, person, after=detail.row.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(page_file("calls"), label=t("call.queue", n=left), icon=":material/arrow_back:")
        st.space("stretch")
        if following is not None and st.button(
            t("call.next"), key="call_next", icon=":material/arrow_forward:", icon_position="right", type="tertiary"
        ):
            go("call", call=following.id)


def _totals(detail: CallDetail, draft: Draft | None) -> None:
    auto, published = detail.latest("auto"), review_of(detail)
    changed = draft is not None and draft.updated_at is not None
    if auto is None:
        return
    cut = auto.total is not None and auto.total_before_critical not in (None, auto.total)
    before = t("call.zeroed", before=score(auto.total_before_critical)) if cut else None
    beside = {"delta": before, "delta_color": "off", "delta_arrow": "off"} if before else {}
    with st.container(horizontal=True, width="content", gap="medium"):
        st.metric(t("call.auto"), score(auto.total), width="content", help=t("call.auto_help"), **beside)
        if (judged := detail.latest("judge")) is not None:
            st.metric(t("call.judge"), score(judged.total), width="content", help=t("call.judge_help"))
        if changed and draft is not None:
            st.metric(t("call.yours"), score(draft.total), width="content", help=t("call.yours_draft"))
        elif published is not None:
            st.metric(t("call.published"), score(published.total), width="content", help=t("call.published_help"))
        else:
            st.metric(t("call.yours"), NOTHING, width="content", help=t("call.yours_none"))


def _deeds(detail: CallDetail, draft: Draft) -> None:
    changed = draft.updated_at is not None
    with st.container(horizontal=True, width="content", gap="small"):
        ready = may_publish(draft, review_of(detail))
        st.button(
            t("call.publish" if changed else "call.agree" if ready else "call.published_button"),
            key="call_publish",
            type="primary",
            disabled=not ready,
            on_click=call_actions.confirm,
            args=("publish",),
        )
        original = st.session_state.get("call_original") == detail.row.id
        options = ["swap", "redact" if original else "original"] if detail.transcript is not None else []
        if detail.latest("auto") is not None and detail.transcript is not None:
            options += ["scenario", "assign"]
        menu = {what: t(f"call.menu.{what}") for what in (*options, "delete")}
        st.menu_button(
            t("call.more"),
            list(menu),
            key="call_more",
            format_func=menu.__getitem__,
            on_click=_chosen,
        )


def _chosen() -> None:
    what = st.session_state.get("call_more")
    if what == "swap":
        call_actions.swap()
    elif what in ("original", "redact"):
        call_actions.toggle_original()
    elif what == "scenario":
        scenario_actions.of_call(str(st.session_state["call_id"]))
    elif what == "assign":
        st.session_state[ASSIGNING] = True
    elif what == "delete":
        call_actions.confirm("delete")
