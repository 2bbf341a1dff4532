"""Accounts: an open transaction takes from a limit; COMMIT counts it and ROLLBACK gives it back."""

from isotherm_ingest.store.accounts import ASK_AGAIN_S, Accounts


def accounts(used: int = 3) -> Accounts[str]:
    opened = Accounts[str](10)
    opened.learn(["a"], [used], 0.0)
    return opened


def test_what_is_taken_leaves_less_room() -> None:
    opened = accounts()
    assert opened.room("a") == 7
    opened.take("a", 4)
    opened.take("a", 1)
    assert opened.room("a") == 2


def test_a_commit_uses_up_what_was_taken() -> None:
    opened = accounts()
    opened.take("a", 4)
    opened.commit()
    opened.roll_back()
    assert opened.room("a") == 3


def test_a_rollback_gives_it_back() -> None:
    opened = accounts()
    opened.take("a", 4)
    opened.roll_back()
    opened.commit()
    assert opened.room("a") == 7


def test_the_database_is_asked_for_new_and_outdated_keys() -> None:
    opened = accounts()
    assert opened.unknown(["a", "b"], ASK_AGAIN_S) == ["b"]
    assert opened.unknown(["a", "b"], ASK_AGAIN_S + 1) == ["a", "b"]


def test_the_database_is_never_asked_again_for_a_key_that_is_used_up() -> None:
    assert accounts(used=10).unknown(["a"], 10 * ASK_AGAIN_S) == []


def test_a_cleared_account_is_asked_for_again() -> None:
    opened = accounts(used=10)
    opened.clear()
    assert len(opened) == 0
    assert opened.unknown(["a"], 0.0) == ["a"]
