"""Overview: what is getting worse, where, since when; every number opens the calls behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st
from sqlalchemy.orm import Session

from desk import calls, figures
from desk.usual import Usual, usual
from desk.views import CallFilter, FigureFilter, Group, GroupFigure, Overview, TrendPoint
from ui import names, navigation, state
from ui.boundary import bounded
from ui.components import charts
from ui.components.period import period_picker
from ui.formats import joined, score, share, whole
from ui.i18n import t

WEEK, QUARTER = 7, 90  # days
FEW_A_DAY = 10  # calls; a day with fewer moves by chance alone


def filters() -> FigureFilter:
    """The row of filters; a choice stays while one looks at other pages."""
    with state.reading() as session:
        choices = calls.filter_choices(session, state.actor())
        latest = figures.overview(session, state.actor()).to
    with st.container(horizontal=True, vertical_alignment="bottom"):
        from_, to = period_picker(latest)
        team = st.selectbox(
            t("overview.team"), [None, *choices.teams], format_func=_or_any({}), key="overview_team",
            persist_state="session",
        )  # fmt: skip
        topic = st.selectbox(
            t("overview.topic"), [None, *choices.topics], format_func=_or_any(names.topics()), key="overview_topic",
            persist_state="session",
        )  # fmt: skip
        language = st.selectbox(
            t("overview.language"), [None, "zh", "en"], key="overview_language", persist_state="session",
            format_func=_or_any({"zh": t("overview.chinese"), "en": t("overview.english")}),
        )  # fmt: skip
        source = st.segmented_control(
            t("overview.scores"), ["auto", "human"], default="auto", required=True, key="overview_source",
            format_func=lambda value: t(f"overview.scores_{value}"), persist_state="session",
        )  # fmt: skip
    return FigureFilter(from_=from_, to=to, team=team, topic=topic, language=language, source=source or "auto")


def _or_any(found: Mapping[str, str]):
    return lambda value: t("overview.any") if value is None else found.get(value, value)


def open_calls(chosen: FigureFilter, **more: object) -> None:
    """Go to the list of calls, showing those behind a number."""
    same = {"from_": chosen.from_, "to": chosen.to, "team": chosen.team, "agent": chosen.agent,
            "topic": chosen.topic, "language": chosen.language}  # fmt: skip
    wanted = CallFilter.model_validate({**same, **more})
    navigation.go("calls", **names.filter_query(wanted))


def sentence(whole: Overview, points: Sequence[TrendPoint], limits: Usual | None) -> str:
    """The first line: how it is, and whether that is usual."""
    known = {"calls": whole.calls, "total": score(whole.mean_total)}
    if limits is None:
        return t("overview.sentence_few", **known)
    band = {"low": score(limits.low), "high": score(limits.high)}
    low = [point.day for point in points if point.total is not None and point.total < limits.low]
    high = [point.day for point in points if point.total is not None and point.total > limits.high]
    if not low and not high:
        return t("overview.sentence_usual", **known, **band)
    kind = "mixed" if low and high else "low" if low else "high"
    days = joined([f"{day:%m-%d}" for day in sorted(low + high)][-4:])
    return t(f"overview.sentence_{kind}", **known, **band, days=days)


def headline(whole: Overview, chosen: FigureFilter) -> None:
    """The numbers at the top, each beside the same length of time before."""
    tile = partial(st.metric, border=True, height="stretch")
    risen = _change(whole.critical_per_1000, whole.previous_critical_per_1000)
    covered = f"{share(whole.coverage_auto)} / {share(whole.coverage_human)}"
    with st.container(horizontal=True):
        tile(t("overview.calls"), whole.calls, _change(whole.calls, whole.previous_calls), "off")
        tile(t("overview.quality"), score(whole.mean_total), _change(whole.mean_total, whole.previous_mean_total))
        tile(t("overview.critical"), score(whole.critical_per_1000), risen, "inverse", help=t("overview.critical_help"))
        tile(t("overview.coverage"), covered, help=t("overview.coverage_help"))
        tile(t("overview.risk"), whole.risk_calls, help=t("overview.risk_help"))
        tile(t("overview.practice"), whole.practice_runs)
    days = (whole.to - whole.from_).days + 1
    st.caption(t("overview.compared", days=days))
    with st.container(horizontal=True):
        if st.button(t("overview.open_calls"), key="open_all", icon=":material/list:"):
            open_calls(chosen)
        if whole.critical_calls and st.button(
            f"{t('overview.criticals')} · {whole.critical_calls}", key="open_critical", icon=":material/error:"
        ):
            open_calls(chosen, critical=True)
        if whole.risk_calls and st.button(
            f"{t('overview.risk')} · {whole.risk_calls}", key="open_risk", icon=":material/warning:"
        ):
            open_calls(chosen, risk=True)


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else round(now - before, 1)


def _table(frame: pd.DataFrame) -> None:
    with st.expander(t("overview.table")):
        st.dataframe(frame, hide_index=True, width="stretch")


def trend_part(points: Sequence[TrendPoint], limits: Usual | None, length: int, chosen: FigureFilter) -> None:
    """Total over time; a point, of `length` days, opens its calls."""
    st.header(t("overview.trend"), anchor=False)
    words = {"total": t("overview.quality"), "hover": t("overview.trend_hover")}
    picked = st.plotly_chart(
        charts.trend(points, limits, words), key="trend", on_select="rerun", selection_mode="points",
        config=charts.PLAIN, alt=t("overview.trend_alt"),
    )  # fmt: skip
    st.caption(t("overview.trend_alt"))
    chosen_points = picked.selection.points if picked else []
    if chosen_points:
        first = date.fromisoformat(str(chosen_points[0]["x"])[:10])
        last = first + timedelta(days=length - 1)
        said = f"{first}" if length == 1 else f"{first} – {last}"
        if st.button(f"{t('overview.open_calls')} · {said}", key="open_day", type="primary"):
            open_calls(chosen, from_=first, to=last)
    _table(
        pd.DataFrame(
            {
                t("overview.column_day"): [point.day for point in points],
                t("overview.column_total"): [point.total for point in points],
                t("overview.column_calls"): [point.calls for point in points],
                t("overview.column_critical"): [point.critical for point in points],
            }
        ).round(1)
    )
    with st.expander(t("overview.sections")):
        st.plotly_chart(
            charts.sections(points, names.sections(in_use=True)), key="sections", config=charts.PLAIN,
            alt=t("overview.sections_alt"),
        )  # fmt: skip


def lost_part(chosen: FigureFilter) -> None:
    """Where points are lost; a bar opens the calls at that criterion's lowest level."""
    with state.reading() as session:
        found = figures.weakest_criteria(session, state.actor(), chosen)
    st.header(t("overview.lost"), anchor=False)
    criteria = names.criteria()
    if found and found[0].points_lost > 0:
        first = names.of(criteria, found[0].criterion_id)
        st.markdown(t("overview.lost_most", name=first, points=f"{found[0].points_lost:.1f}"))
    picked = st.plotly_chart(
        charts.pareto(found, criteria), key="pareto", on_select="rerun", selection_mode="points",
        config=charts.PLAIN, alt=t("overview.lost_alt"),
    )  # fmt: skip
    chosen_points = picked.selection.points if picked else []
    if chosen_points:
        criterion = next((key for key, name in criteria.items() if name == chosen_points[0]["y"]), None)
        label = f"{t('overview.open_calls')} · {chosen_points[0]['y']}"
        if criterion and st.button(label, key="open_criterion", type="primary"):
            open_calls(chosen, criterion_failed=criterion)
    _table(
        pd.DataFrame(
            {
                t("overview.column_name"): [names.of(criteria, row.criterion_id) for row in found],
                t("overview.column_total"): [row.mean for row in found],
                t("overview.column_lost"): [row.points_lost for row in found],
                t("overview.column_lowest"): [row.lowest for row in found],
                t("overview.column_calls"): [row.scored for row in found],
            }
        ).round(1)
    )


