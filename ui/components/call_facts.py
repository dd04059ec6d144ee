"""Below the player: what the agent claimed and where that stands, sources side by side, timing, what reviewers did."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from desk import reviews
from desk.views import CallDetail, ReviewEvent
from recordings.transcript import Speaker
from scoring.facts import Fact
from scoring.scorecard import Figures
from ui import names, state
from ui.components.claim_list import claim_list
from ui.components.side_by_side import side_by_side
from ui.formats import NOTHING, clock, plain, score, share, when
from ui.i18n import t


def call_facts(detail: CallDetail, facts: Mapping[str, Fact]) -> None:
    """Draw the parts as tabs. `facts`: by id, as they stood when the call was judged."""
    auto = detail.latest("auto")
    claims = auto.claims if auto is not None else ()
    with state.reading() as session:
        events = reviews.history(session, state.actor(), detail.row.id)
    labels = [
        t("call.claims.tab", n=len(claims)), t("call.compare.tab"), t("call.figures.tab"),
        t("call.history.tab", n=len(events)),
    ]  # fmt: skip
    first, compared, second, third = st.tabs(labels)
    with first:
        claim_list(detail, claims, facts)
    with compared:
        side_by_side(detail)
    with second:
        voices = detail.transcript.voices if detail.transcript is not None else None
        _figures(auto.figures if auto is not None else Figures(), {} if voices is None else voices.levels_db)
    with third:
        _history(detail, events)


def _figures(figures: Figures, levels_db: Mapping[Speaker, float]) -> None:
    if figures.silence_s is None and figures.talk_share_agent is None:
        st.caption(t("call.figures.none"))
        return
    shown = {
        "talk_share": share(figures.talk_share_agent),
        "silence": clock(figures.silence_s),
        "announced": clock(figures.announced_silence_s),
        "longest": _seconds(figures.longest_silence_s),
        "monologue": _seconds(figures.longest_monologue_s),
        "overlaps": _count(figures.overlaps),
        "interruptions": _count(figures.agent_interruptions),
        "customer_interruptions": _count(figures.customer_interruptions),
        "pace": _pace(figures.agent_pace_per_min),
        "customer_pace": _pace(figures.customer_pace_per_min),
    }
    with st.grid(6, min_column_width=130):
        for name, value in shown.items():
            st.metric(t(f"call.figures.{name}"), value, help=t(f"call.figures.{name}_help"))
        for who, level_db in levels_db.items():
            st.metric(t(f"call.figures.level_{who}"), f"{level_db:.0f} dB", help=t("call.figures.level_help"))


def _seconds(value: float | None) -> str:
    return NOTHING if value is None else t("call.figures.s", n=f"{value:.0f}")


def _count(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _pace(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.0f} {t('call.figures.pace_unit')}"


def _history(detail: CallDetail, events: tuple[ReviewEvent, ...]) -> None:
    for event in events:
        st.markdown(_event(event))
        if event.comment:
            st.caption(plain(event.comment))
    for card in detail.scorecards:
        who = card.by or t("call.history.judge" if card.source == "judge" else "call.history.machine")
        said = t("call.history.card", when=when(card.created_at), who=plain(who), total=score(card.scorecard.total))
        st.caption(f"{said} · {card.scorecard.rubric}")


def _event(event: ReviewEvent) -> str:
    fields = {
        "when": when(event.at),
        "who": plain(event.by),
        "what": plain(names.of(names.criteria(), event.criterion_id)),
        "old": _value(event.old),
        "new": _value(event.new),
        "reason": plain(event.reason),
        "total": score(event.total),
    }
    return t(f"call.history.{event.action}", **fields)


def _value(said: str | None) -> str:
    return t(f"call.value.{said}") if said in ("na", "unscored") else (said or NOTHING)
