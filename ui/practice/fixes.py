"""The debrief's cards: what was said, why it lost points, the same reply said better, and examples."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from desk.practice import RunView
from scenarios.debrief import Debrief, Fix
from scenarios.rewrite import Piece
from ui import names
from ui.formats import plain
from ui.i18n import pick, t


def cards(run: RunView, found: Debrief, retry: Callable[[str, int], None] | None) -> None:
    """At most two cards.

    Args:
        run: The run.
        found: Its debrief.
        retry: Called with run and moment for another try; None: no button.
    """
    st.header(t("practise.debrief.fixes"), anchor=False)
    if not found.fixes:
        st.success(t("practise.debrief.no_fixes"), icon=":material/thumb_up:")
    for number, fix in enumerate(found.fixes):
        _card(run, fix, number, retry)


def _card(run: RunView, fix: Fix, number: int, retry: Callable[[str, int], None] | None) -> None:
    with st.container(border=True):
        st.markdown(f"**{names.of(names.criteria(), fix.criterion)}**  \n{plain(pick(fix.why))}")
        said, better = st.columns(2, gap="large")
        with said:
            quoted(t("practise.debrief.they_said"), fix.customer)
            if fix.quote:
                quoted(t("practise.debrief.you_said"), fix.quote)
        with better:
            if fix.rewritten:
                _rewritten(fix.rewritten)
            elif fix.strong:
                quoted(t("practise.debrief.strong"), fix.strong)
            if fix.source:
                st.caption(t("practise.debrief.source", source=plain(fix.source)))
        _examples(fix)
        if retry is not None:
            st.button(
                t("practise.debrief.try_again"), key=f"retry_fix_{number}", icon=":material/replay:",
                type="primary" if number == 0 else "secondary", on_click=retry, args=(run.id, fix.moment),
            )  # fmt: skip


def _rewritten(pieces: tuple[Piece, ...]) -> None:
    """The trainee's own words stay plain, what came in is marked by colour and by weight."""
    own = any(piece.own for piece in pieces)
    with st.container(gap="xxsmall"):
        st.caption(t("practise.debrief.rewritten" if own else "practise.debrief.instead"))
        st.markdown("".join(_marked(piece, marked=own) for piece in pieces))
        if own:
            st.caption(t("practise.debrief.rewritten_help"))


def _marked(piece: Piece, *, marked: bool) -> str:
    text = plain(piece.text.strip())
    gap = " " if piece.text.endswith(" ") else ""
    return f"{text}{gap}" if piece.own or not marked else f":green[**{text}**]{gap}"


def _examples(fix: Fix) -> None:
    if not fix.weak and not fix.strong:
        return
    with st.expander(t("practise.debrief.examples"), icon=":material/compare_arrows:"):
        if fix.weak:
            quoted(t("practise.debrief.weak"), fix.weak)
        if fix.strong:
            quoted(t("practise.debrief.strong"), fix.strong)
        if fix.strong_why:
            st.caption(plain(pick(fix.strong_why)))


def quoted(who: str, text: str) -> None:
    """Somebody's words below who said them; as text, never as markup."""
    with st.container(gap="xxsmall"):
        st.caption(who)
        st.text(text)