def criticals_part(chosen: FigureFilter) -> None:
    """Critical criteria that failed, each with its calls."""
    with state.reading() as session:
        found = figures.criticals(session, state.actor(), chosen)
    st.header(t("overview.criticals"), anchor=False)
    if not found:
        st.caption(t("overview.no_criticals"))
    for row in found:
        label = t("overview.critical_row", name=names.of(names.criteria(), row.criterion_id), calls=row.calls)
        if st.button(label, key=f"critical_{row.criterion_id}", icon=":material/error:", width="stretch"):
            open_calls(chosen, critical=row.criterion_id)


def group_table(found: Sequence[GroupFigure], group: Group, called: Mapping[str, str], chosen: FigureFilter) -> None:
    """Teams, topics or agents in a table; a row opens its calls."""
    sections = names.sections(in_use=True)
    frame = pd.DataFrame(
        [
            {
                t(f"overview.by_{group}"): called.get(row.group, row.group),
                t("overview.column_calls"): row.calls,
                t("overview.column_total"): whole(row.total),
                **{name: whole(row.sections.get(section)) for section, name in sections.items()},
                t("overview.column_critical"): row.critical,
            }
            for row in found
        ]
    )
    picked = st.dataframe(
        frame, hide_index=True, width="stretch", key=f"groups_{group}", on_select="rerun", selection_mode="single-row"
    )
    rows = picked.selection.rows if picked else []
    if rows and rows[0] < len(found):
        name = called.get(found[rows[0]].group, found[rows[0]].group)
        if st.button(f"{t('overview.open_calls')} · {name}", key=f"open_{group}", type="primary"):
            open_calls(chosen, **{group: found[rows[0]].group})


