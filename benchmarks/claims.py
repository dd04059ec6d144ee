"""Claims: lines made from the base and natural ones, beside patterns alone and likeness alone; topics; speed."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from benchmarks.claim_baselines import Judged, LikenessOnly, RegexOnly
from benchmarks.claim_mutations import Mutant, mutants
from benchmarks.table import Row
from benchmarks.varied import varied
from recordings.errors import Language
from recordings.transcript import Speaker, Transcript, Turn
from scoring import claim_scope, normalise, numbers
from scoring.acts import find_acts
from scoring.claims import claims_of_turns, find_claims
from scoring.facts import Knowledge
from scoring.knowledge import load_knowledge
from scoring.loaded import keep_loaded
from scoring.topics import topic_of

UNSEEN = Path(__file__).resolve().parents[1] / "tests" / "scoring" / "unseen"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
NAMES = {"zh": "Chinese", "en": "English"}
CALLS = 10  # a language; speed is told for one
_WORST = ("contradicted", "possible_asr_error", "vague", "supported")
_CACHED = (normalise.normalise, numbers.find_quantities, claim_scope.scope)


def rows() -> list[Row]:
    """The rows of the bench, in order of the issue's table."""
    knowledge = load_knowledge()
    return [*mutation_rows(knowledge), *natural_rows(knowledge), *topic_rows(knowledge), *speed_rows(knowledge)]


def homophones(knowledge: Knowledge) -> dict[str, str]:
    """For each Chinese character of the base another one of it with the same sound, tone left aside."""
    from pypinyin import Style, pinyin

    words = "".join(fact.statement.zh + "".join(fact.aliases.zh) for fact in knowledge.facts)
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in sorted({char for char in words if "\u4e00" <= char <= "\u9fff"}):
        by_sound[pinyin(char, style=Style.NORMAL)[0][0]].append(char)
    rng = random.Random(12363)
    return {
        char: rng.choice([other for other in alike if other != char])
        for alike in by_sound.values()
        if len(alike) > 1
        for char in alike
    }


def judge(text: str, language: Language, knowledge: Knowledge) -> Judged:
    """The worst verdict of a line and its fact, as the finder has it; vague and misheard count as "none"."""
    claims = [claim for claim in find_claims(text, language, knowledge) if claim.verdict in _WORST]
    if not claims:
        return "none", None
    worst = min(claims, key=lambda claim: _WORST.index(claim.verdict))
    return (worst.verdict if worst.verdict in ("supported", "contradicted") else "none"), worst.fact_id  # type: ignore[return-value]


def figures(wanted: Sequence[tuple[str, str]], got: Sequence[Judged]) -> tuple[float, float, float]:
    """Precision and recall of contradictions, and recall of what is supported (the right fact included)."""
    called = [
        want == "contradicted" for (want, _), (verdict, _) in zip(wanted, got, strict=True) if verdict == "contradicted"
    ]
    hits = Counter(
        want
        for (want, fact), (verdict, about) in zip(wanted, got, strict=True)
        if verdict == want and (want != "supported" or about == fact)
    )
    total = Counter(want for want, _ in wanted)
    precision = sum(called) / len(called) if called else 0.0
    return precision, hits["contradicted"] / total["contradicted"], hits["supported"] / total["supported"]


def by_likeness(lines: Sequence[tuple[str, Language]], knowledge: Knowledge) -> list[Judged]:
    """Judgements by likeness alone, in the order of the lines."""
    out: list[Judged] = [("none", None)] * len(lines)
    for language in LANGUAGES:
        places = [place for place, (_, spoken) in enumerate(lines) if spoken == language]
        if not places:
            continue
        judged = LikenessOnly(knowledge, language).judge_all([lines[place][0] for place in places])
        for place, one in zip(places, judged, strict=True):
            out[place] = one
    return out


def mutation_rows(knowledge: Knowledge) -> list[Row]:
    """Lines made from the statements of the base, each changed in one known way."""
    lines = mutants(knowledge, homophones(knowledge))
    wanted = [(line.wanted, line.fact_id) for line in lines]
    ours = figures(wanted, [_ours(line, knowledge) for line in lines])
    regex = RegexOnly(knowledge)
    plain = figures(wanted, [regex.judge(line.text, line.language) for line in lines])
    alike = figures(wanted, by_likeness([(line.text, line.language) for line in lines], knowledge))
    names = ("contradiction precision", "contradiction recall", "supported recall")
    return [
        Row(
            what=f"claims, {len(lines)} lines made from the base, {name}",
            figure=f"{ours[place]:.1%}",
            compared_with=f"patterns alone {plain[place]:.1%}, likeness alone {alike[place]:.1%}",
            ratio=f"{ours[place] / max(plain[place], alike[place]):.2f} × the better",
            bar=f"≥ {bar:.0%}",
            met=ours[place] >= bar,
        )
        for place, (name, bar) in enumerate(zip(names, (0.97, 0.92, 0.92), strict=True))
    ]


def _ours(line: Mutant, knowledge: Knowledge) -> Judged:
    verdict, about = judge(line.text, line.language, knowledge)
    claims = find_claims(line.text, line.language, knowledge)
    if verdict == "supported" and any(c.fact_id == line.fact_id and c.verdict == "supported" for c in claims):
        about = line.fact_id  # a statement may support several facts
    return verdict, about


