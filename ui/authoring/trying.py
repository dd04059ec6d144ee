"""Try a line: which route it takes, what was understood by which words, why each route did or didn't hold."""

from __future__ import annotations

import streamlit as st

from recordings.errors import Language
from scenarios.conditions import in_words
from scenarios.script import Script
from scenarios.trial import Trial, reason, try_line
from ui.formats import plain
from ui.i18n import language, t

MOST = 2000  # characters
SIGNS = {"held": ":green[✓]", "missed": ":gray[✗]", "harm_first": ":orange[⚠]"}


def trying(script: Script, node_id: str, spoken: Language) -> None:
    """Draw it for one node, as if the call had just come to it."""
    line = script.nodes[node_id].lines[0].text(spoken)
    st.caption(t("scenarios.try.about"))
    st.markdown(f"> {plain(line)}")
    text = st.text_area(t("scenarios.try.reply"), key=f"scenario_try_{node_id}", max_chars=MOST, height=90).strip()
    if text:
        _shown(script, try_line(script, node_id, text, spoken), spoken)


def _shown(script: Script, tried: Trial, spoken: Language) -> None:
    moment = tried.moment
    with st.container(border=True):
        st.markdown(t("scenarios.try.takes", route=plain(str(moment.route)), to=plain(tried.node)))
        st.caption(t("scenarios.try.mood", before=script.persona.mood.start, after=moment.mood))
        if tried.said:
            st.markdown(f"> {plain(tried.answer(spoken))}")
    st.markdown(f"**{t('scenarios.try.understood')}**")
    if not tried.evidence:
        st.caption(t("scenarios.try.nothing"))
    for one in tried.evidence:
        st.markdown(f"- {plain(in_words(script, one.condition, language()))}: “{plain(one.quote)}”")
    st.markdown(f"**{t('scenarios.try.routes')}**")
    for route in (one for one in tried.routes if one.outcome != "later"):
        why = plain(reason(script, route, language()))
        st.markdown(f"- {SIGNS[route.outcome]} **{plain(route.name)}** → `{route.to}`  \n  {why}")
    later = sum(one.outcome == "later" for one in tried.routes)
    if later:
        st.caption(t("scenarios.try.later", n=later))
