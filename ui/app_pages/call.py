"""A call: hear it, see why it was scored so, agree or say otherwise."""

from __future__ import annotations

import streamlit as st

from desk import calls, knowledge, media, reviews
from desk.errors import AudioGone
from desk.views import CallDetail, Draft
from scoring.facts import Fact
from ui import call_actions, state
from ui.call_actions import PLAYER
from ui.components import call_facts, call_header, call_player, call_progress, call_voices
from ui.components.review_dialogs import open_dialogs
from ui.i18n import t
from ui.links import audio_link
from ui.navigation import page_file

RENEW_S = 420  # seconds after which a signed link is renewed; it is good for 600


def load(call_id: str) -> tuple[CallDetail, Draft | None]:
    """The call as this person may see it, with their draft where they review."""
    person = state.actor()
    original = st.session_state.get("call_original") == call_id
    # Reading the words before redaction is put in the audit log, which needs a session that writes.
    with state.session() if original else state.reading() as session:
        detail = calls.get_call(session, person, call_id, original=original)
        reviewable = person.may("reviews.write") and detail.latest("auto") is not None
        return detail, reviews.get_draft(session, person, call_id) if reviewable else None


def judged_by(detail: CallDetail) -> dict[str, Fact]:
    """The facts of the machine's claims, as they stood when it judged."""
    card = next((card for card in detail.scorecards if card.source == "auto"), None)
    if card is None:
        return {}
    wanted = {claim.fact_id for claim in card.scorecard.claims if claim.fact_id is not None}
    with state.reading() as session:
        return knowledge.facts_as_of(session, state.actor(), wanted, card.created_at)


def sound_url(detail: CallDetail) -> str | None:
    """The signed address of the sound, the same one for some minutes; None without sound."""
    if not detail.row.has_audio:
        return None

    def sign() -> str | None:
        with state.reading() as session:
            try:
                return audio_link(media.sign_audio(session, state.actor(), detail.row.id, state.settings()))
            except AudioGone:
                return None

    return state.kept(f"{call_actions.SOUND}{detail.row.id}", RENEW_S, sign)


def draw(call_id: str) -> None:
    """The page of one call."""
    detail, draft = load(call_id)
    call_header.call_header(detail, draft)
    if detail.row.status != "done":
        call_progress.call_progress(detail.row.id)
    if detail.transcript is None:
        return
    call_voices.call_voices(detail)
    editable = draft is not None
    facts = judged_by(detail)
    seek = st.session_state.get(call_actions.SEEK)
    data = call_player.payload(
        detail,
        detail.transcript,
        draft=draft,
        editable=editable,
        sound_url=sound_url(detail),
        seek=seek if seek and seek["call"] == call_id else None,
        facts=facts,
    )
    call_player.call_player(
        data,
        key=PLAYER,
        on_change=call_actions.asked_change,
        on_undo=call_actions.asked_undo,
        on_publish=call_actions.asked_publish,
        on_renew=call_actions.asked_renew,
    )
    call_facts.call_facts(detail, facts)
    open_dialogs(detail, draft)


wanted = st.query_params.get("call")
if wanted:
    st.session_state["call_id"] = wanted
    draw(wanted)
else:
    st.info(t("call.none"), icon=":material/headset_mic:")
    st.page_link(page_file("calls"), label=t("call.to_list"), icon=":material/arrow_back:")
