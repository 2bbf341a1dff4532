"""Lines of Mosquitto's log: each form, and text of clients that looks like a line."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isotherm.links import Ending
from isotherm_worker.watch.notice import (
    ENDINGS,
    ENDINGS_2_1,
    Ended,
    LoggedIn,
    Notice,
    Opened,
    TakenOver,
    TlsClosed,
    parse_notice,
)

TIME = "2026-11-29T12:14:20+0000: "
LINES: dict[str, Notice | None] = {
    "New connection from 10.0.0.7:47631 on port 1883.": Opened("10.0.0.7", 47631),
    "New connection from ::1:47631 on port 1883.": Opened("::1", 47631),
    "New connection from ::ffff:10.0.0.7:47631 on port 1883.": Opened("10.0.0.7", 47631),
    "New connection from fe80::1%eth0:47631 on port 1883.": Opened("fe80::1", 47631),
    "New connection from (null):-1 on port 0.": Opened(None, -1),
    "New client connected from 10.0.0.7:4 as fridge (p2, c1, k60, u'fridge').": (
        LoggedIn("10.0.0.7", 4, "fridge")
    ),
    "New client connected from 10.0.0.7:4 as auto-1 (p5, c1, k60, u'service:admin').": (
        LoggedIn("10.0.0.7", 4, None)
    ),
    "New client connected from 10.0.0.7:4 as fridge (p2, c1, k60).": LoggedIn("10.0.0.7", 4, None),
    "Client fridge already connected, closing old connection.": TakenOver("fridge"),
    "Client isotherm:watch:a already connected, closing old connection.": None,
    "Client <unknown> disconnected, not authorised.": Ended(None, Ending.REFUSED),
    "Client fridge disconnected, not authorised.": Ended(None, Ending.REFUSED),
    "Client <unknown> closed its connection.": Ended(None, Ending.CLOSED),
    "Client <unknown> disconnected due to protocol error.": Ended(None, Ending.PROTOCOL),
    "Client fridge disconnected: Connection reset by peer.": Ended("fridge", Ending.FAILED),
    "Bad socket read/write on client fridge: A TLS error occurred.": (
        Ended("fridge", Ending.FAILED)
    ),
    "Bad socket read/write on client <unknown>: A TLS error occurred.": Ended(None, Ending.FAILED),
    "Client fridge [10.0.0.7:4] disconnected: No route to host.": (
        Ended("fridge", Ending.FAILED, "10.0.0.7", 4)
    ),
    "Client <unknown> [10.0.0.7:4] disconnected: not authorised.": (
        Ended(None, Ending.REFUSED, "10.0.0.7", 4)
    ),
    "Client fridge [10.0.0.7:4] disconnected: bad username or password.": (
        Ended(None, Ending.REFUSED, "10.0.0.7", 4)
    ),
    "Client connection from 10.0.0.7 failed: error:0A00010B:SSL routines::wrong version number.": (
        Ended(None, Ending.PROTOCOL, "10.0.0.7", 0)
    ),
    "Client connection from 10.0.0.7 failed: error:0A000126:SSL routines::unexpected eof while"
    " reading.": Ended(None, Ending.CLOSED, "10.0.0.7", 0),
    "OpenSSL Error[0]: error:0A000126:SSL routines::unexpected eof while reading": TlsClosed(),
    "OpenSSL Error[0]: error:0A000418:SSL routines::tlsv1 alert unknown ca": None,
    "Client <unknown> disconnected: Protocol error.": Ended(None, Ending.FAILED),
    "Client a:b closed its connection.": None,
    "Bad client fridge sending multiple CONNECT messages.": None,
    "mosquitto version 2.0.11 running": None,
    "": None,
}


@pytest.mark.parametrize("time", [TIME, "1764418460: ", "29.11.2026 12:14:20: ", ""])
@pytest.mark.parametrize("line", LINES)
def test_each_form(line: str, time: str) -> None:
    assert parse_notice((time + line).encode()) == LINES[line]


@pytest.mark.parametrize("how", ENDINGS)
def test_each_ending(how: str) -> None:
    assert parse_notice(f"{TIME}Client fridge {how}".encode()) == Ended("fridge", ENDINGS[how])


@pytest.mark.parametrize("how", ENDINGS_2_1)
def test_each_ending_of_2_1(how: str | None) -> None:
    line = f"{TIME}Client fridge [::1:5] disconnected{'' if how is None else f': {how}'}."
    assert parse_notice(line.encode()) == Ended("fridge", ENDINGS_2_1[how], "::1", 5)


VICTIM = "fridge"
_TEXT = st.lists(
    st.sampled_from(
        [
            *LINES,
            TIME,
            f"Client {VICTIM} ",
            VICTIM,
            "1: ",
            f"x (p2, c1, k60, u'{VICTIM}')",
            f" as {VICTIM} (p2, c1, k60, u'{VICTIM}').",
            " disconnected, not authorised.",
            " closed its connection.",
            " [10.0.0.7:4] disconnected: ",
            " disconnected: ",
            "Bad socket read/write on client ",
            "<unknown>",
            "'",
            ": ",
            " ",
            "\n",
        ]
    )
    | st.text(string.printable, max_size=8),
    max_size=5,
).map("".join)


def _names(payload: str) -> str | None:
    notice = parse_notice(payload.encode())
    return None if notice is None or isinstance(notice, Opened | TlsClosed) else notice.name


@given(_TEXT.filter(lambda text: text != VICTIM))
@example(f"{VICTIM}: ")
@example(f"{VICTIM}: A TLS error occurred.")
@example(f"{VICTIM} disconnected: ")
@example(f"{VICTIM} disconnected: Broken pipe.")
@example(f"{VICTIM} [10.0.0.7:4] disconnected: ")
def test_no_other_client_id_or_user_name_makes_a_line_of_a_device(text: str) -> None:
    for line in (
        f"Client {text} closed its connection.",
        f"Client {text} disconnected.",
        f"Client {text} disconnected: Connection reset by peer.",
        f"Client {text} disconnected due to protocol error.",
        f"Client {text} been disconnected by administrative action.",
        f"Client {text} already connected, closing old connection.",
        f"Client {text} [10.9.9.9:5] disconnected: protocol error.",
        f"Client {text} [10.9.9.9:5] disconnected.",
        f"Bad socket read/write on client {text}: A TLS error occurred.",
        f"New client connected from 10.9.9.9:5 as {text} (p2, c1, k60, u'{VICTIM}').",
        f"New client connected from 10.9.9.9:5 as {VICTIM} (p2, c1, k60, u'{text}').",
        f"New client connected from 10.9.9.9:5 as {text} (p2, c1, k60, u'{text}').",
        f"New client connected from 10.9.9.9:5 as {text} (p2, c1, k60).",
        f"Protocol error from {text}: password without username, closing connection.",
        f"Bad client {text} sending multiple CONNECT messages.",
    ):
        assert _names(TIME + line) != VICTIM, line


@given(_TEXT)
def test_without_a_login_no_client_id_says_anything_about_a_device(text: str) -> None:
    line = f"{TIME}Client {text} disconnected, not authorised."
    assert parse_notice(line.encode()) in (Ended(None, Ending.REFUSED), None)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(payload: bytes) -> None:
    parse_notice(payload)
