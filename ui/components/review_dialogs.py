"""Dialogs of a review: change a value (never without a reason), publish, delete."""

from __future__ import annotations

import streamlit as st

from desk import calls, reviews
from desk.views import CallDetail, Draft, DraftValue
from recordings.errors import UserError
from scoring.rubric import Criterion
from ui import call_actions, names, queue, state
from ui.boundary import bounded, notify
from ui.call_actions import CONFIRMING, EDITING
from ui.components.call_player.card import pending, review_of, standing
from ui.components.call_player.values import value_label
from ui.formats import plain, score
from ui.i18n import explain, pick, t
from ui.navigation import go

REASONS = ("heard", "context", "transcript", "rule", "missed")


def open_dialogs(detail: CallDetail, draft: Draft | None) -> None:
    """Open what was asked for on this call."""
    editing, confirming = st.session_state.get(EDITING), st.session_state.get(CONFIRMING)
    if draft is not None and editing and editing["call"] == detail.row.id:
        title = names.of(names.criteria(), editing["criterion"])
        st.dialog(title, width="medium", on_dismiss=call_actions.dismiss)(_change)(detail, draft, editing)
    elif draft is not None and confirming and confirming["call"] == detail.row.id:
        body = _publish if confirming["what"] == "publish" else _delete
        title = t(f"call.{confirming['what']}_title")
        st.dialog(title, width="medium", on_dismiss=call_actions.dismiss)(body)(detail, draft)


@bounded
def _change(detail: CallDetail, draft: Draft, editing: dict[str, object]) -> None:
    criterion_id = str(editing["criterion"])
    now = draft.value(criterion_id)
    auto = detail.latest("auto")
    rule = None if auto is None else names.criterion(criterion_id, auto.rubric)
    if rule is not None:
        st.caption(plain(pick(rule.help)))
    if auto is not None:
        found = auto.criterion(criterion_id)
        said = value_label(now.auto_status, now.auto_value, now.max)
        st.markdown(t("call.override.auto", value=plain(said), why=plain(pick(found.explanation.text))))
        for evidence in found.evidence:
            st.markdown(f"> {plain(evidence.quote)}")
    _change_form(now, rule, editing)


def _change_form(now: DraftValue, rule: Criterion | None, editing: dict[str, object]) -> None:
    levels = [*(str(level) for level in range(now.max + 1)), "na", "unscored"]
    labels = {level: _level(level, now.max) for level in levels}
    captions = [_anchor(rule, level) for level in levels]
    start = str(editing["value"]) if editing.get("value") is not None else None
    if start not in levels:
        start = str(now.value) if now.status == "scored" else now.status
    key = f"override_{now.criterion_id}"
    with st.form(key, border=False):
        level = st.radio(
            t("call.override.value"),
            levels,
            index=levels.index(start),
            format_func=labels.__getitem__,
            captions=captions,
            key=f"{key}_value",
        )
        reason = st.selectbox(
            t("call.override.reason"),
            [t(f"call.override.reasons.{one}") for one in REASONS],
            index=None,
            accept_new_options=True,
            placeholder=now.reason or t("call.override.reason_hint"),
            key=f"{key}_reason",
        )
        comment = st.text_area(
            t("call.override.comment"), value=now.comment, placeholder=t("call.override.comment_hint"), height=90,
            key=f"{key}_comment",
        )  # fmt: skip
        with st.container(horizontal=True):
            saved = st.form_submit_button(t("common.save"), type="primary", key=f"{key}_save")
            undone = now.overridden and st.form_submit_button(t("call.player.undo"), key=f"{key}_undo")
    if undone:
        call_actions.undo(now.criterion_id)
        _close()
    if saved:
        _save(now, str(level), (reason or now.reason or "").strip(), comment)


def _save(now: DraftValue, level: str, reason: str, comment: str) -> None:
    if not reason:
        st.warning(t("call.override.reason_needed"), icon=":material/edit_note:")
        return
    status = level if level in ("na", "unscored") else "scored"
    value = int(level) if status == "scored" else None
    try:
        with state.session() as session:
            call_id = str(st.session_state["call_id"])
            reviews.set_value(session, state.actor(), call_id, now.criterion_id, status, value, reason, comment)
    except UserError as error:
        st.warning(explain(error))
        return
    notify("success", t("call.saved"))
    _close()


def _close() -> None:
    call_actions.dismiss()
    st.rerun()


def _level(level: str, top: int) -> str:
    if level in ("na", "unscored"):
        return value_label(level, None, top)
    said = value_label("scored", int(level), top)
    return said if top > 1 else t(f"call.value.{'met' if level == '1' else 'not_met'}")


def _anchor(rule: Criterion | None, level: str) -> str:
    if rule is None or not level.isdigit() or int(level) not in rule.anchors:
        return ""
    return plain(pick(rule.anchors[int(level)]))


@bounded
def _publish(detail: CallDetail, draft: Draft) -> None:
    auto, published = detail.latest("auto"), review_of(detail)
    changed = pending(draft, published)
    st.markdown(t("call.publish_body", auto=score(auto.total if auto else None), yours=score(draft.total)))
    for value in changed:
        before = value_label(*standing(value, published), value.max)
        after = value_label(value.status, value.value, value.max)
        name = names.of(names.criteria(), value.criterion_id)
        fields = {"name": plain(name), "before": plain(before), "after": plain(after), "reason": plain(value.reason)}
        st.markdown(t("call.publish_change", **fields))
    if not changed:
        st.caption(t("call.publish_unchanged"))
    if draft.critical_failed:
        said = ", ".join(names.of(names.criteria(), one) for one in draft.critical_failed)
        st.warning(t("call.publish_critical", criteria=plain(said)), icon=":material/error:")
    st.caption(t("call.publish_kept"))
    with st.container(horizontal=True):
        going = st.button(t("call.publish_next"), type="primary", key="publish_next")
        staying = st.button(t("call.publish_stay"), key="publish_stay")
        if st.button(t("common.cancel"), key="publish_cancel", type="tertiary"):
            _close()
    if going or staying:
        _accept(detail.row.id, then_next=going)


def _accept(call_id: str, *, then_next: bool) -> None:
    person = state.actor()
    with state.session() as session:
        reviews.accept(session, person, call_id)
    call_actions.dismiss()
    with state.reading() as session:
        following = queue.next_call(session, person, after=call_id)
    notify("success", t("call.published_toast"))
    if then_next and following is not None:
        go("call", call=following.id)
    if then_next:
        notify("info", t("call.queue_empty"))
    st.rerun()


@bounded
def _delete(detail: CallDetail, _draft: Draft) -> None:
    st.markdown(t("call.delete_body"))
    with st.container(horizontal=True):
        if st.button(t("call.delete_yes"), type="primary", key="delete_yes"):
            with state.session() as session:
                calls.delete_call(session, state.actor(), detail.row.id, settings=state.settings())
            call_actions.dismiss()
            notify("success", t("call.deleted"))
            go("calls")
        if st.button(t("common.cancel"), key="delete_cancel", type="tertiary"):
            _close()
