"""Topics, lists of words and forbidden phrases: changed with four eyes, and judged by from publishing on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from sqlalchemy.orm import Session

from desk import fact_changes, judging, knowledge, knowledge_base, knowledge_words
from desk.db import Store
from desk.errors import BadFact, NoSuchFact, NotAllowed
from desk.knowledge_parts import Kind, template
from desk.permissions import Actor
from tests.desk.conftest import talk

TOPIC, WORDS, FORBIDDEN = "topic.card_debt_sued", "words.bank", "forbidden.zh_not_know"


@pytest.fixture
def lan(person: Callable[..., Actor]) -> Actor:
    return person("lan", "supervisor", display_name="兰主管")


def changed(session: Session, actor: Actor, key: str, old: str, new: str) -> int:
    held = fact_changes.open_text(session, actor, key)
    assert old in held.text
    return fact_changes.propose(session, actor, held.text.replace(old, new, 1), "改用新说法", fact_id=key).id


def referral(session: Session) -> float | None:
    said = talk(
        ("agent", "您好，12363。"), ("customer", "银行把我起诉了，信用卡还不上。"),
        ("agent", "这个您可以拨打12378反映。"), ("customer", "好。"),
    )  # fmt: skip
    card = judging.score_transcript(session, said, topic="card_debt_sued")
    return next(value.value for value in card.criteria if value.id == "right_referral")


def test_a_topics_competent_body_is_changed_and_calls_are_judged_by_it(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        assert referral(session) == 1
        held = fact_changes.open_text(session, mei, TOPIC)
        text = held.text.replace("bank: '12378'", "bank: '12386'").replace("any: '12378'", "any: '12386'")
        change = fact_changes.propose(session, mei, text, "改归属", fact_id=TOPIC, seen=held.seen)
        assert [(field.old, field.new) for field in change.fields] == [("12378", "12386")] * 2
        fact_changes.publish(session, lan, [change.id])
        assert referral(session) == 0
        view = knowledge_words.get_part(session, mei, TOPIC)
        assert (view.ours, view.change) == (True, None)
        assert [one.state for one in knowledge.history(session, mei, TOPIC)] == ["published"]
        exported = knowledge.export(session, mei)
    topic = next(one for one in yaml.safe_load(exported)["topics"] if one["id"] == "card_debt_sued")
    assert topic["bodies"] == {"bank": "12386", "any": "12386"}


def test_a_forbidden_phrase_is_added_and_noticed_from_then_on(store: Store, mei: Actor, lan: Actor) -> None:
    said = talk(("agent", "您好，12363。"), ("customer", "我要投诉。"), ("agent", "您爱找谁找谁去。"))

    def level(session: Session) -> float | None:
        card = judging.score_transcript(session, said)
        return next(value.value for value in card.criteria if value.id == "forbidden_phrases")

    with store.session() as session:
        assert level(session) == 1
        text = template("forbidden", "zh_anyone").replace("  zh: []", "  zh: [爱找谁找谁]", 1)
        text = text.replace('instead: {zh: "", en: ""}', "instead: {zh: 我帮您转过去。, en: Let me pass you on.}")
        change = fact_changes.propose(session, mei, text, "投诉里常见", fact_id=None, kind="forbidden")
        assert (change.fact_id, change.kind) == ("forbidden.zh_anyone", "add")
        fact_changes.publish(session, lan, [change.id])
        assert level(session) == 0


def test_a_list_of_words_is_changed_for_every_pattern_that_names_it(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        assert "instalment_plan_may" in knowledge_words.get_part(session, mei, WORDS).used_by
        fact_changes.publish(session, lan, [changed(session, mei, WORDS, "- 发卡行", "- 发卡行\n- 放卡行")])
        base = knowledge_base.in_use(session, knowledge.base_name(session))
        assert "放卡行" in base.words["bank"].zh
        whole = knowledge_base.document("12363", {})
        assert list(base.words) == list(whole["words"])  # the others keep their places
        assert len(base.facts) == len(whole["facts"])


@pytest.mark.parametrize(
    ("key", "kind", "text", "line", "said"),
    [
        (TOPIC, "fact", "id: other\nname: {zh: 甲, en: A}\nkeywords: {zh: [a], en: [b]}\n", 1, "can't be changed"),
        (None, "topic", "id: t1\nname: {zh: 甲, en: A}\nkeywords:\n  zh: [<nowhere>]\n  en: []\n", 4, "nowhere"),
        (None, "words", "id: bank\nzh: [行]\nen: [b]\n", 1, "given twice"),
        (None, "words", "id: Bank A\nzh: [行]\nen: [b]\n", 1, "small letters"),
        (None, "words", "id: w1\nzh: 行\nen: [b]\n", 2, "zh"),
        (None, "forbidden", "id: zh_not_know\nphrases: {zh: [行], en: [b]}\n", 1, "given twice"),
        (None, "forbidden", "id: [\n", 2, ""),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_the_base_is_refused_with_its_line(
    store: Store, mei: Actor, key: str | None, kind: Kind, text: str, line: int, said: str
) -> None:
    with store.session() as session:
        found = fact_changes.look_over(session, mei, text, fact_id=key, kind=kind)
        first = next(one for one in found if one.level == "error")
        assert first.line == line
        assert said in first.message.en
        assert first.message.zh
        with pytest.raises(BadFact):
            fact_changes.propose(session, mei, text, "试试", fact_id=key, kind=kind)


def test_what_others_name_cannot_be_taken_out(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        for key in (TOPIC, WORDS):
            with pytest.raises(BadFact):
                fact_changes.remove(session, mei, key, "不要了")
        fact_changes.publish(session, lan, [fact_changes.remove(session, mei, FORBIDDEN, "不要了").id])
        with pytest.raises(NoSuchFact):
            knowledge_words.get_part(session, mei, FORBIDDEN)
        assert knowledge.history(session, mei, FORBIDDEN)[0].kind == "remove"


def test_days_are_for_facts_alone(store: Store, mei: Actor) -> None:
    with store.session() as session, pytest.raises(NoSuchFact):
        fact_changes.confirm_checked(session, mei, TOPIC, "看过")


def test_parts_are_found_by_kind_and_words_and_their_open_changes_are_no_business_of_a_trainees(
    store: Store, mei: Actor, xiaolin: Actor
) -> None:
    with store.session() as session:
        changed(session, mei, WORDS, "- 发卡行", "- 放卡行")
        everything = knowledge_words.list_parts(session, mei)
        assert {view.kind for view in everything} == {"topic", "forbidden", "words", "outside"}
        assert [view.key for view in knowledge_words.list_parts(session, mei, waiting=True)] == [WORDS]
        assert [view.key for view in knowledge_words.list_parts(session, mei, kind="topic", text="起诉 传票")] == [
            TOPIC
        ]
        topic = knowledge_words.get_part(session, xiaolin, TOPIC)
        assert topic.required
        assert not set(topic.required) & set(topic.other)
        assert all(view.change is None for view in knowledge_words.list_parts(session, xiaolin))
        with pytest.raises(NotAllowed):
            fact_changes.open_text(session, xiaolin, TOPIC)
