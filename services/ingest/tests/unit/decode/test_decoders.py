"""Decoders: one that raises refuses its message and holds up no other."""

from typing import NoReturn

import pytest
from ingest_parts import message

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Decoded, Refusal
from isotherm_ingest.decode.decoders import DECODERS, outcome_of


def failing(_topic: str, _payload: bytes) -> NoReturn:
    raise OverflowError("too large")


def test_the_outcome_of_a_message_is_that_of_its_decoder() -> None:
    outcome = outcome_of(DECODERS.decode, message("21.4"))
    assert isinstance(outcome, Decoded)
    assert [element.value for element in outcome.elements] == [21.4]


def test_a_decoder_that_raises_refuses_the_message(caplog: pytest.LogCaptureFixture) -> None:
    outcome = outcome_of(failing, message("21.4"))
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.REFUSED
    assert "decoding a message failed" in caplog.text
