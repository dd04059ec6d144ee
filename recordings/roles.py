"""Labels and cues by which agent and customer are told apart. The words stand in `roles.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from recordings.errors import Language
from recordings.transcript import Speaker

Role = Literal["agent", "customer"]
_NOISE = re.compile(r"[\s_\-#.·*]+")
_NUMBER = re.compile(r"([0-9]+|[a-z])$")


@dataclass(frozen=True)
class Cue:
    """A pattern, and how strongly it speaks for its side."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True)
class Roles:
    """The words of `roles.yaml`, compiled."""

    labels: Mapping[str, Speaker]
    names: Mapping[Speaker, Mapping[Language, str]]
    cues: Mapping[Role, Mapping[Language, tuple[Cue, ...]]]


@cache
def load_roles() -> Roles:
    """Read `roles.yaml`, once."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("roles.yaml").read_text(encoding="utf-8"))
    labels: dict[str, Speaker] = {}
    for who, by_language in data["labels"].items():
        labels.update({_plain(word): who for words in by_language.values() for word in words})
    cues = {
        who: {
            language: tuple(Cue(re.compile(pattern, re.IGNORECASE), float(weight)) for pattern, weight in pairs)
            for language, pairs in by_language.items()
        }
        for who, by_language in data["cues"].items()
    }
    return Roles(labels=labels, names=data["names"], cues=cues)


def role_of(label: str) -> Speaker | None:
    """Who a label such as "坐席 01" or "Caller" names; None where it is no label we know."""
    labels = load_roles().labels
    plain = _plain(label)
    return labels.get(plain) or labels.get(_NUMBER.sub("", plain))


def name_of(speaker: Speaker, language: Language) -> str:
    """How we label a speaker in `language`."""
    return load_roles().names[speaker][language]


def lean(text: str, language: Language) -> float:
    """How far words speak for the agent (above 0) or the customer (below 0); 0 where they don't tell.

    A cue counts as often as it occurs, at most three times.
    """
    cues = load_roles().cues
    weights = {
        side: sum(cue.weight * min(3, len(cue.pattern.findall(text))) for cue in cues[side][language]) for side in cues
    }
    return weights["agent"] - weights["customer"]


def _plain(label: str) -> str:
    return _NOISE.sub("", label).lower()
