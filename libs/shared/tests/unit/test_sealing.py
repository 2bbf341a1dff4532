"""A password is sealed for one account, with one key, for ten minutes."""

import pytest
from cryptography.fernet import Fernet

from isotherm.sealing import VALID, SealError, is_key, make_key, seal, unseal


def test_what_was_sealed_is_opened_for_the_same_account() -> None:
    key = make_key()
    sealed = seal(key, "fridge-1", "pass wörd")
    assert b"pass" not in sealed
    assert unseal(key, "fridge-1", sealed) == "pass wörd"


def test_it_opens_for_no_other_account() -> None:
    key = make_key()
    with pytest.raises(SealError, match="another account"):
        unseal(key, "fridge-2", seal(key, "fridge-1", "secret"))


def test_it_opens_with_no_other_key() -> None:
    with pytest.raises(SealError, match="another key"):
        unseal(make_key(), "fridge-1", seal(make_key(), "fridge-1", "secret"))


def test_it_opens_only_for_ten_minutes() -> None:
    key = make_key()
    sealed = seal(key, "fridge-1", "secret")
    sealed_at = Fernet(key).extract_timestamp(sealed)
    age = int(VALID.total_seconds()) + 1
    opened = Fernet(key).decrypt(sealed)
    old = Fernet(key).encrypt_at_time(opened, sealed_at - age)
    with pytest.raises(SealError, match="too old"):
        unseal(key, "fridge-1", old)


@pytest.mark.parametrize("text", ["", "short", "x" * 44, "Ä" * 44])
def test_a_key_has_32_bytes(text: str) -> None:
    assert is_key(make_key())
    assert not is_key(text)
