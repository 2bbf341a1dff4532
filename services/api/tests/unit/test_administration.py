"""The key for new passwords is in no log."""

from isotherm_api.administration import Administration


def test_the_key_is_not_shown() -> None:
    administration = Administration("mosquitto", "the-key")
    assert "the-key" not in repr(administration)
    assert administration.makes_accounts
    assert not Administration().makes_accounts
