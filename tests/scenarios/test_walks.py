"""A seeded share of the random walks of `python -m benchmarks.walks`: no call gets stuck, whatever is said."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.walks import Walked, walk
from recordings.errors import Language
from scenarios.load import list_scripts, load_script

WALKS = 4  # of each script and language; each checks the mood's bounds and goes through JSON at every step


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("script_id", [script.id for script in list_scripts()])
def test_no_walk_gets_stuck_and_every_state_survives_json(script_id: str, language: Language) -> None:
    script, rng, walked = load_script(script_id), Random(f"{script_id} {language}"), Walked()
    for _ in range(WALKS):
        state = walk(script, language, rng, walked)
        assert state.ended is not None
        assert state.turns <= script.limits.turns
    assert walked.walks == WALKS


def test_walks_come_to_different_ends() -> None:
    rng, walked = Random(11), Walked()
    for script in list_scripts()[:4]:
        for _ in range(WALKS):
            walk(script, "zh", rng, walked)
    assert len(walked.ends) >= 4
