"""`tingxin claims` and `tingxin knowledge`: what agents assert, and the base it is judged by."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from recordings.errors import Language
from scoring.errors import BadKnowledge
from scoring.facts import Knowledge


@click.command()
@click.option("--language", type=click.Choice(["zh", "en"]), required=True, help="Language of the lines.")
@click.option("--knowledge", "knowledge_id", default="12363", show_default=True, help="Id, file or folder of the base.")
@click.option("--topic", help="Id of the call's topic, where known.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def claims(language: Language, knowledge_id: str, topic: str | None, as_json: bool) -> None:
    """Judge the claims in agent utterances, one per line of standard input.

    An empty line gives an entry without claims, so that entries and lines stay in step.
    """
    from desk.knowledge_base import name_for
    from desk.settings import Settings
    from scoring.knowledge import load_knowledge

    knowledge = load_knowledge(name_for(Settings.load(), knowledge_id))
    _check_topic(knowledge, topic)
    lines = [line.rstrip("\r\n") for line in sys.stdin]
    entries = [{"text": line, "claims": _claims_of(line, language, knowledge, topic)} for line in lines]
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for entry in entries:
        click.echo(entry["text"])
        for claim in entry["claims"]:
            click.echo(f"    {claim['verdict']:<18} {claim['fact_id'] or '-':<28} {claim['quote']}")  # type: ignore[index]


def _check_topic(knowledge: Knowledge, topic: str | None) -> None:
    if topic is not None and topic != "other" and not knowledge.has_topic(topic):
        allowed = ", ".join([*(one.id for one in knowledge.topics), "other"])
        raise click.BadParameter(f"no topic is called {topic}; allowed: {allowed}", param_hint="--topic")


def _claims_of(line: str, language: Language, knowledge: Knowledge, topic: str | None) -> list[dict[str, object]]:
    from scoring.claims import find_claims
    from scoring.explain import explain

    found = []
    for claim in find_claims(line, language, knowledge, topic, today=date.today()):
        entry = claim.model_dump(
            include={"quote", "start", "end", "fact_id", "verdict", "code", "confidence", "verified", "severity"}
        )
        entry["why"] = explain(claim.code, **claim.fields).text.model_dump()
        if claim.fact_id is not None:
            fact = knowledge.fact(claim.fact_id)
            entry |= {"statement": fact.statement.text(language), "source": fact.source.text(language)}
        found.append(entry)
    return found


@click.group()
def knowledge() -> None:
    """Knowledge bases: look them over."""


@knowledge.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def lint(file: str, as_json: bool) -> None:
    """Check a knowledge base: a file, a folder, or the id of a base that ships with us.

    Exits 2 where the base can't be used.
    """
    from scoring.knowledge_lint import lint_knowledge

    findings = lint_knowledge(file, date.today())
    errors = [one for one in findings if one.level == "error"]
    if as_json:
        document = {"ok": not errors, "findings": [one.model_dump() for one in findings]}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        for one in findings:
            click.echo(f"{one.level:<8} {one.file}:{one.line}  {one.where}: {one.message}")
        if not findings:
            click.echo("ok")
    if errors:
        first = errors[0]
        if as_json:
            click.echo(f"tingxin: {first.file}, line {first.line}: {first.message}", err=True)
            raise click.exceptions.Exit(2)
        raise BadKnowledge(file=first.file, line=first.line, reason=first.message, reason_zh=first.message_zh)
