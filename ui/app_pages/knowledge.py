"""The knowledge base: look facts up, change them with four eyes, see what became of them."""

from __future__ import annotations

import streamlit as st

from desk import knowledge
from desk.knowledge_parts import OTHERS, kind_of
from desk.permissions import Actor
from ui import state
from ui.i18n import t
from ui.knowledge import edit, fact, listing, waiting, words
from ui.navigation import part_button


def what_waits(person: Actor) -> None:
    """The way to the changes that want a second pair of eyes."""
    if not person.may("knowledge.publish"):
        return
    with state.reading() as session:
        number = len(knowledge.waiting(session, person))
    if number:
        part_button(
            t("knowledge.to_waiting", n=number), "knowledge_to_waiting", ":material/approval:", view="waiting"
        )  # fmt: skip


person = state.actor()
query = st.query_params.to_dict()
if "fact" in query:
    (fact.page if kind_of(query["fact"]) == "fact" else words.part_page)(query["fact"])
elif "edit" in query:
    wanted = query.get("kind")
    edit.page(
        None if query["edit"] == "new" else query["edit"], next((kind for kind in OTHERS if kind == wanted), "fact")
    )
elif query.get("view") == "words":
    words.page()
elif query.get("view") == "waiting":
    waiting.page()
else:
    if query.get("view") in listing.VIEWS:  # a link from another page, such as the facts that are due
        listing.show(query["view"])
        st.query_params.clear()
    st.title(t("common.nav.knowledge"), anchor=False)
    what_waits(person)
    part_button(t("knowledge.to_parts"), "knowledge_to_words", ":material/category:", view="words")
    listing.page()
