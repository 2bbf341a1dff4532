"""The plain way and the careful way give the same readings, whatever the messages are."""

from hypothesis import given
from hypothesis import strategies as st
from payloads import PAYLOADS

from isotherm_ingest.decode.careful import Typed
from isotherm_ingest.decode.plain import decode_plain


def content(element: Typed | float | None) -> str:
    """Return what counts of an element: once a key without a meaning is known, it is kept, too."""
    if isinstance(element, Typed):
        value = element.value if element.value is None else float(element.value)
        return repr((value, element.unit, element.time))
    return repr(element)


@given(st.lists(PAYLOADS, max_size=20))
def test_bulk_decoding_never_raises_and_keeps_positions(payloads: list[bytes]) -> None:
    elements, others = decode_plain(payloads)
    assert len(elements) == len(payloads)
    assert {n for n, element in enumerate(elements) if element is None} <= set(others)
    for payload, element in zip(payloads, elements, strict=True):
        [alone], _ = decode_plain([payload])
        assert content(alone) == content(element)


def test_deep_nesting_affects_no_other_message() -> None:
    deep = b'{"value":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    elements, others = decode_plain([b"1", deep, b"2"])
    assert (elements[0], elements[2], others) == (1.0, 2.0, [1])
