"""The edge where errors become words: nobody who uses the app ever sees a traceback."""

from __future__ import annotations

import functools
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import streamlit as st

from recordings.errors import UserError
from ui.i18n import explain, t

log = logging.getLogger(__name__)
P = ParamSpec("P")
_NOTICES = "notices"


@contextmanager
def boundary() -> Iterator[None]:
    """Show what goes wrong inside as one sentence, and log what is a fault of ours.

    Streamlit's own stop and rerun pass through: they aren't `Exception`s.
    """
    try:
        yield
    except UserError as error:
        st.warning(explain(error), icon=":material/info:")
    except Exception:
        number = secrets.token_hex(4)
        log.exception("page failed, reference %s", number)
        st.error(t("common.error.unexpected", reference=number), icon=":material/error:")


def bounded(function: Callable[P, None]) -> Callable[P, None]:
    """`boundary` around a fragment, a dialog or a callback, which run outside the page's own."""

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> None:
        with boundary():
            function(*args, **kwargs)

    return inner


def action(function: Callable[P, None]) -> Callable[P, None]:
    """Around an `on_click` callback: what goes wrong is told at the top of the next run."""

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except UserError as error:
            notify("warning", explain(error))
        except Exception:
            number = secrets.token_hex(4)
            log.exception("action failed, reference %s", number)
            notify("error", t("common.error.unexpected", reference=number))

    return inner


def notify(kind: str, text: str) -> None:
    """Say `text` once on the next run. `kind`: success, info, warning or error."""
    st.session_state.setdefault(_NOTICES, []).append((kind, text))


def show_notices() -> None:
    """Say what was kept by `notify`. A success passes by itself; the rest stays until the next click."""
    for kind, text in st.session_state.pop(_NOTICES, []):
        if kind == "success":
            st.toast(text, icon=":material/check_circle:")
        else:
            {"warning": st.warning, "error": st.error}.get(kind, st.info)(text)
