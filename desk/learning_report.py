"""One criterion learned, with what has to be known of it before anybody relies on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import judging
from desk.learning_examples import Reviews
from desk.learning_views import Figures, GroupGap, ModelReport, Sample
from desk.models import Call, TranscriptRow
from recordings.errors import Language
from recordings.transcript import Transcript
from scoring.learning.examples import Example
from scoring.learning.fit import fit
from scoring.learning.flip import SWAPS, swapped
from scoring.learning.from_calls import example_of
from scoring.learning.model import Learned, Prediction
from scoring.learning.trial import agreement_of, calibration_of, gaps, predict_unseen
from scoring.rubric import Criterion, Rubric
from scoring.scorecard import Scorecard

NEEDED = 40  # reviewed calls of a criterion from which it is learned; fewer can't be held out and judged
LEAST_OF_LEVEL = 4  # reviews of a level; a rarer one can't be told from chance
FLIPPED = 40  # reviewed calls that the flip test takes, the newest
SAMPLES = 6  # held-out calls whose sentence is shown
Said = Sequence[Prediction | None]  # of each example, by a model that had not seen it


class Made(NamedTuple):
    """A model and its report."""

    model: Learned
    report: ModelReport


class Swap(NamedTuple):
    """A call, and the same with other people in it."""

    call: tuple[Transcript, Scorecard]
    other: tuple[Transcript, Scorecard]


def learn_criterion(reviews: Reviews, others: Callable[[], Sequence[Swap]]) -> Made | None:
    """The model of a criterion and how it fared on calls and reviewers that it had not seen.

    Args:
        reviews: Of the criterion.
        others: Gives the calls of the flip test; asked only where there is something to learn.

    Returns:
        None where fewer than `NEEDED` reviews are there, or all gave the same level.
    """
    begun = time.perf_counter()
    reviews = _told_apart(reviews)
    examples = reviews.examples
    if len(examples) < NEEDED or len({one.label for one in examples}) < 2:
        return None
    by_call = predict_unseen(examples, [one.group for one in examples])
    people = len(set(reviews.reviewers))
    by_reviewer = predict_unseen(examples, reviews.reviewers) if people > 1 else None
    model = fit(examples).model
    report = ModelReport(
        labels=len(examples),
        levels={level: sum(one.label == level for one in examples) for level in model.levels},
        reviewers=people,
        learned=_figures(reviews, by_call),
        rules=_rules(reviews, by_call),
        by_reviewer=None if by_reviewer is None else _figures(reviews, by_reviewer),
        flip_calls=len(others()),
        flip_changed=_changed(model, reviews.criterion, others()),
        groups=tuple(_gaps(reviews, by_call)),
        samples=tuple(_samples(examples, by_call)),
        seconds=round(time.perf_counter() - begun, 1),
    )
    return Made(model, report)


def swaps(session: Session, rubric: Rubric, language: Language) -> Iterator[Swap]:
    """The newest reviewed calls beside themselves with names, genders, forms of address and a region's words swapped.

    Both are scored by the rules as they are today. A call that holds none of those words isn't there.
    """
    query = (
        select(TranscriptRow.redacted, Call.topic, Call.topic_given, Call.day, Call.id)
        .join(Call, Call.id == TranscriptRow.call_id)
        .where(Call.reviewed_at.is_not(None), Call.language == language, TranscriptRow.redacted.is_not(None))
        .order_by(Call.reviewed_at.desc(), Call.id)
        .limit(FLIPPED)
    )
    for text, topic, given, day, call_id in session.execute(query):
        said = Transcript.from_json(text or "", where=call_id)

        def scored(words: Transcript, topic: str | None = topic if given else None, day: object = day) -> Scorecard:
            return judging.by_rules(session, rubric, words, topic=topic, today=day)  # type: ignore[arg-type]

        card = scored(said)
        for kind in SWAPS[language]:
            other = swapped(said, kind)
            if other != said:
                yield Swap((said, card), (other, scored(other)))


def _told_apart(reviews: Reviews) -> Reviews:
    """Without levels that were given too seldom to be told from chance."""
    given = [one.label for one in reviews.examples]
    kept = [at for at, label in enumerate(given) if given.count(label) >= LEAST_OF_LEVEL]
    return Reviews(
        criterion=reviews.criterion,
        examples=[reviews.examples[at] for at in kept],
        rules=[reviews.rules[at] for at in kept],
        reviewers=[reviews.reviewers[at] for at in kept],
        groups={kind: [names[at] for at in kept] for kind, names in reviews.groups.items()},
    )


def _both(reviews: Reviews, said: Said) -> list[tuple[int, Prediction]]:
    """Places that were held out and that the rules give a level too: elsewhere nothing learned is ever said."""
    return [(at, one) for at, one in enumerate(said) if one is not None and reviews.rules[at] is not None]


def _figures(reviews: Reviews, said: Said) -> Figures:
    pairs = _both(reviews, said)
    people = [reviews.examples[at].label or 0 for at, _ in pairs]
    calls = [reviews.examples[at].group for at, _ in pairs]
    found = agreement_of([one.level for _, one in pairs], people, calls, highest=reviews.criterion.max)
    calibration = calibration_of([one for _, one in pairs], people) if pairs else None
    return Figures(**{**vars(found), "calibration": calibration})


def _rules(reviews: Reviews, said: Said) -> Figures:
    """The rules on the same calls."""
    places = [at for at, _ in _both(reviews, said)]
    machine = [reviews.rules[at] or 0 for at in places]
    people = [reviews.examples[at].label or 0 for at in places]
    calls = [reviews.examples[at].group for at in places]
    return Figures(**vars(agreement_of(machine, people, calls, highest=reviews.criterion.max)))


def _gaps(reviews: Reviews, said: Said) -> Iterator[GroupGap]:
    """Groups of every kind that are big enough to be told apart from the others."""
    pairs = _both(reviews, said)
    for kind, names in reviews.groups.items():
        named = [(at, one) for at, one in pairs if names[at]]
        machine = [one.level for _, one in named]
        people = [reviews.examples[at].label or 0 for at, _ in named]
        for name, gap in sorted(gaps(machine, people, [names[at] for at, _ in named]).items()):
            yield GroupGap(kind=kind, name=name, differs=gap.differs, **vars(gap))


def _samples(examples: Sequence[Example], said: Said) -> list[Sample]:
    """Calls of every level in turn, the surest first, each with the sentence that weighed most."""
    found = [
        Sample(call_id=one.group, quote=told.strongest, level=told.level, sure=told.sure, human=one.label or 0)
        for one, told in zip(examples, said, strict=True)
        if told is not None
    ]
    found.sort(key=lambda sample: -sample.sure)
    levels = sorted({sample.level for sample in found}, reverse=True)
    by_level = [[sample for sample in found if sample.level == level] for level in levels]
    rounds = max((len(one) for one in by_level), default=0)
    return [one[at] for at in range(rounds) for one in by_level if at < len(one)][:SAMPLES]


def _changed(model: Learned, criterion: Criterion, others: Sequence[Swap]) -> int:
    """How many values change with who the people are."""
    if not others:
        return 0
    pairs = [[example_of("", said, card, criterion) for said, card in swap] for swap in others]
    before = model.predict([pair[0] for pair in pairs])
    after = model.predict([pair[1] for pair in pairs])
    return sum(one.level != other.level for one, other in zip(before, after, strict=True))
