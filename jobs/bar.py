"""A progress bar on stderr: on a terminal only, nothing when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def bar(length: int, label: str) -> Iterator[Callable[[], None]]:
    """Gives what is called after each of `length` pieces."""
    if not sys.stderr.isatty() or length == 0:
        yield lambda: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as shown:
        yield lambda: shown.update(1)
