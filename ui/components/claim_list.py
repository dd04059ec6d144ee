"""The call's claims as a list, filtered by verdict; each leads to its place in the transcript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from desk.views import CallDetail
from scoring.facts import Fact
from scoring.scorecard import ScoredClaim
from ui import call_actions
from ui.components.call_player.claims import GRAVEST_FIRST, VERDICT_SIGNS, checked, claim_tone, source_of
from ui.formats import clock, plain
from ui.i18n import code, pick, t

_COLOURS = {"critical": "red", "look": "orange", "good": "green"}
ALL = "all"


def claim_list(detail: CallDetail, claims: tuple[ScoredClaim, ...], facts: Mapping[str, Fact]) -> None:
    """Draw it. `facts`: by id, as they stood when the call was judged."""
    if not claims:
        st.caption(t("call.claims.none"))
        return
    wanted = _filter(claims)
    numbered = sorted(enumerate(claims), key=lambda pair: (GRAVEST_FIRST.index(pair[1].verdict), pair[1].turn))
    for number, claim in numbered:
        if wanted in (ALL, claim.verdict):
            _claim(detail, claim, number, facts.get(claim.fact_id or ""))


def verdict_label(claim: ScoredClaim) -> str:
    """The verdict as a shape and a word."""
    return f"{VERDICT_SIGNS[claim.verdict]} {code('common.verdict', claim.verdict)}"


def _filter(claims: tuple[ScoredClaim, ...]) -> str:
    counts = Counter(claim.verdict for claim in claims)
    labels = {ALL: t("call.claims.any", n=len(claims))}
    labels |= {
        verdict: f"{VERDICT_SIGNS[verdict]} {code('common.verdict', verdict)} {counts[verdict]}"
        for verdict in GRAVEST_FIRST
        if counts[verdict]
    }
    if len(labels) <= 2:  # one kind alone: nothing to choose
        return ALL
    chosen = st.pills(
        t("call.claims.filter"), list(labels), key="claims_filter", default=ALL, format_func=lambda one: labels[one],
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    return str(chosen or ALL)


def _claim(detail: CallDetail, claim: ScoredClaim, number: int, fact: Fact | None) -> None:
    turns = detail.transcript.turns if detail.transcript is not None else ()
    start = turns[claim.turn].start_s if claim.turn < len(turns) else None
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(verdict_label(claim), color=_COLOURS.get(claim_tone(claim, fact), "gray"))
            if not claim.verified:
                st.badge(t("call.claims.unverified"), color="orange", help=t("call.claims.unverified_help"))
            st.space("stretch")
            place = f"▶ {clock(start)}" if start is not None else t("call.turn", n=claim.turn + 1)
            st.button(
                place, key=f"claim_{number}", type="tertiary", help=t("call.claims.show_in_place"),
                on_click=call_actions.seek, args=(start, claim.turn, number),
            )  # fmt: skip
        st.markdown(f"“{plain(claim.quote)}”")
        if fact is None or claim.verdict != "supported":  # what is right says the fact itself, below
            st.caption(plain(pick(claim.explanation.text)))
        if fact is not None:
            st.markdown(f"**{t('call.claims.fact')}** {plain(pick(fact.statement))}")
        source = source_of(claim, fact)
        if source:
            said = t("call.claims.source", source=plain(source))
            st.caption(said if fact is None else f"{said} · {plain(checked(fact))}")
