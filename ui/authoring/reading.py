"""One version of a scenario: its graph, its moments, its text, how it came about; and what can be done with it."""

from __future__ import annotations

import streamlit as st

from desk import scenarios
from desk.scenario_views import ScenarioVersion
from ui import state
from ui.authoring import actions
from ui.authoring.changes import changes
from ui.authoring.library import back, badges, whence
from ui.authoring.moments import moments
from ui.formats import plain
from ui.i18n import pick, t

VIEWS = ("moments", "text", "history")


def reading(reference: str) -> None:
    """Draw it."""
    person = state.actor()
    with state.reading() as session:
        version = scenarios.get_version(session, person, reference)
        text = scenarios.text_of(session, person, reference)
        every = [one for one in scenarios.list_versions(session, person) if one.script.id == version.script.id]
    back()
    st.title(plain(pick(version.script.title)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{plain(version.script.id)} · {t('scenarios.version', n=version.script.version)}")
        badges(version)
        st.caption(plain(whence(version)))
    _deeds(version)
    views = {one: t(f"scenarios.view.{one}") for one in VIEWS}
    chosen = st.segmented_control(
        t("scenarios.view.label"), VIEWS, default="moments", required=True, format_func=views.__getitem__,
        key="scenario_reading", label_visibility="collapsed",
    )  # fmt: skip
    if chosen == "moments":
        moments(version.script, key=reference)
    elif chosen == "text":
        st.code(text, language="yaml", line_numbers=True, height=560)
        file_name = f"{version.script.id}-{version.script.version}.yaml"
        st.download_button(t("scenarios.download"), text, file_name=file_name, mime="application/yaml")
    else:
        _history(version, every)


def _deeds(version: ScenarioVersion) -> None:
    """Copy, offer, withdraw."""
    person = state.actor()
    with st.container(horizontal=True):
        if person.may("scenarios.write"):
            st.button(
                t("scenarios.copy"), key="scenario_copy", icon=":material/edit:", on_click=actions.copy,
                args=(version.reference,),
            )  # fmt: skip
        if not person.may("scenarios.publish"):
            return
        if version.offered:
            with st.popover(t("scenarios.withdraw"), icon=":material/block:", key="scenario_withdraw"):
                st.markdown(t("scenarios.withdraw_sure"))
                st.button(
                    t("scenarios.withdraw_yes"), key="scenario_withdraw_yes", on_click=actions.withdraw,
                    args=(version.script.id,),
                )  # fmt: skip
        else:
            with st.popover(t("scenarios.offer"), icon=":material/school:", key="scenario_offer"):
                st.markdown(t("scenarios.offer_sure"))
                st.button(
                    t("scenarios.offer_yes"), key="scenario_offer_yes", type="primary", on_click=actions.offer,
                    args=(version.reference,),
                )  # fmt: skip


def _history(version: ScenarioVersion, every: list[ScenarioVersion]) -> None:
    """All versions, and what differs between this one and another."""
    for one in every:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(t("scenarios.version", n=one.script.version))
            badges(one)
            st.caption(plain(whence(one)))
    others = [one.reference for one in every if one.reference != version.reference]
    if not others:
        st.caption(t("scenarios.only_version"))
        return
    other = st.selectbox(t("scenarios.compare"), others, key="scenario_compare", width=320)
    changes(other, scenarios_text(version.reference))


def scenarios_text(reference: str) -> str:
    """The text of a version."""
    with state.reading() as session:
        return scenarios.text_of(session, state.actor(), reference)
