"""Launcher of the web app: `streamlit run qa_app.py`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.routes import lifespan, routes

app = st.App(Path(__file__).resolve().parent / "ui" / "main.py", routes=routes(), lifespan=lifespan)
