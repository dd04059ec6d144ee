"""A language model as a second opinion: asked by section, believed only where its quotes stand in the call. Pure."""

from scoring.judge.answers import Answer, BadAnswer, read_answer
from scoring.judge.card import judge_card
from scoring.judge.prompt import answer_schema, asked, messages

__all__ = ["Answer", "BadAnswer", "answer_schema", "asked", "judge_card", "messages", "read_answer"]
