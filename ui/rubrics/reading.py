"""One version of a rubric to read, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from desk import rubrics
from desk.rubric_views import RubricVersion
from scoring.rubric import Criterion, Rubric, Section
from ui import state
from ui.formats import joined, plain
from ui.i18n import code, pick, t
from ui.rubrics import actions
from ui.rubrics.library import back, badges, whence
from ui.rubrics.preview import preview_part
from ui.rubrics.rescore import rescore_form, rescore_progress


def reading(reference: str) -> None:
    """Draw it."""
    person = state.actor()
    with state.reading() as session:
        version = rubrics.get_version(session, person, reference)
        text = rubrics.text_of(session, person, reference)
    back()
    st.title(plain(pick(version.rubric.name)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{plain(version.rubric.id)} · {t('rubrics.version', n=version.rubric.version)}")
        badges(version)
        st.caption(plain(whence(version)))
    rescore_progress()
    if person.may("rubrics.write"):
        _deeds(version)
    for section in version.rubric.sections:
        _section(version.rubric, section)
    if person.may("calls.read"):
        preview_part(version.rubric, key=reference)
    with st.expander(t("rubrics.text")):
        st.code(text, language="yaml", line_numbers=True, height=420)
        file_name = f"{version.rubric.id}-{version.rubric.version}.yaml"
        st.download_button(t("rubrics.download"), text, file_name=file_name, mime="application/yaml")


def _deeds(version: RubricVersion) -> None:
    """Copy, use, score past calls."""
    reference = version.reference
    with st.container(horizontal=True):
        st.button(
            t("rubrics.copy"), key="rubrics_copy", icon=":material/edit:", on_click=actions.copy, args=(reference,)
        )  # fmt: skip
        spoken = joined([code("common.lang", language) for language in version.rubric.languages])
        if set(version.used_for) != set(version.rubric.languages):
            with st.popover(t("rubrics.use"), icon=":material/check:", key="rubrics_use"):
                st.markdown(t("rubrics.use_sure", languages=spoken))
                st.button(
                    t("rubrics.use_yes"), key="rubrics_use_yes", type="primary", on_click=actions.use,
                    args=(reference,),
                )  # fmt: skip
        with st.popover(t("rubrics.rescore.title"), icon=":material/refresh:", key="rubrics_rescore"):
            rescore_form(reference)


def _section(rubric: Rubric, section: Section) -> None:
    whole = sum(one.weight for one in rubric.sections)
    st.header(f"{plain(pick(section.name))} · {section.weight / whole:.0%}", anchor=False)
    inner = sum(one.weight for one in section.criteria)
    for criterion in section.criteria:
        _criterion(criterion, section.weight / whole * criterion.weight / inner)


def _criterion(criterion: Criterion, share: float) -> None:
    critical = "" if criterion.critical == "none" else f" · {t(f'rubrics.critical.{criterion.critical}')}"
    with st.expander(f"{plain(pick(criterion.name))} · {share:.1%}{critical}"):
        st.markdown(plain(pick(criterion.help)))
        for level in sorted(criterion.anchors, reverse=True):
            st.markdown(f"- **{level}** {plain(pick(criterion.anchors[level]))}")
        st.caption(plain(f"{criterion.id} · {criterion.scorer} · {criterion.applies_when}"))
