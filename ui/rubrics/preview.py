"""What a rubric would change on past calls."""

from __future__ import annotations

import streamlit as st

from desk import rubrics
from desk.what_if import Preview
from scoring.rubric import Rubric
from ui import names, state
from ui.components.what_would_change import what_would_change
from ui.i18n import pick, t

SIZES = (25, 50, 100, 200)


def preview_part(rubric: Rubric, *, key: str) -> None:
    """How many calls, a button, and what came of it. `key` names this state of the rubric."""
    st.header(t("rubrics.preview.title"), anchor=False)
    st.markdown(t("rubrics.preview.about"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = st.selectbox(t("rubrics.preview.size"), SIZES, index=1, key="rubric_preview_size", width=160)
        asked = st.button(t("rubrics.preview.start"), key="rubric_preview", icon=":material/compare_arrows:")
    if asked:
        st.session_state["rubric_previewed"] = (key, _made(rubric, size))
    held: tuple[str, Preview] | None = st.session_state.get("rubric_previewed")
    if held is None or held[0].partition(":")[0] != key.partition(":")[0]:
        return
    if held[0] != key:
        st.caption(t("rubrics.preview.older"))
    what_would_change(held[1], {**names.criteria(), **{one.id: pick(one.name) for one in rubric.criteria}})


def _made(rubric: Rubric, size: int) -> Preview:
    bar = st.progress(0.0, text=t("rubrics.preview.working"))
    with state.reading() as session:
        found = rubrics.what_would_change(
            session, state.actor(), rubric, limit=size,
            progress=lambda share: bar.progress(share, text=t("rubrics.preview.working")),
        )  # fmt: skip
    bar.empty()
    return found
