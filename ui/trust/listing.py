"""All criteria: how each stands, what asks for a look, and learning."""

from __future__ import annotations

import streamlit as st

from desk import alerts, learning, trust
from desk.learning_report import NEEDED
from desk.learning_views import Alert, CriterionTrust, LearningRun
from recordings.errors import Language
from ui import names, state
from ui.boundary import bounded
from ui.formats import when
from ui.i18n import t
from ui.navigation import open_part, page_file
from ui.trust import actions
from ui.trust.figures import mode_words, sentence, verdict

EVERY_S = 2.0
COLOURS = {"assist": "gray", "check": "blue", "auto": "green"}


def listing(language: Language) -> None:
    """Draw it."""
    person = state.actor()
    with st.spinner(t("trust.counting")), state.reading() as session:
        lines = trust.overview(session, person, language)
        counted = learning.labels(session, person, language)
        asking = alerts.list_open(session, person)
    for alert in asking:
        _alert(alert)
    modes = [line.mode for line in lines]
    earned = sum(line.clears and line.fair for line in lines)
    st.markdown(
        f"**{t('trust.sentence', of=len(lines), auto=modes.count('auto'), check=modes.count('check'), earned=earned)}**"
    )
    _learning(language, counted)
    st.header(t("trust.criteria"), anchor=False)
    for line in lines:
        _line(line)
    st.caption(t("trust.legend"))


def _alert(alert: Alert) -> None:
    fields = dict(alert.fields)
    criterion, language = str(fields.get("criterion", "")), str(fields.get("language", ""))
    fields["criterion"] = names.of(names.criteria(), criterion)
    fields["language"] = t(f"trust.languages.{language}")
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":orange[:material/trending_down:] {t(f'trust.alerts.{alert.kind}', **_rounded(fields))}")
        st.space("stretch")
        st.button(
            t("trust.alerts.open"), key=f"trust_alert_{alert.id}", on_click=actions.look_into,
            args=(language, criterion),
        )  # fmt: skip
        if state.actor().may("reviews.write"):
            st.button(t("trust.alerts.seen"), key=f"trust_seen_{alert.id}", on_click=actions.seen, args=(alert.id,))


def _rounded(fields: dict[str, str | int | float | None]) -> dict[str, object]:
    return {name: f"{value:.2f}" if isinstance(value, float) else value for name, value in fields.items()}


def _learning(language: Language, counted: dict[str, int]) -> None:
    """What was learned when, and the button, or how far it is until there is enough."""
    with st.container(border=True):
        st.markdown(f"**{t('trust.learn.title')}**")
        run = _latest(language)
        if run is not None and run.state in learning.UNDER_WAY:
            st.fragment(_live, run_every=EVERY_S)(language)
            return
        st.markdown(_run_words(run))
        enough = sum(labels >= NEEDED for labels in counted.values())
        most = max(counted.values(), default=0)
        if not enough:
            st.markdown(t("trust.learn.too_few", needed=NEEDED, most=most, missing=NEEDED - most))
            st.progress(most / NEEDED)
            st.page_link(page_file("calls"), label=t("trust.learn.to_calls"), icon=":material/arrow_forward:")
        else:
            st.markdown(t("trust.learn.ready", n=enough))
        if enough and state.actor().may("trust.write"):
            st.button(
                t("trust.learn.start"), key="trust_learn", type="primary", icon=":material/school:",
                on_click=actions.learn, args=(language,),
            )  # fmt: skip
        st.caption(t("trust.never"))


@bounded
def _live(language: Language) -> None:
    run = _latest(language)
    if run is None or run.state not in learning.UNDER_WAY:
        st.rerun()
    st.progress(run.share, text=t(f"trust.learn.state.{run.state}", done=run.done, total=run.total))


def _latest(language: Language) -> LearningRun | None:
    with state.reading() as session:
        return learning.latest(session, state.actor(), language)


def _run_words(run: LearningRun | None) -> str:
    if run is None:
        return t("trust.learn.never")
    return t(f"trust.learn.state.{run.state}", when=when(run.created_at), learned=run.learned)


def _line(line: CriterionTrust) -> None:
    """One criterion as a card: wraps on a telephone."""
    name = names.of(names.criteria(), line.criterion_id)
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{name}**", width=200)
        st.badge(mode_words(line), color=COLOURS[line.mode])
        said, colour = verdict(line)
        if line.figures.enough or not line.fair:
            st.badge(said, color=colour)
        st.caption(f"{given_by(line.model_version)} · {sentence(line.figures)}")
        st.space("stretch")
        st.button(
            t("trust.open"), key=f"trust_open_{line.criterion_id}", help=t("trust.open_name", name=name),
            on_click=open_part, kwargs={"criterion": line.criterion_id},
        )  # fmt: skip


def given_by(version: int | None) -> str:
    """What gives the value."""
    return t("trust.given_by.rules") if version is None else t("trust.given_by.version", version=version)
