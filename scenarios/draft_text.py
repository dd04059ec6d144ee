"""A draft as YAML that a person goes on writing: short records on one line, and what to look at above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

WIDTH = 150
HEAD = (
    "由一通真实通话改成的草稿。个人信息已替换，发布前请再看一遍。How to go on: docs/writing-scenarios.md",
    "A draft made from a real call. Personal data was replaced; please look once more before publishing.",
)
ASKED_TOO = "客户还问过 / the customer also asked:"


class _Dumper(yaml.SafeDumper):
    """Records of a few words stand on one line, as authors write them."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never `&id001`: what is said twice stands twice."""
        return True


def _mapping(dumper: _Dumper, data: dict[str, Any]) -> yaml.MappingNode:
    flat = all(_short(value) for value in data.values()) and len(str(data)) < WIDTH
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=flat and len(data) > 0)


def _sequence(dumper: _Dumper, data: list[Any]) -> yaml.SequenceNode:
    return dumper.represent_sequence(
        "tag:yaml.org,2002:seq", data, flow_style=all(isinstance(one, str) for one in data)
    )


def _short(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_short(one) for one in value.values())
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return True


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)


def written(document: dict[str, Any], asked_too: Sequence[str] = ()) -> str:
    """The YAML of a draft.

    Args:
        document: The script as data.
        asked_too: Questions of the customer that found no moment; they stand above as comments.
    """
    notes = [*HEAD, *([ASKED_TOO, *(f"  {one}" for one in asked_too)] if asked_too else [])]
    head = "".join(f"# {' '.join(note.splitlines())}\n" for note in notes)
    text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return head + text


def filled(value: Any, words: Mapping[str, Any]) -> Any:
    """`<key>` replaced in every text, by the words of its language where they differ."""
    if isinstance(value, dict):
        return {key: filled(_spoken(item, key, words), words) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, words) for item in value]
    return _spoken(value, "", words)


def _spoken(value: Any, language: str, words: Mapping[str, Any]) -> Any:
    if not isinstance(value, str) or "<" not in value:
        return value
    for key, said in words.items():
        word = said.get(language) if isinstance(said, dict) else said
        if word is not None:
            value = value.replace(f"<{key}>", str(word))
    return value
