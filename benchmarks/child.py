"""Work done in a process of its own, so that its time and peak memory are its own."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Done:
    """What a piece of work took.

    Attributes:
        result: What the function gave, a JSON value.
        seconds: Of the clock, as the function counted them.
        cpu_s: Processor seconds over the same time, this process alone.
        peak_mb: Most memory that the process held, its children's added; 0 where the system doesn't say.
    """

    result: Any
    seconds: float
    cpu_s: float
    peak_mb: float


class Watch:
    """Counts the time of the part that is to be measured, loading left out."""

    def __enter__(self) -> Watch:
        self._clock_s, self._cpu_s = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self._clock_s
        self.cpu_s = time.process_time() - self._cpu_s


def in_child(function: str, **arguments: Any) -> Done:
    """Call `module:function` with JSON arguments in a new process; it gives a result and a `Watch`."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", function, json.dumps(arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        check=True,
        capture_output=True,
        text=True,
    )
    return Done(**json.loads(done.stdout.splitlines()[-1]))


def peak_mb() -> float:
    """The most memory that this process has held, and its living children beside it."""
    here = Path("/proc/self")
    if not here.is_dir():
        return 0.0
    children = [pid for task in (here / "task").iterdir() for pid in (task / "children").read_text().split()]
    return sum(_high_water_mb(Path("/proc") / name) for name in ("self", *children))


def _high_water_mb(process: Path) -> float:
    lines = (process / "status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


if __name__ == "__main__":
    module, name = sys.argv[1].split(":")
    result, watch = getattr(importlib.import_module(module), name)(**json.loads(sys.argv[2]))
    print(json.dumps({"result": result, "seconds": watch.seconds, "cpu_s": watch.cpu_s, "peak_mb": peak_mb()}))
