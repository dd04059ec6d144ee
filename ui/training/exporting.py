"""Practice to take away: everybody's, or one's own."""

from __future__ import annotations

import streamlit as st

from desk.practice_exports import Format, export_practice
from ui import state
from ui.i18n import t

KINDS: tuple[tuple[Format, str], ...] = (("xlsx", "xlsx"), ("csv", "csv"), ("json", "json"), ("xapi", "xapi.json"))


def buttons(*, own: bool) -> None:
    """One for each format. The file is made when the button is pressed, not before.

    Args:
        own: Only the runs of who is signed in.
    """
    person, store = state.actor(), state.store()  # the file is made outside the page's run
    with st.container(horizontal=True):
        for kind, ending in KINDS:

            def make(kind: Format = kind) -> bytes:
                with store.session() as session:
                    return export_practice(session, person, kind, own=own)

            st.download_button(
                t(f"training.export.{kind}"), make, file_name=f"tingxin-practice.{ending}", key=f"export_{kind}",
                icon=":material/download:", type="tertiary", on_click="ignore",
            )  # fmt: skip
