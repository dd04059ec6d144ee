"""What the machine learns from reviewers, and how far each criterion is trusted."""

from __future__ import annotations

import streamlit as st

from ui.i18n import language, t
from ui.trust.detail import detail
from ui.trust.listing import listing

st.title(t("trust.title"), anchor=False)
st.caption(t("trust.about"))
spoken = st.segmented_control(
    t("trust.language"), ("zh", "en"), default=language(), required=True, key="trust_language",
    format_func=lambda one: t(f"trust.languages.{one}"), persist_state="session",
)  # fmt: skip
criterion = st.query_params.get("criterion")
if criterion:
    detail(spoken or "zh", criterion)
else:
    listing(spoken or "zh")
