"""`tingxin scenario from-call`: a call becomes the draft of a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.settings import Settings
from scenarios.from_call import CallDraft, draft_from_call


@click.command("from-call")
@click.argument("call", metavar="FILE|CALL_ID")
@click.option("--topic", help="Id of the call's topic, where known.")
@click.option("--rubric", "rubric_id", default="12363", show_default=True, help="What the call is scored on.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the YAML there.")
@click.option("--draft", "keep", is_flag=True, help="Keep it as a draft in the app; a supervisor publishes it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of the YAML.")
def from_call(call: str, topic: str | None, rubric_id: str, out: Path | None, keep: bool, as_json: bool) -> None:
    """Make a scenario of a call: a transcript in any format, or the id of a call in the store.

    The customer's words without personal data, the facts they told, the rules of the topic as model answers, the
    agent's weak points as goals. The draft plays; it is there to be bettered.
    """
    made, draft = _kept(call, topic) if keep or not Path(call).exists() else (_made(Path(call), topic, rubric_id), None)
    if out is not None:
        out.write_text(made.text, encoding="utf-8")
    if as_json:
        document = {
            "id": made.script.id, "topic": made.script.topic, "draft": draft, "yaml": made.text,
            "findings": [
                {"level": one.level, "where": one.where, "message": one.words("en"), "message_zh": one.words("zh")}
                for one in made.findings
            ],
        }  # fmt: skip
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif out is None:
        click.echo(made.text, nl=False)
    kept = f", kept as draft {draft}" if draft is not None else ""
    click.echo(f"{made.script.id}: {len(made.script.nodes)} nodes, {len(made.findings)} to look at{kept}", err=True)


def _made(path: Path, topic: str | None, rubric_id: str) -> CallDraft:
    """The draft of a file, without a store."""
    from desk.knowledge_base import name_for
    from recordings.formats import read_transcript
    from scoring.knowledge import load_knowledge
    from scoring.rubric import load_rubric
    from scoring.score import score

    rubric = load_rubric(rubric_id)
    knowledge = load_knowledge(name_for(Settings.load(), rubric.knowledge or "12363"))
    transcript = read_transcript(path)
    return draft_from_call(transcript, score(transcript, rubric, knowledge, topic), rubric, knowledge, topic=topic)


def _kept(call: str, topic: str | None) -> tuple[CallDraft, int]:
    """The draft of a file or of a stored call, kept in the store."""
    from desk import call_scenarios
    from desk.db import Store
    from desk.permissions import TERMINAL
    from recordings.formats import read_transcript
    from scenarios.lint import lint
    from scenarios.load import parse_script

    store = Store(Settings.load())
    store.migrate()
    with store.session() as session:
        if Path(call).exists():
            transcript = read_transcript(Path(call))
            kept = call_scenarios.draft_of_transcript(
                session, TERMINAL, transcript, source=f"call:{Path(call).name}"[:80], topic=topic
            )
        else:
            kept = call_scenarios.draft_of_call(session, TERMINAL, call)
    script = parse_script(kept.body, kept.title)
    return CallDraft(text=kept.body, script=script, findings=lint(script)), kept.id
