from __future__ import annotations

import numpy as np
import pytest

from recordings.loudness import loudness_db
from tests.recordings.sounds import tones


def test_a_sine_of_half_scale_is_nine_decibels_below_full() -> None:
    # rms = 0.5/√2 = 0.3536; 20·log10 = -9.03
    assert loudness_db(tones(2, 440, level=0.5)[0], [(0, 2)]) == pytest.approx(-9.0, abs=0.05)


def test_pauses_do_not_count_and_half_as_loud_is_six_decibels_less() -> None:
    loud, quiet = tones(1, 440, level=0.4)[0], tones(1, 440, level=0.2)[0]
    sound = np.concatenate([loud, np.zeros(16000, np.float32), quiet, np.zeros(16000, np.float32)])
    one, other = loudness_db(sound, [(0, 2)]), loudness_db(sound, [(2, 4)])
    assert one is not None
    assert other == pytest.approx(one - 6.0, abs=0.15)


def test_silence_is_a_hundred_below_and_nothing_is_unknown() -> None:
    assert loudness_db(np.zeros(16000, np.float32), [(0, 1)]) == -100.0
    assert loudness_db(np.zeros(16000, np.float32), []) is None
    assert loudness_db(np.zeros(16000, np.float32), [(0, 0.05)]) is None
