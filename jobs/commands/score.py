"""`tingxin score` and `tingxin rubric`: transcripts to scorecards, and a look over a rubric."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from recordings.errors import Language
from scoring.facts import Knowledge
from scoring.rubric import Rubric
from scoring.scorecard import CriterionScore, Evidence, Scorecard


@click.command()
@click.argument("transcripts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rubric", "rubric_id", default="12363", show_default=True, help="Id or file of the rubric.")
@click.option("--topic", help="Id of the call's topic, where known.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Language of the reasons; the call's without it.")
@click.option("--json", "as_json", is_flag=True, help="Print the scorecard (a list for several files) as JSON.")
def score(
    transcripts: tuple[Path, ...], rubric_id: str, topic: str | None, language: Language | None, as_json: bool
) -> None:
    """Score transcripts: transcript/1 JSON, WebVTT, SRT, CSV or labelled text."""
    from desk.knowledge_base import name_for
    from desk.settings import Settings
    from recordings.formats import read_transcript
    from scoring.knowledge import load_knowledge
    from scoring.rubric import load_rubric
    from scoring.score import score as score_call

    rubric = load_rubric(rubric_id)
    knowledge = load_knowledge(name_for(Settings.load(), rubric.knowledge)) if rubric.knowledge else None
    _check_topic(knowledge, topic)
    cards = [score_call(read_transcript(path), rubric, knowledge, topic) for path in transcripts]
    if as_json:
        documents = [json.loads(card.to_json()) for card in cards]
        click.echo(json.dumps(documents if len(documents) > 1 else documents[0], ensure_ascii=False))
        return
    for path, card in zip(transcripts, cards, strict=True):
        click.echo("\n".join(_table(path, card, rubric, language or card.language)))


def _table(path: Path, card: Scorecard, rubric: Rubric, language: Language) -> Iterator[str]:
    """A scorecard as lines to read: total, what wants a look, then each section with its criteria and quotes."""
    sections = {section.id: section.name.text(language) for section in rubric.sections}
    names = {criterion.id: criterion.name.text(language) for criterion in rubric.criteria}
    yield f"{path}: {_number(card.total)}" + _critical(card)
    if card.review_reasons:
        yield f"  please look: {', '.join(card.review_reasons)}"
    for section in card.sections:
        yield f"  {sections[section.id]} {_number(section.score)} (weight {section.weight:g})"
        for line in card.criteria:
            if line.section == section.id:
                yield f"    {_value(line)}  {names[line.id]}  {line.explanation.text.text(language)}"
                if line.status == "scored" and line.value != line.max:
                    yield from (f"           {_place(piece)} {piece.quote}" for piece in line.evidence[:2])


def _place(piece: Evidence) -> str:
    """Minute and second where they are known, else the number of the turn."""
    if piece.start_s is None:
        return f"#{piece.turn}"
    return f"{int(piece.start_s) // 60}:{int(piece.start_s) % 60:02d}"


def _check_topic(knowledge: Knowledge | None, topic: str | None) -> None:
    if topic is not None and topic != "other" and (knowledge is None or not knowledge.has_topic(topic)):
        allowed = ", ".join([*(one.id for one in knowledge.topics), "other"] if knowledge else ["other"])
        raise click.BadParameter(f"no topic is called {topic}; allowed: {allowed}", param_hint="--topic")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _critical(card: Scorecard) -> str:
    if not card.critical_failed:
        return ""
    return f" (critical: {', '.join(card.critical_failed)}; {_number(card.total_before_critical)} before that)"


def _value(line: CriterionScore) -> str:
    return f"{line.value}/{line.max}" if line.status == "scored" else {"na": " – ", "unscored": " ? "}[line.status]


@click.group()
def rubric() -> None:
    """Rubrics: look them over."""


@rubric.command()
@click.argument("file")
@click.option("--language", type=click.Choice(["zh", "en"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def lint(file: str, language: Language, as_json: bool) -> None:
    """Say what is wrong or doubtful in a rubric, and what to do about it; exit 2 where it can't be used."""
    from scoring.lint import lint_rubric

    found = lint_rubric(file)
    ok = all(one.level != "error" for one in found)
    if as_json:
        click.echo(json.dumps({"ok": ok, "findings": [one.model_dump() for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            said = f"{one.words(language)} → {one.advice(language)}"
            click.echo(f"{file}:{one.line}: {one.level}: {one.where}: {said}", err=not ok)
        if not found:
            click.echo(f"{file}: nothing to mend")
    if not ok:
        sys.exit(2)
