"""Verdicts on many natural lines: rates, since freely said lines can't all be right.

`claims.*` were written by an author who saw neither code nor base. All files here have been tuned on, so a
rate says that nothing got worse; what the finder does on lines that nobody tuned on stands in docs/benchmarks.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from recordings.errors import Language
from scoring.claims import find_claims
from scoring.knowledge import load_knowledge

BASE = load_knowledge("12363")
FILES = sorted((Path(__file__).parent / "dev").glob("*.tsv"))
WORST_FIRST = ("contradicted", "possible_asr_error", "vague", "supported", "not_in_kb")
LEAST_RIGHT = 0.95
LESS_RIGHT = {"told": 0.93, "rare": 0.89}  # other authors' ways and rare ones: partly known by likeness alone
MOST_FALSE = 0.01  # of all lines: called wrong though they are not


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_natural_lines_get_their_verdict_nearly_always(file: Path) -> None:
    language: Language = "zh" if ".zh." in file.name else "en"
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    missed, false = [], []
    for wanted, fact_id, text in lines:
        claims = [claim for claim in find_claims(text, language, BASE) if claim.verdict != "not_in_kb"]
        worst = min((claim.verdict for claim in claims), key=WORST_FIRST.index, default="none")
        about = {claim.fact_id for claim in claims if claim.verdict == worst}
        if worst != wanted or (wanted != "none" and fact_id not in about):
            missed.append(f"{wanted} {fact_id}, but {worst} {about}: {text}")
        if worst == "contradicted" != wanted:
            false.append(text)
    assert len(false) <= MOST_FALSE * len(lines), false
    assert len(missed) <= (1 - LESS_RIGHT.get(file.name.split(".")[0], LEAST_RIGHT)) * len(lines), missed
