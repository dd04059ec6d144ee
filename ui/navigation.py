"""Which pages there are, and who finds which in the menu.

A page that isn't in somebody's menu still answers to its address: what a person may do is decided in `desk`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from desk.permissions import Actor
from ui.i18n import t

FOLDER = Path(__file__).parent / "app_pages"


class Entry(NamedTuple):
    """A page: its file and address, its icon, and the roles that find it in the menu."""

    name: str
    icon: str
    roles: tuple[str, ...]


ENTRIES = (
    Entry("home", "home", ("trainee", "supervisor", "manager", "admin")),
    Entry("overview", "monitoring", ("manager", "supervisor")),
    Entry("calls", "headset_mic", ("supervisor", "manager", "trainee")),
    Entry("call", "graphic_eq", ()),
    Entry("upload", "upload_file", ("supervisor",)),
    Entry("practise", "school", ("trainee", "supervisor")),
    Entry("progress", "trending_up", ("trainee",)),
    Entry("training", "assignment", ("supervisor", "manager")),
    Entry("refresh", "history_edu", ()),
    Entry("knowledge", "menu_book", ("trainee", "supervisor", "manager", "admin")),
    Entry("rubrics", "rule", ("supervisor", "manager")),
    Entry("scenarios", "account_tree", ("supervisor", "manager")),
    Entry("agreement", "balance", ("supervisor", "manager")),
    Entry("trust", "verified", ("supervisor", "manager")),
    Entry("users", "group", ("admin",)),
    Entry("account", "person", ()),
)


def pages(actor: Actor | None) -> list[StreamlitPage]:
    """Every page, hidden where the actor's role has no use for it. A page without a file is left out."""
    return [_page(entry, actor) for entry in ENTRIES if _file(entry.name).is_file()]


def _file(name: str) -> Path:
    return FOLDER / f"{name}.py"


def _page(entry: Entry, actor: Actor | None) -> StreamlitPage:
    mine = entry.name == "calls" and actor is not None and actor.role == "trainee"
    return st.Page(
        _file(entry.name),
        title=t("common.nav.my_calls" if mine else f"common.nav.{entry.name}"),
        icon=f":material/{entry.icon}:",
        url_path=None if entry.name == "home" else entry.name,
        default=entry.name == "home",
        visibility="visible" if actor is not None and actor.role in entry.roles else "hidden",
    )


def page_file(name: str) -> Path:
    """The file of a page, for `st.page_link`."""
    return _file(name)


def has_page(name: str) -> bool:
    """Whether that page is there."""
    return _file(name).is_file()


def go(name: str, **query: str) -> NoReturn:
    """Open a page by its name, with query parameters such as `call="…"`."""
    st.switch_page(_file(name), query_params=query)


def open_part(**query: str) -> None:
    """As a callback: open a part of the page one is on, or without any its list, by the address: to be kept and shared.

    A link to the same page doesn't do it: the browser keeps the address it had, and the next run goes by that one.
    """
    st.query_params.from_dict(query)


def part_button(label: str, key: str, icon: str | None = None, **query: str) -> None:
    """What looks like a link to a part of the page one is on."""
    st.button(label, key=key, icon=icon, type="tertiary", wrap=True, on_click=open_part, kwargs=query)
