"""`tingxin`: the same jobs from a terminal. Commands live in `jobs/commands/`, one file per family."""

from __future__ import annotations

import importlib
import sys

import click

from jobs.terminal import terminal_language
from recordings.errors import UserError

COMMANDS = {
    "transcribe": "recordings", "probe": "recordings", "diarize": "recordings", "redact": "recordings",
    "beep": "beep",
    "model": "engines", "doctor": "engines",
    "acts": "acts",
    "claims": "claims", "knowledge": "claims",
    "score": "score", "rubric": "score",
    "agree": "agreement", "learn": "learn", "judge": "judge",
    "scenario": "scenarios", "play": "scenarios",
    "rescore": "rescore",
    "ingest": "calls", "export": "calls",
    "user": "service", "worker": "service", "demo": "service", "serve": "service",
}  # fmt: skip


class _Lazy(click.Group):
    """Imports a command's file only when that command is used, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"jobs.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tingxin")
def cli() -> None:
    """Tingxin 听心: score calls on empathy and accuracy, and practise with scripted customers."""


def main() -> None:
    """Run the command line: exit 0 on success, 2 with one line on stderr for unusable input."""
    try:
        cli(standalone_mode=False)
    except UserError as error:
        click.echo(f"tingxin: {error.text(terminal_language())}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"tingxin: {error.format_message()}", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("tingxin: stopped", err=True)
        sys.exit(130)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)


if __name__ == "__main__":
    main()
