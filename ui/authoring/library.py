"""All scenarios with their versions, and what is being worked on."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from desk import scenarios
from desk.scenario_views import ScenarioDraft, ScenarioVersion
from ui import names, state
from ui.authoring import actions
from ui.boundary import action
from ui.components.draft_text import draft_row
from ui.formats import joined, plain, when
from ui.i18n import LANGUAGES, pick, t
from ui.links import call_link
from ui.navigation import open_part

FROM_CALL = "call:"


def library() -> None:
    """Draw it."""
    person = state.actor()
    with state.reading() as session:
        versions = scenarios.list_versions(session, person)
        drafts = scenarios.list_drafts(session, person) if person.may("scenarios.write") else ()
    st.title(t("scenarios.title"), anchor=False)
    st.markdown(t("scenarios.intro"))
    if drafts:
        st.header(t("scenarios.drafts"), anchor=False)
        for draft in drafts:
            draft_row(draft, draft_title(draft), key="scenarios", go_on=open_part, gone=_gone)
        st.header(t("scenarios.published"), anchor=False)
    for _, same in groupby(versions, key=lambda one: one.script.id):
        _scenario(tuple(same))


def back() -> None:
    """The way to this list."""
    st.button(
        t("scenarios.back"), key="scenarios_back", type="tertiary", icon=":material/arrow_back:",
        on_click=open_part,
    )  # fmt: skip


def draft_title(draft: ScenarioDraft) -> str:
    """What a draft is called, and what it was made from."""
    if draft.based_on.startswith(FROM_CALL):
        return t("scenarios.draft_of_call", title=draft.title)
    return t("scenarios.draft_of", title=draft.title, reference=draft.based_on)


def origin(draft: ScenarioDraft) -> None:
    """The way to the call that it was made from."""
    if draft.based_on.startswith(FROM_CALL):
        link = call_link(draft.based_on.removeprefix(FROM_CALL))
        st.markdown(f"[{t('scenarios.to_call')}]({link})")


def _scenario(versions: tuple[ScenarioVersion, ...]) -> None:
    """One scenario, its versions newest first."""
    script = versions[0].script
    with st.container(border=True):
        st.markdown(f"**{plain(pick(script.title))}** · {plain(script.id)}")
        spoken = joined([LANGUAGES[language] for language in script.languages])
        topic = names.of(names.topics(), script.topic)
        st.caption(plain(t("scenarios.about", topic=topic, nodes=len(script.nodes), languages=spoken)))
        for version in versions:
            _version(version)


def _version(version: ScenarioVersion) -> None:
    key = version.reference.replace("@", "_")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("scenarios.version", n=version.script.version))
        badges(version)
        st.caption(plain(whence(version)))
        st.space("stretch")
        st.button(
            t("scenarios.open"), key=f"scenarios_open_{key}", on_click=open_part,
            kwargs={"scenario": version.reference},
        )  # fmt: skip
        if state.actor().may("scenarios.write"):
            st.button(
                t("scenarios.copy"), key=f"scenarios_copy_{key}", icon=":material/edit:", on_click=actions.copy,
                args=(version.reference,),
            )  # fmt: skip


def badges(version: ScenarioVersion) -> None:
    """Whether it can be practised."""
    if version.offered:
        st.badge(t("scenarios.offered"), icon=":material/check:", color="green")
    elif version.withdrawn:
        st.badge(t("scenarios.withdrawn"), icon=":material/block:", color="gray")


def whence(version: ScenarioVersion) -> str:
    """Who published it when, and why."""
    if version.shipped:
        return t("scenarios.ships")
    said = t("scenarios.published_by", by=version.by or "–", at=when(version.published_at))
    return f"{said} {version.note}" if version.note else said


@action
def _gone(draft_id: int) -> None:
    with state.session() as session:
        scenarios.discard_draft(session, state.actor(), draft_id)
