"""Open changes: what they would do to past calls, and a second pair of eyes that publishes or sends back."""

from __future__ import annotations

import streamlit as st

from desk import fact_changes, knowledge, what_if
from desk.fact_views import FactChange
from recordings.errors import UserError
from ui import names, state
from ui.boundary import action, notify
from ui.components.what_would_change import what_would_change
from ui.formats import plain
from ui.i18n import explain, pick, t
from ui.knowledge.parts import change_card
from ui.navigation import part_button
from ui.rubrics.rescore import rescore_form, rescore_progress

PUBLISHED = "knowledge_published"  # the version that this person published last, while signed in
CALLS = 200  # newest calls that are judged anew; both sides take some ten milliseconds a call


def page() -> None:
    """Everything that waits, and what all of it together would change."""
    person = state.actor()
    part_button(t("knowledge.to_list"), "knowledge_to_list", ":material/arrow_back:")
    st.title(t("knowledge.waiting"), anchor=False)
    rescore_offer()
    with state.reading() as session:
        changes = knowledge.waiting(session, person)
    if not changes:
        st.info(t("knowledge.nothing_waits"), icon=":material/check_circle:")
        return
    mine_to_decide = tuple(change.id for change in changes if not change.mine(person.id))
    if len(mine_to_decide) > 1:
        with st.container(horizontal=True):
            st.button(
                t("knowledge.publish_all", n=len(mine_to_decide)), key="knowledge_publish_all", type="primary",
                icon=":material/publish:", on_click=publish, args=(mine_to_decide,),
            )  # fmt: skip
        preview(tuple(change.id for change in changes), "all", changes)
    for change in changes:
        with st.container(border=True):
            title = f"**{plain(pick(change.statement))}**"
            part_button(title, f"knowledge_waits_{change.id}", fact=change.fact_id)
            open_change(change)


def rescore_offer() -> None:
    """Once something was published: past calls can be scored anew by it; how far that is."""
    version = st.session_state.get(PUBLISHED)
    if version is None or not state.actor().may("rubrics.write"):
        return
    with st.container(border=True):
        st.markdown(t("knowledge.scores_stand", version=version))
        with st.popover(t("rubrics.rescore.title"), icon=":material/refresh:", key="knowledge_rescore"):
            rescore_form(None)
        rescore_progress()


def open_change(change: FactChange) -> None:
    """One open change with what this person may do about it."""
    person = state.actor()
    with st.container(border=False, gap="small", key=f"change_{change.id}"):
        change_card(change)
        if person.may("knowledge.publish"):
            preview((change.id,), str(change.id), (change,))
        with st.container(horizontal=True, gap="small"):
            if change.mine(person.id):
                st.caption(t("knowledge.own_change"))
                st.button(
                    t("knowledge.withdraw"), key=f"knowledge_withdraw_{change.id}", icon=":material/undo:",
                    on_click=withdraw, args=(change.id,),
                )  # fmt: skip
            elif person.may("knowledge.publish"):
                _decide(change)


def _decide(change: FactChange) -> None:
    st.button(
        t("knowledge.publish"), key=f"knowledge_publish_{change.id}", type="primary", icon=":material/publish:",
        on_click=publish, args=((change.id,),),
    )  # fmt: skip
    with st.popover(t("knowledge.send_back"), icon=":material/reply:"):
        st.text_area(t("knowledge.answer_why"), key=f"knowledge_answer_{change.id}", height=90)
        st.button(t("knowledge.send_back"), key=f"knowledge_back_{change.id}", on_click=send_back, args=(change.id,))


def preview(change_ids: tuple[int, ...], key: str, changes: tuple[FactChange, ...]) -> None:
    """Which past calls would be judged differently; worked out when it is asked for, with progress."""
    if not state.actor().may("calls.read"):
        st.caption(t("knowledge.preview_needs_calls"))
        return
    stamp = tuple((change.id, change.revision) for change in changes)
    held = st.session_state.get(f"knowledge_preview_{key}")
    if st.button(t("knowledge.preview"), key=f"knowledge_ask_{key}", icon=":material/compare_arrows:"):
        held = (stamp, _work_out(change_ids))
        st.session_state[f"knowledge_preview_{key}"] = held
    if held is not None and held[0] == stamp and held[1] is not None:
        what_would_change(held[1], names.criteria())


def _work_out(change_ids: tuple[int, ...]) -> what_if.Preview | None:
    bar = st.progress(0.0, text=t("knowledge.previewing"))
    try:
        with state.reading() as session:
            person = state.actor()
            before, after = fact_changes.judges(session, person, change_ids)
            return what_if.preview(
                session, person, before, after, limit=CALLS,
                progress=lambda share: bar.progress(share, text=t("knowledge.previewing")),
            )  # fmt: skip
    except UserError as error:
        st.warning(explain(error))
        return None
    finally:
        bar.empty()


@action
def publish(change_ids: tuple[int, ...]) -> None:
    """Publish others' changes."""
    with state.session() as session:
        version = fact_changes.publish(session, state.actor(), change_ids)
    st.session_state[PUBLISHED] = version
    notify("success", t("knowledge.published", version=version))


@action
def send_back(change_id: int) -> None:
    """Say no, and why."""
    answer = str(st.session_state.get(f"knowledge_answer_{change_id}") or "")
    with state.session() as session:
        fact_changes.send_back(session, state.actor(), change_id, answer)
    notify("success", t("knowledge.sent_back"))


@action
def withdraw(change_id: int) -> None:
    """Take one's own change back."""
    with state.session() as session:
        fact_changes.withdraw(session, state.actor(), change_id)
    notify("success", t("knowledge.withdrawn"))