def natural_rows(knowledge: Knowledge) -> list[Row]:
    """Lines as agents say them, written without the finder's patterns in view; nobody tunes on these."""
    out: list[Row] = []
    for language in LANGUAGES:
        paths = [UNSEEN / f"claims{number}.{language}.tsv" for number in ("", ".2")]
        if not all(path.is_file() for path in paths):
            out.append(Row(what=f"claims, unseen {NAMES[language]} lines", figure="no such file here; left out"))
            continue
        for path in paths:
            out += _file_rows(path, language, knowledge)
    return out


def _file_rows(path: Path, language: Language, knowledge: Knowledge) -> list[Row]:
    lines = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines() if row and row[0] != "#"]
    lines = [line for line in lines if len(line) == 3 and line[0] in ("supported", "contradicted", "none")]
    texts = [(text, language) for _, _, text in lines]
    regex = RegexOnly(knowledge)
    ours = [judge(text, language, knowledge) for text, _ in texts]
    others = [("patterns", [regex.judge(*text) for text in texts]), ("likeness", by_likeness(texts, knowledge))]
    return _natural(lines, ours, others, NAMES[language])


def _natural(
    lines: list[list[str]], ours: list[Judged], others: list[tuple[str, list[Judged]]], name: str
) -> list[Row]:
    def right(got: list[Judged]) -> float:
        return sum(verdict == line[0] for (verdict, _), line in zip(got, lines, strict=True)) / len(lines)

    def false(got: list[Judged]) -> float:
        called = [v == "contradicted" != line[0] for (v, _), line in zip(got, lines, strict=True)]
        return sum(called) / len(lines)

    best = max(right(got) for _, got in others)
    return [
        Row(
            what=f"claims, {len(lines)} unseen {name} lines, verdict right",
            figure=f"{right(ours):.1%}",
            compared_with=", ".join(f"{told} alone {right(got):.1%}" for told, got in others),
            ratio=f"{right(ours) / best:.2f} × the better",
            bar="≥ 90%",
            met=right(ours) >= 0.90,
        ),
        Row(
            what=f"claims, {len(lines)} unseen {name} lines, called wrong though they are not",
            figure=f"{false(ours):.1%} of lines",
            compared_with=", ".join(f"{told} alone {false(got):.1%}" for told, got in others),
            bar="≤ 1%",
            met=false(ours) <= 0.01,
        ),
    ]


def topic_rows(knowledge: Knowledge) -> list[Row]:
    """Topic and institution of unseen calls, beside always guessing the commonest."""
    out = []
    for language in LANGUAGES:
        path = UNSEEN / f"calls.{language}.yaml"
        if not path.is_file():
            out.append(Row(what=f"topic, unseen {NAMES[language]} calls", figure="no such file here; left out"))
            continue
        calls = yaml.safe_load(path.read_text(encoding="utf-8"))
        guesses = [topic_of(transcript_of(call["lines"], language), knowledge) for call in calls]
        kinds = [guess.institution_kind if guess.institution_kind != "other" else None for guess in guesses]
        for name, said, true in (
            ("topic", [guess.topic for guess in guesses], [call["topic"] for call in calls]),
            ("institution", [kind or "none" for kind in kinds], [call.get("institution") or "none" for call in calls]),
        ):
            share = sum(a == b for a, b in zip(said, true, strict=True)) / len(true)
            common = Counter(true).most_common(1)[0][1] / len(true)
            out.append(
                Row(
                    what=f"{name} of {len(true)} unseen {NAMES[language]} calls",
                    figure=f"{share:.1%}",
                    compared_with=f"always the commonest: {common:.1%}",
                    ratio=f"{share / common:.1f} ×",
                    bar="≥ 92%",
                    met=share >= 0.92,
                )
            )
    return out


def transcript_of(lines: Sequence[str], language: Language) -> Transcript:
    """A call from lines such as "c: hello" (a agent, c customer)."""
    who: dict[str, Speaker] = {"a": "agent", "c": "customer"}
    turns = [Turn(index=n, speaker=who.get(line[0], "unknown"), text=line[2:].strip()) for n, line in enumerate(lines)]
    return Transcript(language=language, turns=tuple(turns))


def speed_rows(knowledge: Knowledge) -> list[Row]:
    """Claims of calls of 60 turns that never repeat, in seconds of the processor; nothing remembered between calls."""
    out = []
    for language in LANGUAGES:
        calls = list(varied(language, CALLS, 1))

        def claims(calls: Sequence[Transcript] = calls, language: Language = language) -> None:
            for call in calls:
                _forget()
                claims_of_turns(call.turns, language, knowledge)

        def acts(calls: Sequence[Transcript] = calls, language: Language = language) -> None:
            for call in calls:
                _forget()
                for turn in call.turns:
                    if turn.speaker == "agent":
                        find_acts(turn.text, language)

        taken_s, acts_s = _processor_s(claims) / CALLS, _processor_s(acts) / CALLS
        spoken = sum(len(turn.text) for call in calls for turn in call.turns if turn.speaker == "agent") // CALLS
        out.append(
            Row(
                what=f"claims, {NAMES[language]} call of {len(calls[0].turns)} turns, {spoken} characters by the agent",
                figure=f"{taken_s * 1000:.1f} ms",
                compared_with=f"acts of the same turns: {acts_s * 1000:.1f} ms",
                ratio=f"{taken_s / acts_s:.2f} ×",
                bar="≤ 10 ms",
                met=taken_s <= 0.010,
            )
        )
    return out


def _processor_s(work: Callable[[], object], runs: int = 5) -> float:
    """Median seconds of the processor, which other programs on the machine hardly change."""
    work()
    keep_loaded()  # as whatever scores many calls does
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _forget() -> None:
    for remembered in _CACHED:
        remembered.cache_clear()
