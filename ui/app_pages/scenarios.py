"""Scenarios: the library and the centre's own, to read, try, edit and publish. Which one, the address says."""

from __future__ import annotations

import streamlit as st

from ui.authoring.editor import editor
from ui.authoring.library import library
from ui.authoring.reading import reading

draft, reference = st.query_params.get("draft"), st.query_params.get("scenario")
if draft is not None and draft.isdecimal():
    editor(int(draft))
elif reference is not None:
    reading(reference)
else:
    library()
