"""What may go wrong with a rubric or a knowledge base.

UserError
└── ScoringError
    ├── NotEditable         a text that is written so that a field can't change it
    ├── BadLabels           labels that nothing can be learned from
    ├── BadModel            a model file that can't be used
    └── BadYaml             a file that isn't YAML with keys and values
        ├── BadRubric       a rubric file that can't be used
        └── BadKnowledge    a knowledge file that can't be used
"""

from __future__ import annotations

from recordings.errors import UserError


class ScoringError(UserError):
    """Something about scoring."""


class NotEditable(ScoringError):
    """A file that is written in a way that a field can't change."""

    en = "Line {line} is written in a way that this field can't change. Please change it in the text."
    zh = "第 {line} 行的写法无法用这里的栏目修改，请直接改文本。"


class BadLabels(ScoringError):
    """Labels that nothing can be learned from."""

    en = "Nothing can be learned from {found}. Allowed: {allowed}."
    zh = "无法从这些标注学习：{found}。要求：{allowed}。"


class BadModel(ScoringError):
    """A model file that can't be used."""

    en = "{file}: the model can't be used: {reason}. Allowed: a file that `tingxin learn --model` wrote."
    zh = "{file}：模型无法使用：{reason}。应为 `tingxin learn --model` 写出的文件。"


class BadYaml(ScoringError):
    """A file that can't be read as YAML. `line` counts from 1."""

    en = "{file}, line {line}: {reason}"
    zh = "{file} 第 {line} 行：{reason_zh}"

    def __init__(self, **fields: object) -> None:
        super().__init__(**{"reason_zh": fields.get("reason"), **fields})


class BadRubric(BadYaml):
    """A rubric that can't be used."""

    en = "{file}, line {line}: the rubric can't be used: {reason}"
    zh = "{file} 第 {line} 行：评分表无法使用：{reason_zh}"


class BadKnowledge(BadYaml):
    """A knowledge file that can't be used."""

    en = "{file}, line {line}: the knowledge base can't be used: {reason}"
    zh = "{file} 第 {line} 行：知识库无法使用：{reason_zh}"
