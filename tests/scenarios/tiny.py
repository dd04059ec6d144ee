"""A whole scenario in a few lines, for tests that change one thing in it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from scenarios.load import load_script
from scenarios.script import Script

TINY = dedent(
    """\
    id: tiny
    version: 1
    title: {zh: 小, en: Tiny}
    summary: {zh: 小, en: Tiny}
    difficulty: 1
    topic: card_debt_sued
    persona:
      name: {zh: 王女士, en: Ms Wang}
      about: {zh: 着急, en: anxious}
      mood: {start: 40}
      patience: 4
    brief: {zh: 接电话, en: Answer}
    goals: [{zh: 听, en: Listen}]
    facts:
      summons:
        name: {zh: 传票, en: summons}
        value: {zh: 上周五, en: last Friday}
        required: true
        asked_by: {zh: [传票], en: [summons]}
        lines: [{id: f_summons, zh: "{summons}收到的。", en: "It came {summons}."}]
      income:
        name: {zh: 收入, en: income}
        value: {zh: 三千, en: three thousand}
        asked_by: {zh: [收入], en: [income]}
        lines: [{id: f_income, zh: "一个月{income}。", en: "{income} a month."}]
        volunteered: true
    points:
      defence:
        name: {zh: 答辩, en: defence}
        facts: [defence_15_days]
        words: {zh: [答辩], en: [defence]}
      others:
        name: {zh: 其余, en: the rest}
        facts: [instalment_plan_may, mediate_first, body_bank, court_case_not_accepted]
    start: opening
    always:
      - id: harmed
        when: {any: [blame, dismiss, threaten, ask_secret, refuse_without_path, overpromise]}
        says: [{id: r_harmed, zh: 您怎么这么说。, en: How can you say that.}]
    fallback:
      - {id: answered, when: {any: ["asked:any"]}, to: stay}
    silence: {says: [{id: r_silence_1, zh: 喂？, en: "Hello?"}, {id: r_silence_2, zh: 在吗？, en: "Are you there?"}]}
    unclear: [{id: r_unclear, zh: 您是什么意思？, en: "What do you mean?"}]
    dont_know: [{id: r_dunno, zh: 我不知道。, en: I don't know.}]
    give_up: lost
    hang_up: gone
    limits: {turns: 12, to: lost}
    nodes:
      opening:
        lines:
          - {id: n_opening_1, zh: 我被银行告了，很害怕。, en: "My bank is suing me, I'm scared."}
          - {id: n_opening_2, zh: 银行起诉我了，我很怕。, en: "I'm being sued by my bank and I'm scared."}
        again: [{id: n_opening_a, zh: 我说，银行告我了。, en: "I said, my bank is suing me."}]
        routes:
          - {id: comforts, when: {any: [acknowledge_feeling]}, to: court, good: true}
        else: {to: stay}
        model:
          zh: 我能理解您现在很害怕。
          en: I understand how scared you must be.
          why: {zh: 说出感受, en: names the feeling}
          criteria: [acknowledge_feeling]
        weak:
          zh: 嗯，然后呢。
          en: Okay, and.
          why: {zh: 没有回应, en: no answer to it}
      court:
        lines:
          - {id: n_court_1, zh: 我该怎么办？, en: "What should I do?"}
          - {id: n_court_2, zh: 那我现在做什么？, en: "So what do I do now?"}
        routes:
          - {id: explains, when: {all: ["told:defence"]}, to: calm, good: true}
        else: {to: stay}
        model:
          zh: 收到起诉状副本之日起十五日内可以向法院提交答辩状。
          en: You can file a written defence within fifteen days of receiving the copy of the claim.
          why: {zh: 期限正确, en: right time limit}
          fact: defence_15_days
        weak:
          zh: 我看看。
          en: Let me see.
          why: {zh: 没有内容, en: says nothing}
    ends:
      calm: {kind: resolved, lines: [{id: e_calm, zh: 谢谢。, en: Thank you.}]}
      lost: {kind: escalated, lines: [{id: e_lost, zh: 算了。, en: Never mind.}]}
      gone: {kind: hung_up, lines: [{id: e_gone, zh: 再见。, en: Goodbye.}]}
    """
)


def changed(*pairs: tuple[str, str]) -> str:
    """The tiny script with pieces replaced; each must stand in it."""
    text = TINY
    for old, new in pairs:
        if old not in text:
            raise ValueError(f"not in the tiny script: {old}")
        text = text.replace(old, new)
    return text


def written(folder: Path, text: str = TINY) -> Path:
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def tiny(folder: Path, *pairs: tuple[str, str]) -> Script:
    return load_script(written(folder, changed(*pairs)))
