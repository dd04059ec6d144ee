"""`tingxin judge`: what the language model says of a transcript, beside the automatic score."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.command()
@click.argument("transcript", type=click.Path(path_type=Path))
@click.option("--rubric", "rubric_id", default="12363", show_default=True, help="Id or file of the rubric.")
@click.option("--topic", help="Id of the call's topic, where known.")
@click.option("--json", "as_json", is_flag=True, help="Print the judge's scorecard as one JSON document.")
def judge(transcript: Path, rubric_id: str, topic: str | None, as_json: bool) -> None:
    """Ask the language model that TINGXIN_JUDGE_URL names about a transcript, without its personal data."""
    from desk.settings import Settings
    from jobs.judge import judge as ask
    from recordings.formats import read_transcript
    from recordings.redact import redact_transcript
    from scoring.knowledge import load_knowledge
    from scoring.rubric import load_rubric
    from scoring.score import score

    settings = Settings.load()
    if not settings.judge_url:
        raise click.UsageError("no judge is set up. Allowed: TINGXIN_JUDGE_URL=http://localhost:11434/v1 or the like")
    said = read_transcript(transcript)
    said = said if settings.judge_original else redact_transcript(said)
    rubric = load_rubric(rubric_id)
    auto = score(said, rubric, load_knowledge(rubric.knowledge) if rubric.knowledge else None, topic)
    judged = ask(settings, said, rubric, auto)
    if as_json:
        click.echo(judged.card.to_json())
        return
    names = {criterion.id: criterion.name.text(said.language) for criterion in rubric.criteria}
    for machine, model in zip(auto.criteria, judged.card.criteria, strict=True):
        words = model.explanation.text.text(said.language)
        click.echo(f"{names[model.id]}: automatic {machine.value}, judge {model.value} of {model.max}  {words}")
    use = {name: value for name, value in asdict(judged).items() if name != "card"}
    click.echo(json.dumps(use), err=True)
