"""`make bench`: every benchmark, one table, ratios taken in the same run."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable

from benchmarks import (
    claims,
    engines,
    fair,
    gate,
    learning,
    lists,
    long_call,
    redaction,
    reply,
    rescore,
    routes,
    scorer,
    trainees,
    voices,
    walks,
)
from benchmarks.acts import rows as act_rows
from benchmarks.curve import rows as curve_rows
from benchmarks.table import Row, render

BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "scorer": scorer.rows,
    "rescore": rescore.rows,
    "routes": routes.rows,
    "walks": walks.rows,
    "trainees": trainees.rows,
    "acts": act_rows,
    "claims": claims.rows,
    "fair": fair.rows,
    "lists": lists.rows,
    "voices": voices.rows,
    "redaction": redaction.rows,
    "engines": engines.rows,
    "gate": gate.rows,
    "long_call": long_call.rows,
    "reply": reply.rows,
    "learning": learning.rows,
    "curve": curve_rows,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; 2 for a name that is none."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    rows = [row for name, run in BENCHMARKS.items() if not names or name in names for row in run()]
    print(render(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
