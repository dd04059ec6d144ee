"""What is loaded once and never becomes garbage, out of the garbage collector's way."""

from __future__ import annotations

import gc


def keep_loaded() -> None:
    """Take everything that is alive out of further collections; call it when patterns and weights are loaded.

    The collector looks through all objects again and again, most of them patterns, phrases and weights that stay. It
    was five sixths of a typed turn in a page (Streamlit collects after every run).
    Objects that are alive here and die later are still freed by their reference counts; only cycles among them stay.
    """
    gc.collect()
    gc.freeze()
