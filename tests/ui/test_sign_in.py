from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from desk import accounts
from desk.db import Store
from desk.errors import BadCredentials
from desk.permissions import Actor
from desk.settings import Settings
from tests.ui.conftest import PASSWORD, calm, open_app, shown


def sign_in(at: AppTest, name: str, password: str) -> AppTest:
    at.text_input(key="sign_in_name").set_value(name)
    at.text_input(key="sign_in_password").set_value(password)
    at.button(key="sign_in_submit").click()
    return at.run()


def test_nobody_sees_a_page_without_signing_in(people: dict[str, Actor]) -> None:
    at = open_app(None, "calls")
    assert [title.value for title in at.title] == ["听心"]
    assert "sign_in_submit" in [button.key for button in at.button]


def test_the_right_password_opens_home_and_asks_for_the_cookie(people: dict[str, Actor], store: Store) -> None:
    at = calm(sign_in(open_app(None), "mei", PASSWORD))
    assert at.title[0].value == "您好，梅主管"
    asked = shown(at, "session_cookie")
    assert asked["url"] == "/auth/session"
    with store.session() as session:  # the ticket is good, once
        assert accounts.redeem_ticket(session, Settings.load(), asked["ticket"]).name == "mei"


@pytest.mark.parametrize(("name", "password"), [("mei", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_is_told_in_the_same_words(people: dict[str, Actor], name: str, password: str) -> None:
    at = sign_in(open_app(None), name, password)
    assert [warning.value for warning in at.warning] == [BadCredentials().text("zh")]
    assert "actor_id" not in at.session_state


def test_demo_accounts_sign_in_with_one_click_and_are_called_a_demo(
    store: Store, people: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINGXIN_DEMO", "true")
    with store.session() as session:
        accounts.add_user(session, None, "demo", "trainee", PASSWORD, display_name="演示", is_demo=True)
    at = open_app(None)
    assert "**这是演示，点一下就能进入**" in [markdown.value for markdown in at.markdown]
    assert [button.key for button in at.button if button.key.startswith("demo_")] == ["demo_demo"]  # not mei
    at.button(key="demo_demo").click().run()
    assert calm(at).title[0].value == "您好，演示"


def test_without_demo_mode_there_is_no_one_click(store: Store, people: dict[str, Actor]) -> None:
    with store.session() as session:
        accounts.add_user(session, None, "demo", "trainee", PASSWORD, is_demo=True)
    at = open_app(None)
    assert not [button for button in at.button if button.key.startswith("demo_")]
    at = sign_in(at, "demo", PASSWORD)
    assert "actor_id" not in at.session_state


def test_signing_out_ends_the_session_here_and_in_the_browser(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"])
    at.button(key="sign_out").click().run()
    assert [title.value for title in calm(at).title] == ["听心"]
    assert shown(at, "session_cookie") == {
        "ticket": None, "url": "/auth/sign-out", "nonce": shown(at, "session_cookie")["nonce"],
    }  # fmt: skip


def test_an_account_that_is_switched_off_is_out_at_the_next_click(store: Store, people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"])
    with store.session() as session:
        accounts.set_active(session, None, "mei", False)
    at.run()
    assert [title.value for title in at.title] == ["听心"]


@pytest.mark.parametrize(("locale", "product"), [("zh-CN", "听心"), ("en-GB", "Tingxin"), ("fr-FR", "Tingxin")])
def test_the_browsers_language_is_the_first_choice(people: dict[str, Actor], locale: str, product: str) -> None:
    from tests.ui.conftest import MAIN

    at = AppTest.from_file(MAIN, default_timeout=60)
    at.context = {"locale": locale}
    at.run()
    assert at.title[0].value == product


def test_a_chosen_language_is_kept_with_the_account(store: Store, people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"])
    at.segmented_control(key="language_switch_sidebar").set_value("en").run()
    assert at.title[0].value == "Hello, 梅主管"
    with store.reading() as session:
        kept = accounts.actor_by_id(session, people["supervisor"].id)
    assert kept is not None
    assert kept.language == "en"
