"""One criterion: how far to trust it, what gives its value, and the report that both rest on."""

from __future__ import annotations

import streamlit as st

from desk import trust
from desk.learning_views import CriterionTrust, ModelVersion
from recordings.errors import Language
from ui import names, state
from ui.formats import when
from ui.i18n import t
from ui.navigation import open_part
from ui.trust import actions
from ui.trust.figures import mode_words, sentence, verdict
from ui.trust.listing import COLOURS, given_by
from ui.trust.report import report


def detail(language: Language, criterion_id: str) -> None:
    """Draw it."""
    person = state.actor()
    st.button(t("trust.back"), key="trust_back", type="tertiary", icon=":material/arrow_back:", on_click=open_part)
    with st.spinner(t("trust.counting")), state.reading() as session:
        lines = {line.criterion_id: line for line in trust.overview(session, person, language)}
        versions = trust.versions(session, person, language, criterion_id)
    line = lines.get(criterion_id)
    if line is None:
        st.info(t("trust.gone"), icon=":material/search_off:")
        return
    st.header(names.of(names.criteria(), criterion_id), anchor=False)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.badge(mode_words(line), color=COLOURS[line.mode])
        said, colour = verdict(line)
        if line.figures.enough or not line.fair:
            st.badge(said, color=colour)
    st.markdown(f"{given_by(line.model_version)} · {sentence(line.figures)}")
    left, right = st.columns(2, gap="large")
    with left:
        _policy(language, line)
    with right:
        _versions(language, line, versions)
    if versions:
        report(_chosen(versions, line))
    st.caption(t("trust.legend"))


def _policy(language: Language, line: CriterionTrust) -> None:
    st.markdown(f"### {t('trust.policy.title')}")
    if line.since is None:
        st.caption(t("trust.policy.undecided"))
    else:
        st.caption(t("trust.policy.since", by=line.by or t("trust.policy.watch"), at=when(line.since)))
    if not state.actor().may("trust.write"):
        st.caption(t("trust.policy.read_only"))
        return
    with st.form("trust_policy", border=True):
        st.radio(
            t("trust.policy.mode"), trust.MODES, index=trust.MODES.index(line.mode), key="trust_mode",
            format_func=lambda mode: t(f"trust.mode.{mode}"),
            captions=[t(f"trust.policy.say.{mode}") for mode in trust.MODES],
        )  # fmt: skip
        share = line.share if line.decided else trust.USUAL_SHARE["check"]
        st.number_input(
            t("trust.policy.share"), 0, 100, round(share * 100), key="trust_share", help=t("trust.policy.share_help")
        )
        st.slider(t("trust.policy.threshold"), 0.05, 1.0, line.threshold, 0.05, key="trust_threshold")
        st.number_input(
            t("trust.policy.watched"), 20, 1000, line.watched, key="trust_watched", help=t("trust.policy.watched_help")
        )
        st.form_submit_button(
            t("trust.policy.save"), type="primary", on_click=actions.move, args=(language, line.criterion_id)
        )


def _versions(language: Language, line: CriterionTrust, versions: tuple[ModelVersion, ...]) -> None:
    st.markdown(f"### {t('trust.versions.title')}")
    if not line.learnable:
        st.caption(t("trust.versions.never"))
        return
    if not versions:
        st.caption(t("trust.versions.none"))
        return
    for version in versions:
        with st.container(border=True):
            _version(language, line, version)
    with st.container(border=True):
        _choice(language, line, None, t("trust.versions.rules"))


def _version(language: Language, line: CriterionTrust, version: ModelVersion) -> None:
    found = version.report
    _choice(language, line, version.version, t("trust.versions.version", version=version.version), fit=found.fair)
    st.caption(t("trust.versions.about", at=when(version.created_at), n=version.labels))
    with st.container(horizontal=True, gap="xsmall"):
        said = t("trust.versions.better" if found.better else "trust.versions.worse")
        st.badge(said, color="green" if found.better else "gray")
        if not found.fair:
            st.badge(t("trust.unfair"), color="red", icon=":material/error:")
    st.caption(sentence(found.learned))


def _choice(language: Language, line: CriterionTrust, version: int | None, name: str, *, fit: bool = True) -> None:
    """The name with what can be done about it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{name}**")
        st.space("stretch")
        if line.model_version == version:
            st.badge(t("trust.versions.in_use"), icon=":material/check:", color="green")
        elif state.actor().may("trust.write"):
            st.button(
                t("trust.versions.use"), key=f"trust_use_{version or 0}", disabled=not fit, on_click=actions.use,
                args=(language, line.criterion_id, version), help=t("trust.versions.use_name", name=name),
            )  # fmt: skip


def _chosen(versions: tuple[ModelVersion, ...], line: CriterionTrust) -> ModelVersion:
    """The version whose report is shown: the one in use, else the newest; a choice where there are several."""
    numbers = [version.version for version in versions]
    first = line.model_version if line.model_version in numbers else numbers[0]
    wanted = first
    if len(numbers) > 1:
        wanted = st.selectbox(
            t("trust.versions.report_of"), numbers, index=numbers.index(first), key=f"trust_report_{line.criterion_id}",
            format_func=lambda number: t("trust.versions.version", version=number),
        )  # fmt: skip
    return next(version for version in versions if version.version == wanted)
