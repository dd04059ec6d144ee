"""The moments of a scenario: a graph to choose from, what stands in the chosen one, a line to try, a call to play."""

from __future__ import annotations

import streamlit as st

from recordings.errors import Language
from scenarios.conditions import when_in_words
from scenarios.script import Answer, Route, Script
from scenarios.voice import fill
from ui.authoring.playing import playing
from ui.authoring.trying import trying
from ui.boundary import action
from ui.components.scenario_graph import graph_payload, picked_node, scenario_graph
from ui.formats import plain
from ui.i18n import LANGUAGES, language, t

GRAPH = "scenario_graph"
PICKED = "scenario_picked"  # the node or end that was chosen, whatever the scenario
PARTS = ("lines", "try", "play")


def moments(script: Script, *, key: str) -> None:
    """Draw them. `key` names the scenario, so that another one doesn't go on with this one's call."""
    picked = st.session_state.get(PICKED)
    if picked not in script.nodes and picked not in script.ends:
        picked = script.start
    drawn, beside = st.columns([1.1, 1], gap="large")
    with drawn:
        st.caption(t("scenarios.graph.about"))
        scenario_graph(graph_payload(script, picked), key=GRAPH, on_pick=_picked)
    with beside:
        spoken = _language(script)
        if picked in script.ends:
            _end(script, picked, spoken)
            return
        st.header(plain(picked), anchor=False)
        parts = {one: t(f"scenarios.part.{one}") for one in PARTS}
        part = st.segmented_control(
            t("scenarios.part.label"), PARTS, default="lines", required=True, format_func=parts.__getitem__,
            key="scenario_part", label_visibility="collapsed",
        )  # fmt: skip
        if part == "try":
            trying(script, picked, spoken)
        elif part == "play":
            playing(script, picked, spoken, key=key)
        else:
            _node(script, picked, spoken)


@action
def _picked() -> None:
    chosen = picked_node(GRAPH)
    if chosen is not None:
        st.session_state[PICKED] = chosen


def _language(script: Script) -> Language:
    """In which language lines are shown and tried: the reader's, where the script is played in it."""
    default: Language = language() if language() in script.languages else script.languages[0]
    if len(script.languages) == 1:
        return default
    chosen = st.segmented_control(
        t("scenarios.language"), script.languages, default=default, required=True,
        format_func=LANGUAGES.__getitem__, key="scenario_language",
    )  # fmt: skip
    return chosen or default


def _node(script: Script, node_id: str, spoken: Language) -> None:
    """What the customer says there, and every rule with its meaning."""
    node = script.nodes[node_id]
    _lines([fill(script, line.text(spoken), spoken) for line in node.lines])
    if node.again:
        st.markdown(f"**{t('scenarios.again')}**")
        _lines([fill(script, line.text(spoken), spoken) for line in node.again])
    st.markdown(f"**{t('scenarios.routes')}**")
    for route in node.routes:
        _route(script, route, spoken)
    if node.otherwise is not None:
        st.markdown(f"- `else` → `{plain(node.otherwise.to)}`")
    for kind, answer in (("model", node.model), ("weak", node.weak)):
        if answer is not None:
            _answer(kind, answer, spoken)


def _lines(lines: list[str]) -> None:
    for line in lines:
        st.markdown(f"> {plain(line)}")


def _route(script: Script, route: Route, spoken: Language) -> None:
    mark = ":green[●] " if route.good else ""
    said = plain(when_in_words(script, route.when, language()))
    st.markdown(f"- {mark}**{plain(route.id)}** → `{route.to}`  \n  {said}")
    if route.says:
        st.caption(plain(fill(script, route.says[0].text(spoken), spoken)))


def _answer(kind: str, answer: Answer, spoken: Language) -> None:
    with st.container(border=True):
        st.markdown(f"**{t(f'scenarios.answer.{kind}')}**")
        st.markdown(plain(answer.text(spoken)))
        st.caption(plain(answer.why.text(language())))


def _end(script: Script, end_id: str, spoken: Language) -> None:
    end = script.ends[end_id]
    st.header(plain(end_id), anchor=False)
    st.markdown(t(f"practise.ended.{end.kind}"))
    _lines([fill(script, line.text(spoken), spoken) for line in end.lines])
