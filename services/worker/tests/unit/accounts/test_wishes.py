"""A sealed password is opened only as the one that its device's stored hash belongs to."""

import pytest

from isotherm.broker.file import Account, credential_for
from isotherm.sealing import SealError, make_key, seal
from isotherm_worker.accounts.wishes import Wish

KEY = make_key()


def wish(sealed: bytes) -> Wish:
    """Return a wish for a device whose hash is of the password `new`."""
    return Wish(1, Account("fridge", credential_for("new")), 2, sealed)


def test_a_wish_opens_with_the_key_that_sealed_it() -> None:
    sealed = seal(KEY, "fridge", "new")
    assert wish(sealed).password(KEY) == "new"
    with pytest.raises(SealError, match="another key"):
        wish(sealed).password(make_key())


def test_a_password_of_another_version_is_refused() -> None:
    with pytest.raises(SealError, match="sealed for another version"):
        wish(seal(KEY, "fridge", "old")).password(KEY)


def test_a_password_for_another_device_is_refused() -> None:
    with pytest.raises(SealError, match="sealed for another account"):
        wish(seal(KEY, "freezer", "new")).password(KEY)
