"""Assigning practice: to whom, what, by when, and why."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from desk import assignments, practice, progress
from desk.models import now
from desk.practice import Mode
from ui import names, state
from ui.boundary import action, notify
from ui.i18n import pick, t
from ui.training import tables

DAYS = 7  # until an assignment is due, unless said otherwise
GOAL = 70
MODES: tuple[Mode, ...] = ("practise", "learn", "certify")


def view() -> None:
    """What is assigned, and the form for more where one may."""
    person = state.actor()
    with state.reading() as session:
        given = assignments.list_assignments(session, person)
        people = assignments.trainees(session, person)
    if person.may("practice.teach"):
        _form(people)
    st.header(t("training.assign.given"), anchor=False)
    if not given:
        st.caption(t("training.assign.none"))
        return
    tables.assigned(given, people=True)
    if person.may("practice.teach"):
        _withdraw(given)


def _form(people: tuple[assignments.Trainee, ...]) -> None:
    if not people:
        st.info(t("training.assign.nobody"), icon=":material/inbox:")
        return
    call_id = st.query_params.get("call")
    teams = sorted({one.team for one in people if one.team})
    called = {one.name: one.display_name for one in people}
    whom = [*called, *(f"team:{team}" for team in teams)]
    with st.container(border=True):
        st.header(t("training.assign.title"), anchor=False)
        if call_id:
            st.caption(t("training.assign.from_call"))
        chosen = st.selectbox(
            t("training.assign.whom"), whom, key="assign_whom",
            format_func=lambda one: called.get(one) or t("training.assign.team", team=one.removeprefix("team:")),
        )  # fmt: skip
        trainee, team = (None, chosen.removeprefix("team:")) if chosen.startswith("team:") else (chosen, None)
        criterion = _criterion(trainee)
        mode: Mode = st.segmented_control(
            t("practise.mode"), MODES, default="practise", required=True, key="assign_mode",
            format_func=lambda one: t(f"practise.modes.{one}"),
        ) or "practise"  # fmt: skip
        scenario = None if mode == "certify" else _scenario(criterion)
        left, right = st.columns(2)
        left.date_input(
            t("training.assign.due"), key="assign_due", min_value=_today(), value=_today() + timedelta(days=DAYS)
        )
        right.number_input(
            t("training.assign.goal"), 0, 100, GOAL, step=5, key="assign_goal", disabled=mode != "practise"
        )
        st.text_input(t("training.assign.note"), key="assign_note", max_chars=assignments.MOST_NOTE)
        about = {
            "trainee": trainee, "team": team, "scenario_id": scenario, "mode": mode, "criterion": criterion,
            "call_id": call_id,
        }  # fmt: skip
        st.button(
            t("training.assign.send"), key="assign_send", type="primary", icon=":material/assignment_add:",
            on_click=_assign, args=(about,),
        )  # fmt: skip


def _criterion(trainee: str | None) -> str | None:
    """The weak point that it is for; those of the person that stay weak come first."""
    with state.reading() as session:
        weak = () if trainee is None else progress.weak_criteria(session, state.actor(), trainee)
    called = names.criteria(in_use=True)
    order = [None, *weak, *(one for one in called if one not in weak)]
    return st.selectbox(
        t("training.assign.criterion"), order, key=f"assign_criterion_{trainee}",
        format_func=lambda one: t("training.assign.any") if one is None
        else f"{names.of(called, one)}{t('training.assign.stays_weak') if one in weak else ''}",
    )  # fmt: skip


def _scenario(criterion: str | None) -> str | None:
    """Which customer; those that practise the criterion come first."""
    with state.reading() as session:
        scripts = practice.list_scenarios(session, state.actor())
    fits = {
        script.id
        for script in scripts
        if any(node.model is not None and criterion in node.model.criteria[:1] for node in script.nodes.values())
    }
    titles = {script.id: pick(script.title) for script in sorted(scripts, key=lambda one: one.id not in fits)}
    return st.selectbox(
        t("training.column.scenario"), list(titles), key=f"assign_scenario_{criterion}", format_func=titles.__getitem__
    )


def _withdraw(given: tuple[assignments.Assignment, ...]) -> None:
    rows = {one.id: f"{one.due_on} · {pick(one.title)} · {one.team or one.trainee}" for one in given}
    with st.expander(t("training.assign.withdraw"), icon=":material/undo:"):
        chosen = st.selectbox(
            t("training.assign.which"), list(rows), key="withdraw_which", format_func=rows.__getitem__
        )
        st.button(t("training.assign.take_back"), key="withdraw", on_click=_take_back, args=(chosen,))


def _today() -> date:
    return now().astimezone(state.settings().zone).date()


@action
def _assign(about: dict[str, object]) -> None:
    """What is typed is read now: the click may come with it, before the page was drawn with it."""
    said = st.session_state
    with state.session() as session:
        assignments.assign(
            session, state.actor(), due_on=said["assign_due"], note=said["assign_note"],
            goal=int(said["assign_goal"]) if about["mode"] == "practise" else None, **about,  # type: ignore[arg-type]
        )  # fmt: skip
    notify("success", t("training.assign.sent"))


@action
def _take_back(number: int) -> None:
    with state.session() as session:
        assignments.withdraw(session, state.actor(), number)
    notify("success", t("training.assign.taken_back"))