def groups_part(chosen: FigureFilter) -> None:
    """Teams, topics and agents side by side."""
    st.header(t("overview.groups"), anchor=False)
    st.caption(t("overview.group_help"))
    kinds: tuple[Group, ...] = ("team", "topic", "agent")
    called: dict[Group, dict[str, str]] = {"team": {}, "topic": names.topics(), "agent": {}}
    for tab, kind in zip(st.tabs([t(f"overview.by_{kind}") for kind in kinds]), kinds, strict=True):
        with tab:
            with state.reading() as session:
                found = figures.by_group(session, state.actor(), chosen, group=kind)
            group_table(found, kind, called[kind], chosen)
            if kind == "team" and found:
                with st.expander(t("overview.heatmap")):
                    st.plotly_chart(
                        charts.heatmap(found, names.criteria(in_use=True), called[kind]), key="heatmap",
                        config=charts.PLAIN, alt=t("overview.heatmap_alt"),
                    )  # fmt: skip


def practice_part(chosen: FigureFilter) -> None:
    """How much was practised, and how well."""
    with state.reading() as session:
        found = figures.practice_progress(session, state.actor(), chosen)
    st.header(t("overview.practice_title"), anchor=False)
    runs = sum(point.runs for point in found)
    if not runs:
        st.caption(t("overview.practice_none"))
        return
    scored = [(point.runs, point.mean_total) for point in found if point.mean_total is not None]
    weight = sum(count for count, _ in scored)
    mean = sum(count * total for count, total in scored) / weight if weight else None
    st.markdown(t("overview.practice_sentence", runs=runs, mean=score(mean)))
    st.bar_chart(
        pd.DataFrame({"day": [point.day for point in found], "runs": [point.runs for point in found]}),
        x="day", y="runs", x_label="", y_label="", height=160, color="#009E73",
    )  # fmt: skip


def _trend(session: Session, chosen: FigureFilter, whole: Overview) -> tuple[tuple[TrendPoint, ...], Usual | None, int]:
    """The points of the period, the limits of the quarter up to its end, and how many days a point holds.

    Where days hold few calls, a point is a week.
    """
    days = (whole.to - whole.from_).days + 1
    step: Literal["day", "week"] = "week" if days > WEEK and whole.calls < FEW_A_DAY * days else "day"
    points = figures.trend(session, state.actor(), chosen, step=step)
    longer = chosen.model_copy(update={"from_": whole.to - timedelta(days=QUARTER - 1), "to": whole.to})
    before = figures.trend(session, state.actor(), longer, step=step)
    limits = usual([point.total for point in before if point.total is not None])
    return points, limits, WEEK if step == "week" else 1


@bounded
def page() -> None:
    """The whole page."""
    st.title(t("overview.title"), anchor=False)
    st.caption(t("overview.lead"))
    chosen = filters()
    with state.reading() as session:
        whole = figures.overview(session, state.actor(), chosen)
        points, limits, length = _trend(session, chosen, whole)
    if not whole.calls:
        st.info(f"{t('overview.empty')} {t('overview.empty_what')}", icon=":material/inbox:")
        return
    st.markdown(f"## {sentence(whole, points, limits)}")
    headline(whole, chosen)
    trend_part(points, limits, length, chosen)
    left, right = st.columns([3, 2], gap="large")
    with left:
        lost_part(chosen)
    with right:
        criticals_part(chosen)
        practice_part(chosen)
    groups_part(chosen)


page()
