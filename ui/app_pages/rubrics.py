"""Rubrics: what calls are scored on, and one's own versions of it."""

from __future__ import annotations

import streamlit as st

from ui.rubrics.editor import editor
from ui.rubrics.library import library
from ui.rubrics.reading import reading

draft, reference = st.query_params.get("draft"), st.query_params.get("rubric")
if draft is not None and draft.isdecimal():
    editor(int(draft))
elif reference is not None:
    reading(reference)
else:
    library()
