"""Passwords can be typed, are long enough, and open as text in a spreadsheet."""

import math
import re

from isotherm.sealing import make_key, unseal
from isotherm_api.administration import Administration
from isotherm_api.cells import cell
from isotherm_api.devices import credentials


def test_passwords_are_groups_of_letters_and_digits_without_look_alikes() -> None:
    passwords = {credentials.make_password() for _ in range(2000)}
    assert len(passwords) == 2000
    for password in passwords:
        assert re.fullmatch(r"([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}", password)
        assert cell(password) == password
    letters = set("".join(passwords)) - {"-"}
    assert 20 * math.log2(len(letters)) >= 99


def test_a_credential_shows_its_password_to_nobody() -> None:
    administration = Administration("mosquitto", make_key())
    credential = credentials.make_credential(administration, "probe")
    assert unseal(administration.sealing_key, "probe", credential.sealed) == credential.password
    assert credential.password not in repr(credential)
    assert credential.password.encode() not in credential.sealed
