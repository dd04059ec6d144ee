"""How many voices there are among prints, and what each sounds like."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recordings.voices import Prints

Floats = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]

# Cosine of the encoder's centres above which two groups are one voice. Own measurements on twenty voices, real
# and synthetic, on the telephone and off: the halves of one voice reach 0.94 or more, two voices 0.91 at most.
ONE_VOICE = 0.925
# The same from the third voice on, more strictly: of a call of 50 s one person's halves, blurred by the other, lay at
# 0.92, while true third voices in mixes of ours came no nearer than 0.79.
ONE_MORE = 0.85
LEAST = 10  # windows (about 4 s of speech) below which a group is no voice of its own
MOST_VOICES = 6
_MOST = 1200  # windows that are clustered; the others go to the nearest group
_SHARPNESS = 8  # power of the similarity: alike counts, somewhat alike hardly
_ROUNDS = 5  # rounds of settling the groups' centres


def find_centres(prints: Prints, *, counted: bool) -> Floats:
    """The centre of each voice's prints.

    Args:
        prints: Of windows of speech, shape (n, k), n above 2.
        counted: Whether the prints are good enough to count voices by; else two are taken for granted.

    Returns:
        Shape (voices, k), rows of length 1: one voice to `MOST_VOICES`, two where not counted.
    """
    chosen = prints[np.unique(np.linspace(0, len(prints) - 1, min(_MOST, len(prints))).astype(int))]
    groups = _merged(_split(chosen)) if counted else _halves(chosen)
    return _settled(prints, np.stack([_centre(group) for group in groups]))


def _split(prints: Prints) -> list[Prints]:
    """Cut in two again and again, until the halves sound alike."""
    groups: list[Prints] = [prints]
    whole: list[Prints] = []
    while groups:
        group = groups.pop()
        halves = _halves(group) if len(group) >= 2 * LEAST else [group]
        room = len(groups) + len(whole) + len(halves) <= MOST_VOICES
        if room and min(map(len, halves)) >= LEAST and _apart(halves):
            groups += halves
        else:
            whole.append(group)
    return whole


def _apart(groups: list[Prints]) -> bool:
    return len(groups) == 2 and float(_centre(groups[0]) @ _centre(groups[1])) <= ONE_VOICE


def _halves(prints: Prints) -> list[Prints]:
    """Cut in two at the best place, and settled; one where they can't be cut."""
    second = _cut(prints)
    if second.all() or not second.any():
        return [prints]
    centres = _settled(prints, np.stack([_centre(prints[~second]), _centre(prints[second])]))
    nearer = (prints @ centres.T).argmax(axis=1)
    return [prints[nearer == half] for half in (0, 1) if (nearer == half).any()]


def _merged(groups: list[Prints]) -> list[Prints]:
    """Groups of one voice that a cut had driven apart, put together again."""
    while len(groups) > 1:
        centres = np.stack([_centre(group) for group in groups])
        alike = centres @ centres.T - np.eye(len(groups)) * 2
        one, other = (int(place) for place in np.unravel_index(int(alike.argmax()), alike.shape))
        if alike[one, other] <= (ONE_VOICE if len(groups) == 2 else ONE_MORE):
            break
        rest = [group for place, group in enumerate(groups) if place not in (one, other)]
        groups = [*rest, np.concatenate([groups[one], groups[other]])]
    return groups


def _settled(prints: Prints, centres: Floats) -> Floats:
    """Centres moved to the middle of the prints nearest to each."""
    for _ in range(_ROUNDS):
        nearest = (prints @ centres.T).argmax(axis=1)
        if len(np.unique(nearest)) == len(centres):
            centres = np.stack([_centre(prints[nearest == group]) for group in range(len(centres))])
    return centres


def _centre(prints: Prints) -> Floats:
    middle = prints.astype(np.float64).mean(axis=0)
    return np.asarray(middle / (np.linalg.norm(middle) + 1e-9), np.float64)


def _cut(prints: Prints) -> Chosen:
    """The normalised cut: the sign of the second eigenvector. Source: Shi & Malik 2000."""
    alike = np.clip(prints.astype(np.float64) @ prints.T, 0, None) ** _SHARPNESS
    root = 1 / np.sqrt(np.maximum(alike.sum(axis=1), 1e-12))
    _, vectors = np.linalg.eigh(alike * root[:, None] * root[None, :])
    return np.asarray(vectors[:, -2] * root > 0, np.bool_)
