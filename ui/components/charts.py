"""Charts: colours that colour-blind people can tell apart, and never colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from desk.usual import Usual
from desk.views import CriterionFigure, GroupFigure, TrendPoint

# Okabe & Ito, "Color Universal Design" (2008); without the yellow, too pale on paper.
BLUE, ORANGE, GREEN, VERMILION, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9"
# Lines have the first colours of the theme, which are other ones in the dark.
SECTION_LOOKS = (("circle", "solid"), ("square", "dash"), ("diamond", "dot"), ("x", "dashdot"))
HEIGHT_PX = 320
DAY = "%m-%d"  # the same in every language
PLAIN = {"displayModeBar": False, "scrollZoom": False}


def _laid_out(figure: go.Figure, *, height_px: int = HEIGHT_PX) -> go.Figure:
    figure.update_layout(
        height=height_px,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.18, "x": 0},
        hovermode="closest",
        dragmode=False,
    )
    return figure


def trend(points: Sequence[TrendPoint], usual: Usual | None, words: Mapping[str, str]) -> go.Figure:
    """Mean total over time with the limits of what is usual; `words` names total, usual and unusual."""
    figure = go.Figure()
    days = [point.day for point in points]
    if usual is not None:
        figure.add_hrect(y0=usual.low, y1=usual.high, fillcolor=SKY, opacity=0.14, line_width=0)
        figure.add_hline(y=usual.mean, line={"color": SKY, "dash": "dot", "width": 1})
    odd = [usual is not None and point.total is not None and not usual.holds(point.total) for point in points]
    figure.add_scatter(
        x=days,
        y=[point.total for point in points],
        mode="lines+markers",
        name=words["total"],
        line={"width": 2.5},
        marker={
            "symbol": ["diamond" if unusual else "circle" for unusual in odd],
            "size": [11 if unusual else 7 for unusual in odd],
        },
        customdata=[[point.calls, point.critical] for point in points],
        hovertemplate=words["hover"] + "<extra></extra>",
    )
    figure.update_yaxes(range=[0, 100], fixedrange=True)
    figure.update_xaxes(fixedrange=True, tickformat=DAY, hoverformat=DAY)
    figure.update_layout(showlegend=False)
    return _laid_out(figure)


def sections(points: Sequence[TrendPoint], names: Mapping[str, str]) -> go.Figure:
    """Mean of each section over time; each with its own colour, marker and dash."""
    figure = go.Figure()
    for (section, name), (symbol, dash) in zip(names.items(), SECTION_LOOKS, strict=False):
        figure.add_scatter(
            x=[point.day for point in points],
            y=[point.sections.get(section) for point in points],
            mode="lines+markers",
            name=name,
            line={"dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 7},
            hovertemplate=name + " %{y:.0f} · %{x}<extra></extra>",
        )
    figure.update_yaxes(range=[0, 100], fixedrange=True)
    figure.update_xaxes(fixedrange=True, tickformat=DAY, hoverformat=DAY)
    return _laid_out(figure)


def pareto(criteria: Sequence[CriterionFigure], names: Mapping[str, str]) -> go.Figure:
    """Where points are lost: one bar a criterion, most first."""
    lost = [figure for figure in criteria if figure.points_lost > 0][:10][::-1]
    figure = go.Figure(
        go.Bar(
            x=[row.points_lost for row in lost],
            y=[names.get(row.criterion_id, row.criterion_id) for row in lost],
            orientation="h",
            marker={"color": ORANGE},
            text=[f"{row.points_lost:.1f}" for row in lost],
            textposition="outside",
            cliponaxis=False,
            customdata=[[row.criterion_id] for row in lost],
            hovertemplate="%{y}: %{x:.1f}<extra></extra>",
        )
    )
    figure.update_xaxes(fixedrange=True, showgrid=False, showticklabels=False)
    figure.update_yaxes(fixedrange=True, automargin=True)
    return _laid_out(figure, height_px=max(160, 34 * len(lost) + 40))


def heatmap(groups: Sequence[GroupFigure], criteria: Mapping[str, str], group_names: Mapping[str, str]) -> go.Figure:
    """Mean score of each criterion by group; the number stands in every cell."""
    values = [[group.criteria.get(criterion) for criterion in criteria] for group in groups]
    figure = go.Figure(
        go.Heatmap(
            z=values,
            x=list(criteria.values()),
            y=[group_names.get(group.group, group.group) for group in groups],
            zmin=0,
            zmax=100,
            colorscale=[(0, VERMILION), (0.5, "#F2E6CF"), (1, BLUE)],
            text=[["" if value is None else f"{value:.0f}" for value in row] for row in values],
            texttemplate="%{text}",
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{y} · %{x}: %{z:.0f}<extra></extra>",
        )
    )
    figure.update_xaxes(fixedrange=True, tickangle=-40, automargin=True)
    figure.update_yaxes(fixedrange=True, automargin=True)
    return _laid_out(figure, height_px=170 + 40 * len(groups))


def mood(values: Sequence[float], low: float, high: float, words: Mapping[str, str]) -> go.Figure:
    """The customer's mood after each reply; `words` names the mood and the reply."""
    figure = go.Figure(
        go.Scatter(
            x=list(range(len(values))),
            y=list(values),
            mode="lines+markers",
            line={"color": GREEN, "shape": "hv", "width": 2.5},
            marker={"size": 7},
            hovertemplate=words["mood"] + " %{y:.0f}<extra></extra>",
        )
    )
    figure.update_yaxes(range=[low, high], fixedrange=True, title=words["mood"])
    figure.update_xaxes(fixedrange=True, dtick=1, title=words["reply"])
    return _laid_out(figure, height_px=220)
