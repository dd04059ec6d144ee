"""Home: the one thing to try, and what waits."""

from __future__ import annotations

import streamlit as st

from desk import alerts, calls, knowledge
from desk.permissions import Actor
from desk.views import CallFilter, CallRow
from ui import names, navigation, queue, state
from ui.formats import plain
from ui.i18n import t
from ui.practice import next_up

SAMPLE = "zh_li_cold"  # the sample call that the demo loads: Mr Li, answered coldly
ARROW = ":material/arrow_forward:"
WAITS = {
    "review": CallFilter(needs_review=True, reviewed=False),
    "risk": CallFilter(risk=True, reviewed=False),
    "working": CallFilter(status="running"),
    "failed": CallFilter(status="failed"),
}


def sample(person: Actor) -> CallRow | None:
    """Mr Li's call, where the demo is loaded and nobody has reviewed it."""
    wanted = CallFilter(text=SAMPLE, source="demo", reviewed=False, status="done")
    with state.reading() as session:
        rows = calls.list_calls(session, person, wanted, page_size=1).rows
    return rows[0] if rows else None


def card(title: str, body: str, label: str) -> bool:
    """The card; whether its button was pressed."""
    with st.container(border=True):
        st.caption(t("home.try"))
        st.header(title, anchor=False)
        st.markdown(body)
        return st.button(label, type="primary", key="home_try", icon=ARROW, icon_position="right")


def supervisor(person: Actor) -> None:
    """Mr Li's call first, then the call that needs a person most, then an upload."""
    found = sample(person)
    with state.reading() as session:
        waiting = queue.count(session, person, queue.WAITING)
        following = queue.next_call(session, person)
    if found is not None:
        said = (t("home.supervisor.sample_title"), t("home.supervisor.sample_body"), t("home.supervisor.open"))
        if card(*said):
            navigation.go("call", call=found.id)
    elif following is not None:
        body = t("home.supervisor.queue_body", n=waiting)
        if card(t("home.supervisor.queue_title"), body, t("home.supervisor.begin")):
            navigation.go("call", call=following.id)
    elif card(t("home.supervisor.upload_title"), t("home.supervisor.upload_body"), t("home.supervisor.upload")):
        navigation.go("upload")
    counts(person)
    facts(person)


def trainee(person: Actor) -> None:
    """What to do next, most urgent first; who has never practised begins with Mr Li."""
    next_up.steps(person)
    with state.reading() as session:
        own = queue.count(session, person, CallFilter())
    with st.container(horizontal=True):
        st.metric(t("home.count.own"), own, border=True, width=220)
    if own:
        st.page_link(navigation.page_file("calls"), label=t("home.show"), icon=ARROW)


def manager(person: Actor) -> None:
    """The overview, and what waits."""
    if card(t("home.manager.title"), t("home.manager.body"), t("home.manager.open")):
        navigation.go("overview")
    counts(person)


def admin(person: Actor) -> None:
    """Accounts, and what of the knowledge base waits."""
    if card(t("home.admin.title"), t("home.admin.body"), t("home.admin.open")):
        navigation.go("users")
    facts(person)


def counts(person: Actor) -> None:
    """How much waits, each number with the way to it."""
    asking(person)
    st.header(t("home.waits"), anchor=False)
    with state.reading() as session:
        found = {name: queue.count(session, person, wanted) for name, wanted in WAITS.items()}
        found["working"] += queue.count(session, person, CallFilter(status="queued"))
    with st.grid(4, min_column_width=150):
        for name, number in found.items():
            with st.container(border=True, gap="xsmall"):
                st.metric(t(f"home.count.{name}"), number)
                if st.button(
                    t("home.show"),
                    key=f"home_show_{name}",
                    type="tertiary",
                    icon=ARROW,
                    disabled=not number,
                ):
                    navigation.go("calls", **names.filter_query(WAITS[name]))


def asking(person: Actor) -> None:
    """That something asks for a look, and the way to it."""
    with state.reading() as session:
        number = len(alerts.list_open(session, person))
    if number:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":orange[:material/notifications_active:] {t('home.alerts', n=number)}")
            st.space("stretch")
            st.page_link(navigation.page_file("trust"), label=t("home.show"), icon=ARROW)


def facts(person: Actor) -> None:
    """How many facts of the knowledge base want a look, and how many changes a second pair of eyes."""
    with state.reading() as session:
        found = {"due": knowledge.count_due(session, person), "waiting": knowledge.count_waiting(session, person)}
    with st.grid(4, min_column_width=150):
        for name, number in found.items():
            with st.container(border=True, gap="xsmall"):
                st.metric(t(f"home.count.facts_{name}"), number)
                if st.button(
                    t("home.show"), key=f"home_show_facts_{name}", type="tertiary", icon=ARROW, disabled=not number
                ):
                    navigation.go("knowledge", view=name)


person = state.actor()
st.title(t("home.greeting", name=plain(person.display_name)), anchor=False)
{"supervisor": supervisor, "trainee": trainee, "manager": manager, "admin": admin}[person.role](person)
