"""What may go wrong with a rubric or a knowledge base.

UserError
└── ScoringError
    ├── BadRubric       a rubric file that can't be used
    └── BadKnowledge    a knowledge file that can't be used
"""

from __future__ import annotations

from recordings.errors import UserError


class ScoringError(UserError):
    """Something about scoring."""


class BadRubric(ScoringError):
    """A rubric that can't be used. `line` counts from 1."""

    en = "{file}, line {line}: the rubric can't be used: {reason}"
    zh = "{file} 第 {line} 行:评分表无法使用:{reason}"


class BadKnowledge(ScoringError):
    """A knowledge file that can't be used. `line` counts from 1."""

    en = "{file}, line {line}: the knowledge base can't be used: {reason}"
    zh = "{file} 第 {line} 行:知识库无法使用:{reason}"
