"""From a YAML file to a script, with every mistake named by its line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from scenarios.errors import BadScript, NoScript
from scenarios.script import Script
from scoring.errors import BadYaml
from scoring.form import FormMistake, form_mistakes
from scoring.marked_yaml import Marked, parse, read_marked

LIBRARY = Path(__file__).parent / "library"


def load_script(id_or_path: str | Path) -> Script:
    """Load a script by its id in the library, or by a path that ends in .yaml or .yml.

    Raises:
        NoScript: The library has no such id.
        BadScript: The file can't be read or breaks a rule; names the first line that does.
    """
    path = find_file(id_or_path)
    try:
        stamp = path.stat()
    except OSError:
        stamp = None
    return _load(path, stamp.st_mtime_ns if stamp else 0, stamp.st_size if stamp else 0)


@lru_cache(maxsize=64)
def _load(path: Path, changed_ns: int, size: int) -> Script:
    """Read a script once, and again when its file has changed: pages ask for the library on every click."""
    del changed_ns, size  # only part of the key
    document, file = read_document(path)
    problems, script = validate(document, file)
    if script is None:
        raise problems[0]
    return script


def parse_script(text: str, file: str) -> Script:
    """The script in a text. Raises BadScript with the first line that breaks a rule."""
    problems, script = validate(marked_script(text, file), file)
    if script is None:
        raise problems[0]
    return script


def marked_script(text: str, file: str) -> Marked:
    """A text as data with the lines. Raises BadScript where it is no YAML."""
    try:
        return parse(text, file, aliases=False)
    except BadYaml as error:
        raise BadScript(**error.fields) from error


def list_scripts() -> tuple[Script, ...]:
    """The library, easiest first. Raises BadScript where one of its files can't be used."""
    scripts = [load_script(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    return tuple(sorted(scripts, key=lambda script: (script.difficulty, script.id)))


def find_file(id_or_path: str | Path) -> Path:
    """The file of a scenario. Raises NoScript."""
    name = str(id_or_path)
    if name.endswith((".yaml", ".yml")):
        return Path(id_or_path)
    path = LIBRARY / f"{name}.yaml"
    known = sorted(file.stem for file in LIBRARY.glob("*.yaml"))
    if name not in known:
        raise NoScript(name=name, known=", ".join(known) or "(none)")
    return path


def read_document(path: Path) -> tuple[Marked, str]:
    """The parsed file and its name. An alias is no way to say a line twice: it stands where it is said.

    Raises:
        BadScript: With the line of what is wrong.
    """
    try:
        return read_marked(path, aliases=False), path.name
    except BadYaml as error:
        raise BadScript(**error.fields) from error


def validate(document: Marked, file: str) -> tuple[tuple[BadScript, ...], Script | None]:
    """Check the form of a parsed script.

    Returns:
        The mistakes in order of their lines, and the script where there is none.
    """
    try:
        return (), Script.model_validate(document.data)
    except ValidationError as error:
        return tuple(_problem(mistake, file) for mistake in form_mistakes(error, document, Script)), None


def _problem(mistake: FormMistake, file: str) -> BadScript:
    where = mistake.where or "the script"
    return BadScript(
        file=file,
        line=mistake.line,
        where=where,
        missing=mistake.kind == "missing",
        reason=f"{where}: {mistake.reason.en}",
        reason_zh=f"{where}:{mistake.reason.zh}",
    )
