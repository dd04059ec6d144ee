"""`tingxin scenario …` and `tingxin play`: the scripted customers from a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from jobs.commands.from_call import from_call
from recordings.errors import Language
from recordings.transcript import Transcript
from scenarios.errors import BadReplies, BadScript
from scenarios.findings import Finding
from scenarios.graph import mermaid
from scenarios.lint import lint_script
from scenarios.listing import RouteMeaning, list_nodes
from scenarios.load import list_scripts, load_script
from scenarios.player import Reply, Silence, State, leave, start, step
from scenarios.script import Script
from scenarios.state import joined

LANGUAGES = click.Choice(["zh", "en"])
MAX_REPLIES_BYTES = 1_000_000


@click.group()
def scenario() -> None:
    """The library of scripted customers."""


scenario.add_command(from_call)


@scenario.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def list_(as_json: bool) -> None:
    """List the scenarios, easiest first."""
    scripts = list_scripts()
    if as_json:
        _print_json(
            [
                {
                    "id": script.id, "title": script.title.model_dump(), "languages": list(script.languages),
                    "difficulty": script.difficulty, "summary": script.summary.model_dump(), "topic": script.topic,
                }
                for script in scripts
            ]
        )  # fmt: skip
        return
    for script in scripts:
        click.echo(f"{script.id}  {'★' * script.difficulty}  {script.title.zh} / {script.title.en}")


@scenario.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def lint(file: str, as_json: bool) -> None:
    """Check a script: FILE is a path, or the id of a scenario in the library. Exits 2 where it has errors."""
    findings = lint_script(file)
    wrong = any(finding.level == "error" for finding in findings)
    if as_json:
        _print_json({"ok": not wrong, "findings": [_finding(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{Path(file).name}:{finding.line}: {finding.level}: {_in_words(finding)}")
        click.echo(_sum(findings), err=True)
    if wrong:
        first = next(finding for finding in findings if finding.level == "error")
        words = {"reason": _in_words(first), "reason_zh": first.words("zh")}
        raise BadScript(file=Path(file).name, line=first.line, **words)


@scenario.command()
@click.argument("scenario_id")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
def graph(scenario_id: str, language: Language) -> None:
    """Print a scenario as a Mermaid flowchart."""
    click.echo(mermaid(load_script(scenario_id), language), nl=False)


@scenario.command()
@click.argument("scenario_id")
@click.option("--language", type=LANGUAGES, default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def nodes(scenario_id: str, language: Language, as_json: bool) -> None:
    """List every moment of a scenario: the customer's line and what each route means, without its phrases."""
    found = list_nodes(load_script(scenario_id), language)
    if as_json:
        _print_json(found.model_dump())
        return
    click.echo(f"{found.id}: {found.title}\n{found.about}")
    for node in found.nodes:
        click.echo(f"\n{node.node}{' (aside)' if node.aside else ''}: {node.customer}")
        _print_routes(node.routes)
    for name, routes in (("always", found.always), ("fallback", found.fallback)):
        click.echo(f"\n{name}")
        _print_routes(routes)


def _print_routes(routes: tuple[RouteMeaning, ...]) -> None:
    for route in routes:
        click.echo(f"  {'+' if route.good else ' '} {route.name} → {route.to}: {route.when}")


@scenario.command()
def schema() -> None:
    """Print the JSON Schema of a script, for editors that check YAML while one types."""
    _print_json(Script.model_json_schema(by_alias=True))


@click.command()
@click.argument("scenario_id", metavar="SCENARIO")
@click.option("--language", type=LANGUAGES, default="zh", show_default=True)
@click.option("--replies", "replies", required=True, help="Text file: a reply a line, an empty line is silence.")
@click.option("--seed", type=int, default=0, show_default=True, help="Chooses among the customer's wordings.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of the conversation.")
def play(scenario_id: str, language: Language, replies: str, seed: int, as_json: bool) -> None:
    """Play a whole call with replies from a file, and score it."""
    from desk.knowledge_base import name_for
    from desk.settings import Settings

    script = load_script(scenario_id)
    script = script.model_copy(update={"knowledge": name_for(Settings.load(), script.knowledge)})
    lines = read_replies(Path(replies))
    state = play_replies(script, language, lines, seed)
    scorecard = _scored(script, state.transcript(script))
    steps = _steps(state)
    document = {
        "scenario": script.reference,
        "language": language,
        "seed": seed,
        "ended": state.ended or "out_of_replies",
        "steps": steps,
        "last_words": joined(state.last, language),
        "facts_found": list(state.found),
        "unused_replies": len(lines) - state.turns,
        "scorecard": scorecard,
    }
    if as_json:
        _print_json(document)
        return
    for item in steps:
        click.echo(f"{script.persona.name.text(language)}: {item['customer']}")
        click.echo(f"  → {item['reply'] or '…'}   [{item['route']}, mood {item['mood']}]")
    if state.last:
        click.echo(f"{script.persona.name.text(language)}: {document['last_words']}")
    click.echo(f"{document['ended']}, {scorecard['total']}")


def play_replies(
    script: Script, language: Language, lines: list[str], seed: int = 0, variant: str | None = None
) -> State:
    """Play replies until they or the call are at an end; a customer who has what they need then says goodbye."""
    state = start(script, language, seed, variant).state
    for line in lines:
        if state.ended:
            break
        event = Reply(text=line) if line else Silence(seconds=script.persona.silence_s)
        state = step(script, state, event).state
    left = leave(script, state)
    return left.state if left else state


def read_replies(path: Path) -> list[str]:
    """The replies of a file, a line each; a blank one is "". A newline at the very end adds none.

    Raises:
        BadReplies: Not a readable UTF-8 text file.
    """
    try:
        if path.stat().st_size > MAX_REPLIES_BYTES:
            raise BadReplies(file=path.name, reason="larger than 1 MB")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadReplies(file=path.name, reason="not UTF-8 text") from error
    except OSError as error:
        raise BadReplies(file=path.name, reason=error.strerror or "can't be opened") from error
    return [line.strip() for line in text.splitlines()]


def _steps(state: State) -> list[dict[str, Any]]:
    return [
        {
            "node": moment.node,
            "customer": joined(moment.customer, state.language),
            "reply": moment.event.text if isinstance(moment.event, Reply) else "",
            "acts": list(moment.acts),
            "route": moment.route,
            "mood": moment.mood,
            "heard": list(moment.heard),
            "facts": list(moment.found),
        }
        for moment in state.history
        if moment.event is not None
    ]


def _scored(script: Script, transcript: Transcript) -> dict[str, Any]:
    from scoring.knowledge import load_knowledge
    from scoring.rubric import load_rubric
    from scoring.score import score

    card = score(transcript, load_rubric(script.rubric), load_knowledge(script.knowledge), script.topic)
    document: dict[str, Any] = json.loads(card.to_json())
    return document


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "level": finding.level,
        "line": finding.line,
        "where": finding.where,
        "message": finding.words("en"),
        "message_zh": finding.words("zh"),
        "code": finding.code,
    }


def _in_words(finding: Finding) -> str:
    words = finding.words("en")
    return words if finding.code == "form" else f"{finding.where}: {words}"


def _sum(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.level == "error" for finding in findings)
    return f"{errors} errors, {len(findings) - errors} warnings"


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
