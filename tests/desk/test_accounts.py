from __future__ import annotations

import stat
from collections.abc import Callable

import pytest

from desk import accounts
from desk.db import Store
from desk.errors import BadCredentials, BadUser, LinkExpired, LockedOut, NotAllowed
from desk.models import User
from desk.permissions import Actor
from desk.sessions import end_sessions
from desk.settings import Settings
from tests.desk.conftest import PASSWORD


def test_a_right_password_signs_in_whatever_the_case_of_the_name(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        assert accounts.sign_in(session, " Mei ", PASSWORD, settings=settings) == mei


@pytest.mark.parametrize(("name", "password"), [("mei", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_say_the_same(
    store: Store, settings: Settings, mei: Actor, name: str, password: str
) -> None:
    with pytest.raises(BadCredentials) as caught, store.session() as session:
        accounts.sign_in(session, name, password, settings=settings)
    assert caught.value.text("en") == "That name and password don't match. Please try again."


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(
    store: Store, settings: Settings, mei: Actor
) -> None:
    for _ in range(accounts.MAX_FAILED):
        with pytest.raises(BadCredentials), store.session() as session:
            accounts.sign_in(session, "mei", "wrong", settings=settings)
    with pytest.raises(LockedOut), store.session() as session:
        accounts.sign_in(session, "mei", PASSWORD, settings=settings)


def test_an_account_that_is_switched_off_does_not_sign_in(
    store: Store, settings: Settings, mei: Actor, admin: Actor
) -> None:
    with store.session() as session:
        accounts.set_active(session, admin, "mei", False)
    with pytest.raises(BadCredentials), store.session() as session:
        accounts.sign_in(session, "mei", PASSWORD, settings=settings)


@pytest.mark.parametrize(
    ("demo", "host", "allowed"),
    [(True, "127.0.0.1", True), (False, "127.0.0.1", False), (True, "0.0.0.0", False)],
)
def test_demo_accounts_sign_in_only_in_demo_mode_on_this_machine(
    store: Store, settings: Settings, demo: bool, host: str, allowed: bool
) -> None:
    with store.session() as session:
        accounts.add_user(session, None, "demo", "manager", PASSWORD, is_demo=True)
    now = settings.model_copy(update={"demo": demo, "host": host})
    with store.session() as session:
        if allowed:
            assert accounts.sign_in(session, "demo", PASSWORD, settings=now).is_demo
        else:
            with pytest.raises(BadCredentials):
                accounts.sign_in(session, "demo", PASSWORD, settings=now)


@pytest.mark.parametrize("name", ["", "Mei Mei", "../x", "a" * 64, "名字"])
def test_names_that_could_be_mistaken_are_refused(store: Store, name: str) -> None:
    with pytest.raises(BadUser), store.session() as session:
        accounts.add_user(session, None, name, "trainee", PASSWORD)


def test_a_taken_name_a_short_password_and_the_service_role_are_refused(store: Store, mei: Actor) -> None:
    with store.session() as session:
        with pytest.raises(BadUser, match="taken"):
            accounts.add_user(session, None, "mei", "trainee", PASSWORD)
        with pytest.raises(BadUser, match="10 characters"):
            accounts.add_user(session, None, "new", "trainee", "123456789")
        with pytest.raises(BadUser, match="not a role"):
            accounts.add_user(session, None, "new", "service", PASSWORD)


def test_only_administrators_see_and_make_accounts(store: Store, mei: Actor, admin: Actor) -> None:
    with store.session() as session:
        assert [user.name for user in accounts.list_users(session, admin)] == ["mei", "root"]
        with pytest.raises(NotAllowed):
            accounts.list_users(session, mei)
        with pytest.raises(NotAllowed):
            accounts.add_user(session, mei, "new", "trainee", PASSWORD)


def test_the_password_is_kept_as_an_argon2_hash(store: Store, mei: Actor) -> None:
    with store.reading() as session:
        assert session.get_one(User, mei.id).password_hash.startswith("$argon2id$")


def test_a_ticket_is_good_once(store: Store, settings: Settings, mei: Actor) -> None:
    ticket = accounts.issue_ticket(mei, settings)
    with store.session() as session:
        assert accounts.redeem_ticket(session, settings, ticket) == mei
    with pytest.raises(LinkExpired), store.session() as session:
        accounts.redeem_ticket(session, settings, ticket)


def test_a_cookie_is_no_ticket_and_a_ticket_no_cookie(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        cookie = accounts.issue_cookie(session, mei, settings)
        assert accounts.read_cookie(session, settings, accounts.issue_ticket(mei, settings)) is None
        with pytest.raises(LinkExpired):
            accounts.redeem_ticket(session, settings, cookie)


@pytest.mark.parametrize("value", [None, "", "x", "eyJ1c2VyIjoxfQ.AAAA.BBBB"])
def test_a_false_cookie_is_nobody(store: Store, settings: Settings, mei: Actor, value: str | None) -> None:
    with store.reading() as session:
        assert accounts.read_cookie(session, settings, value) is None


def change_password(store: Store, mei: Actor) -> None:
    with store.session() as session:
        accounts.set_password(session, mei, "mei", "another horse")


def sign_out_everywhere(store: Store, mei: Actor) -> None:
    with store.session() as session:
        end_sessions(session, mei)


@pytest.mark.parametrize("deed", [change_password, sign_out_everywhere])
def test_what_ends_sessions_ends_the_cookie(
    store: Store, settings: Settings, mei: Actor, deed: Callable[[Store, Actor], None]
) -> None:
    with store.session() as session:
        cookie = accounts.issue_cookie(session, mei, settings)
        assert accounts.read_cookie(session, settings, cookie) == mei
    deed(store, mei)
    with store.reading() as session:
        assert accounts.read_cookie(session, settings, cookie) is None


def test_the_signing_key_is_made_once_and_readable_by_its_owner_alone(settings: Settings) -> None:
    key = settings.signing_key
    assert len(key) >= 32
    assert Settings.load().signing_key == key
    assert stat.S_IMODE((settings.home / "secret").stat().st_mode) == 0o600
