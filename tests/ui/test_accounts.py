from __future__ import annotations

from desk import accounts
from desk.db import Store
from desk.permissions import Actor
from desk.settings import Settings
from tests.ui.conftest import PASSWORD, calm, open_app, shown


def test_an_administrator_makes_an_account_whose_password_works(
    store: Store, settings: Settings, people: dict[str, Actor]
) -> None:
    at = open_app(people["admin"], "users", language="en")
    at.text_input(key="users_name").set_value("wang")
    at.selectbox(key="users_role").set_value("trainee")
    at.text_input(key="users_agent").set_value("A7")
    at.button(key="users_submit").click().run()
    password = calm(at).success[0].value.split("`")[1]
    with store.session() as session:
        assert accounts.sign_in(session, "wang", password, settings=settings).agent == "A7"


def test_a_name_that_is_taken_is_told(people: dict[str, Actor]) -> None:
    at = open_app(people["admin"], "users", language="en")
    at.text_input(key="users_name").set_value("mei")
    at.button(key="users_submit").click().run()
    assert "taken" in calm(at).warning[0].value


def test_an_account_is_switched_off_and_on_again(store: Store, people: dict[str, Actor]) -> None:
    at = open_app(people["admin"], "users")
    for active in (False, True):
        at.button(key="users_switch_mei").click().run()
        with store.reading() as session:
            user = next(one for one in accounts.list_users(session, people["admin"]) if one.name == "mei")
        assert user.active is active


def test_nobody_switches_themself_off(people: dict[str, Actor]) -> None:
    at = open_app(people["admin"], "users")
    assert "users_switch_root" not in [button.key for button in at.button]


def test_the_accounts_are_for_administrators(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "users")
    assert len(at.warning) == 1
    assert not at.text_input


def new_password(people: dict[str, Actor], old: str, new: str, again: str) -> object:
    at = open_app(people["supervisor"], "account", language="en")
    for key, value in (("account_old", old), ("account_new", new), ("account_again", again)):
        at.text_input(key=key).set_value(value)
    at.button(key="account_save").click()
    return calm(at.run())


def test_a_new_password_works_and_this_window_stays_signed_in(
    store: Store, settings: Settings, people: dict[str, Actor]
) -> None:
    at = new_password(people, PASSWORD, "a longer secret", "a longer secret")
    with store.session() as session:
        assert accounts.sign_in(session, "mei", "a longer secret", settings=settings).id == people["supervisor"].id
        assert accounts.redeem_ticket(session, settings, shown(at, "session_cookie")["ticket"]).name == "mei"  # type: ignore[arg-type]


def test_a_new_password_needs_the_old_one_and_to_be_written_twice(people: dict[str, Actor]) -> None:
    wrong = new_password(people, "wrong", "a longer secret", "a longer secret")
    assert [one.value for one in wrong.warning] == ["That name and password don't match. Please try again."]  # type: ignore[attr-defined]
    differ = new_password(people, PASSWORD, "a longer secret", "another secret")
    assert [one.value for one in differ.warning] == ["The two new passwords differ."]  # type: ignore[attr-defined]
