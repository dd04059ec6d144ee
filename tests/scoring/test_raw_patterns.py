"""Patterns read for what they hold: every match holds it, and begins as was told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.raw_patterns import held

_ATOMS = st.sampled_from(["好", "再见", "[您我]", "\\d", "[^,]", "(?<!没)", "(?!了)", "$"])
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(_PATTERNS, st.lists(st.sampled_from("好再见您我没了,5"), max_size=10).map("".join))
def test_every_match_holds_what_was_told(source: str, text: str) -> None:
    told = held(source)
    for match in re.finditer(source, text):
        assert all(any(word in match[0] for word in words) for words in told.needs)
        assert told.firsts is None or match[0].startswith(tuple(told.firsts))
        assert told.whole is None or match[0] in told.whole


@pytest.mark.parametrize(
    ("source", "firsts"),
    [
        ("(?<!没)[您我]好(?!吗)", {"您好", "我好"}),
        ("再见|拜拜", {"再见", "拜拜"}),
        ("没有?人(?:能)?帮", {"没人帮", "没有人帮", "没人能帮", "没有人能帮"}),
        ("\\d+点", None),
    ],
)
def test_what_a_pattern_begins_with(source: str, firsts: set[str] | None) -> None:
    assert held(source).firsts == firsts
    assert held(source).needs or held(source).whole
