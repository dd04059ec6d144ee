"""The hotline's own words, for an engine to expect: taken from the knowledge base that calls are scored by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sqlalchemy.orm import Session

from desk import knowledge_base
from desk.judging import SHIPPED_BASE, base_in_use
from desk.settings import Settings
from recordings.errors import Language
from scoring.facts import Cues, Knowledge
from scoring.knowledge import load_knowledge

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_ZH = re.compile(r"[\u4e00-\u9fff]{3,6}")  # shorter words Whisper knows; longer ones are sentences
_ZH_PHRASE = re.compile("[您你我他给不的能是]")  # what holds one of these is a way of saying, no term
_EN = re.compile(r"[a-z'-]{10,}|[a-z'-]{3,}(?: [a-z'-]{4,})+")  # one long word, or several
_APART = re.compile(r"[+|]")


def hotline_vocabulary(knowledge: Knowledge) -> dict[Language, tuple[str, ...]]:
    """Terms by language, those that the base uses most first.

    A term is a word by which facts or topics are found and that a fact's statement or a topic's name holds too: so
    ways of saying, of which the cues are full, stay out.

    Returns:
        As many as there are; `recordings.hearing` takes those that have room in a prompt.
    """
    return {language: tuple(_terms(knowledge, language)) for language in LANGUAGES}


def vocabulary_in_use(session: Session) -> dict[Language, tuple[str, ...]]:
    """The vocabulary of the base that calls are judged with. Raises `UserError` where it can't be read."""
    return hotline_vocabulary(knowledge_base.in_use(session, base_in_use(session)))


def vocabulary_for(settings: Settings) -> dict[Language, tuple[str, ...]]:
    """The vocabulary of the hotline's base as published, for whoever has no session; see `knowledge_base.name_for`."""
    return hotline_vocabulary(load_knowledge(knowledge_base.name_for(settings, SHIPPED_BASE)))


def _terms(knowledge: Knowledge, language: Language) -> list[str]:
    stated = " ".join(
        [getattr(fact.statement, language) for fact in knowledge.facts]
        + [getattr(topic.name, language) for topic in knowledge.topics]
    ).lower()
    uses: Counter[str] = Counter()
    for cues in (*(fact.aliases for fact in knowledge.facts), *(topic.keywords for topic in knowledge.topics)):
        uses.update({word for word in _words(cues, language) if _is_term(word, language) and word in stated})
    return sorted(uses, key=lambda word: (-uses[word] - stated.count(word), word))


def _words(cues: Cues, language: Language) -> Iterator[str]:
    for pattern in getattr(cues, language):
        for word in _APART.split(pattern):
            yield word.strip().lower()


def _is_term(word: str, language: Language) -> bool:
    if language == "zh":
        return bool(_ZH.fullmatch(word)) and not _ZH_PHRASE.search(word)
    return bool(_EN.fullmatch(word))
