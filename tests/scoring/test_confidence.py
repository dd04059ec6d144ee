"""Confidence is the share of like values that were right; and the words that are a customer's own."""

from __future__ import annotations

import pytest

from scoring.advice import find_commitments
from scoring.confidence import calibrated, counts
from scoring.own_words import own_words


def test_a_reason_that_was_often_wrong_is_less_sure() -> None:
    right, whole = counts()["feeling_unanswered"]
    # a prior worth 4 values of which 0.8 are right: (right + 3.2) / (whole + 4)
    assert calibrated("feeling_unanswered", 0.78, 0.78) == pytest.approx((right + 3.2) / (whole + 4))
    assert calibrated("feeling_unanswered", 0.78, 0.78) < calibrated("not_restated", 0.78, 0.78)


def test_a_reason_never_counted_gets_what_its_kind_gets() -> None:
    assert calibrated("no_such_reason", 0.92, 0.92) == pytest.approx(0.95)
    assert calibrated("no_such_reason", 0.46 + 0.2, 0.92) == pytest.approx(0.95 * 0.66 / 0.92)


def test_what_the_scorer_doubts_stays_doubtful() -> None:
    assert calibrated("respectful", 0.5, 0.78) == 0.5


def test_counts_are_counts() -> None:
    assert all(0 <= right <= whole for right, whole in counts().values())


def test_only_words_that_no_agent_says_of_themselves_are_a_customers_own() -> None:
    assert {word for word, _ in own_words("我现在跑代驾，跟银行谈过分期", "zh")} == {"跑代", "代驾"}
    assert "bank" not in {word for word, _ in own_words("The bank says I can pay", "en")}


def test_a_commitment_is_what_the_agent_will_do() -> None:
    assert find_commitments("I'll pass it on to them tomorrow.", "en")
    assert find_commitments("我今天登记下来，转给支付公司", "zh")
    assert not find_commitments("I can't register that.", "en")
    assert not find_commitments("这个我们登记不了", "zh")
