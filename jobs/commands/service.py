"""`tingxin user`, `worker`, `demo` and `serve`."""

from __future__ import annotations

import json
import os
import sys

import click

from desk import accounts, tokens
from desk.db import Store
from desk.errors import BadUser
from desk.permissions import Role
from desk.settings import Settings


@click.group()
def user() -> None:
    """Accounts and API tokens."""


@user.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(accounts.ACCOUNT_ROLES))
@click.option("--display-name", help="How pages call the person.")
@click.option("--team")
@click.option("--agent", help="The agent id under which the person takes calls.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of stdin.")
@click.option("--generate", is_flag=True, help="Make a password and print it.")
def add(
    name: str, role: Role, display_name: str | None, team: str | None, agent: str | None, password_stdin: bool,
    generate: bool,
) -> None:  # fmt: skip
    """Make an account. Asks for the password; without a terminal one is made and printed."""
    password, made = _password(password_stdin, generate)
    with _store().session() as session:
        accounts.add_user(
            session, None, name, role, password, display_name=display_name, team=team, agent=agent
        )  # fmt: skip
    click.echo(f"{name} may sign in as {role}." + (f" Password: {password}" if made else ""))


@user.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of stdin.")
@click.option("--generate", is_flag=True, help="Make a password and print it.")
def password(name: str, password_stdin: bool, generate: bool) -> None:
    """Give an account a new password; its sessions end."""
    new, made = _password(password_stdin, generate)
    with _store().session() as session:
        accounts.set_password(session, None, name, new)
    click.echo(f"{name} has a new password." + (f" Password: {new}" if made else ""))


@user.command()
@click.argument("name")
@click.option("--on", is_flag=True, help="Switch it on again.")
def off(name: str, on: bool) -> None:
    """Switch an account off; its sessions end."""
    with _store().session() as session:
        accounts.set_active(session, None, name, on)
    click.echo(f"{name} is {'on' if on else 'off'}.")


@user.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(as_json: bool) -> None:
    """Show all accounts."""
    with _store().reading() as session:
        people = accounts.list_users(session, None)
    if as_json:
        click.echo(json.dumps([person.model_dump() for person in people], ensure_ascii=False))
        return
    for person in people:
        notes = (" (off)" if not person.active else "") + (" (demo)" if person.is_demo else "")
        click.echo(f"{person.name:<20} {person.role:<11} {person.display_name}{notes}")


@user.command()
@click.argument("name")
@click.option("--revoke", is_flag=True, help="End the token of that name.")
def token(name: str, revoke: bool) -> None:
    """Make a token for the HTTP interface, NAME saying what for. It is shown once."""
    with _store().session() as session:
        if revoke:
            tokens.revoke_token(session, None, name)
            click.echo(f"The token {name} is ended.")
        else:
            click.echo(tokens.add_token(session, None, name))


@click.command()
def worker() -> None:
    """Carry queued calls through the pipeline, until stopped."""
    from jobs.worker import main

    main(Settings.load())


@click.command()
@click.option("--history", default=None, type=click.IntRange(0, 2000), help="How many past calls to make.")
@click.option("--remove", is_flag=True, help="Take demo accounts and demo calls out again.")
def demo(history: int | None, remove: bool) -> None:
    """Load demo accounts, the sample calls and a made-up history. A second time changes nothing."""
    from jobs import demo as loader

    if remove:
        click.echo(f"{loader.remove_demo(Settings.load())} demo calls removed")
        return
    click.echo(loader.load_demo(Settings.load(), **({} if history is None else {"history": history})))


@click.command()
def serve() -> None:
    """Start worker and web app, and print the address and who can sign in."""
    from jobs.serve import serve as run

    sys.exit(run(Settings.load()))


def _password(from_stdin: bool, generate: bool) -> tuple[str, bool]:
    """The password, and whether it was made here."""
    if from_stdin:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise BadUser(reason="there is no password on stdin", reason_zh="标准输入中没有密码")
        return line, False
    if generate or not os.isatty(0):
        return accounts.generate_password(), True
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed, False


def _store() -> Store:
    store = Store(Settings.load())
    store.migrate()
    return store
