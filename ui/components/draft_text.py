"""The text of a draft while it is edited: held by the window, checked as one types, saved, published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import streamlit as st

from ui.components.yaml_editor import EditorFinding, editor_payload, yaml_editor
from ui.formats import plain, when
from ui.i18n import t


class DraftLike(Protocol):
    """What rubric drafts and scenario drafts have in common."""

    @property
    def id(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def by(self) -> str: ...
    @property
    def updated_at(self) -> datetime: ...


@dataclass
class Held:
    """What this window works on. `number` counts the texts that did not come from the editor itself."""

    draft: int
    text: str
    revision: int
    number: int = 0


def held_text(draft: DraftLike, *, key: str) -> Held:
    """What this window works on; the draft as it stands where it is opened anew. `key` is its place in the session."""
    held: Held | None = st.session_state.get(key)
    if held is None or held.draft != draft.id:
        held = Held(draft.id, draft.body, draft.revision)
        st.session_state[key] = held
    return held


def standing(draft: DraftLike, held: Held, *, key: str, reload: Callable[[], None]) -> None:
    """Who saved it when, or that it was saved elsewhere meanwhile."""
    if held.revision != draft.revision:
        st.warning(plain(t("editor.stale", by=draft.by, at=when(draft.updated_at))))
        st.button(t("editor.reload"), key=f"{key}_reload", on_click=reload)
    else:
        st.caption(plain(t("editor.saved_by", by=draft.by, at=when(draft.updated_at, seconds=True))))


def text_editor(
    held: Held, found: Sequence[EditorFinding], *, label: str, key: str, on_change: Callable[[], None]
) -> None:
    """The editor over the text that is held."""
    data = editor_payload(held.text, found, label=label, version=f"{held.draft}-{held.number}")
    yaml_editor(data, key=key, on_change=on_change)


def publish_box(about: str, submit: str, errors: int, *, key: str, on_click: Callable[[int], None], draft: int) -> None:
    """What changed, in the author's words, and the button; closed while there are errors."""
    with st.container(border=True):
        st.markdown(f"**{t('editor.publish')}**")
        st.markdown(about)
        st.text_input(t("editor.note"), key=f"{key}_note", max_chars=500)
        st.button(
            submit, key=f"{key}_publish", type="primary", icon=":material/publish:", disabled=bool(errors),
            on_click=on_click, args=(draft,), help=t("editor.blocked", n=errors) if errors else None,
        )  # fmt: skip


def draft_row(
    draft: DraftLike, title: str, *, key: str, go_on: Callable[..., None], gone: Callable[[int], None]
) -> None:
    """A draft in a list: go on with it, or throw it away."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(plain(title))
        st.caption(plain(t("editor.saved_by", by=draft.by, at=when(draft.updated_at))))
        st.space("stretch")
        st.button(
            t("editor.go_on"), key=f"{key}_draft_{draft.id}", type="primary", on_click=go_on,
            kwargs={"draft": str(draft.id)},
        )  # fmt: skip
        with st.popover(t("editor.discard"), key=f"{key}_discard_{draft.id}"):
            st.markdown(t("editor.discard_sure"))
            st.button(t("editor.discard_yes"), key=f"{key}_discard_yes_{draft.id}", on_click=gone, args=(draft.id,))
