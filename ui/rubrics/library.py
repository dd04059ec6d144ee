"""All rubrics with their versions, what is being worked on, and past calls being scored anew."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from desk import rubrics
from desk.rubric_views import RubricDraft, RubricVersion
from ui import state
from ui.boundary import action
from ui.components.draft_text import draft_row
from ui.formats import joined, plain, when
from ui.i18n import code, pick, t
from ui.navigation import open_part
from ui.rubrics import actions
from ui.rubrics.rescore import rescore_progress


def library() -> None:
    """Draw it."""
    person = state.actor()
    with state.reading() as session:
        versions = rubrics.list_versions(session, person)
        drafts = rubrics.list_drafts(session, person) if person.may("rubrics.write") else ()
    st.title(t("rubrics.title"), anchor=False)
    st.markdown(t("rubrics.intro"))
    rescore_progress()
    if drafts:
        st.header(t("rubrics.drafts"), anchor=False)
        for draft in drafts:
            _draft(draft)
        st.header(t("rubrics.published"), anchor=False)
    for _, same in groupby(versions, key=lambda one: one.rubric.id):
        _rubric(tuple(same))


def back() -> None:
    """The way to this list."""
    st.button(
        t("rubrics.back"), key="rubrics_back", type="tertiary", icon=":material/arrow_back:",
        on_click=open_part,
    )  # fmt: skip


def _rubric(versions: tuple[RubricVersion, ...]) -> None:
    """One rubric, its versions newest first."""
    newest = versions[0].rubric
    with st.container(border=True):
        st.markdown(f"**{plain(pick(newest.name))}** · {plain(newest.id)}")
        count = sum(len(section.criteria) for section in newest.sections)
        spoken = joined([code("common.lang", language) for language in newest.languages])
        st.caption(t("rubrics.about", sections=len(newest.sections), criteria=count, languages=spoken))
        for version in versions:
            _version(version)


def _version(version: RubricVersion) -> None:
    key = version.reference.replace("@", "_")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("rubrics.version", n=version.rubric.version))
        badges(version)
        st.caption(plain(whence(version)))
        st.space("stretch")
        st.button(
            t("rubrics.open"), key=f"rubrics_open_{key}", on_click=open_part,
            kwargs={"rubric": version.reference},
        )  # fmt: skip
        if state.actor().may("rubrics.write"):
            st.button(
                t("rubrics.copy"), key=f"rubrics_copy_{key}", icon=":material/edit:", on_click=actions.copy,
                args=(version.reference,),
            )  # fmt: skip


def badges(version: RubricVersion) -> None:
    """For which calls it is in use."""
    for language in version.used_for:
        st.badge(t(f"rubrics.used.{language}"), icon=":material/check:", color="green")


def whence(version: RubricVersion) -> str:
    """Who published it when, and why."""
    if version.shipped:
        return t("rubrics.ships")
    said = t("rubrics.published_by", by=version.by or "–", at=when(version.published_at))
    return f"{said} {version.note}" if version.note else said


def _draft(draft: RubricDraft) -> None:
    title = t("rubrics.draft_of", reference=draft.based_on)
    draft_row(draft, title, key="rubrics", go_on=open_part, gone=_gone)


@action
def _gone(draft_id: int) -> None:
    with state.session() as session:
        rubrics.discard_draft(session, state.actor(), draft_id)
