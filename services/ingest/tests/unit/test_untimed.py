"""The window of untimed messages: a second delivery is known, a reused packet id is not."""

from typing import Any, cast

from ingest_parts import message

from isotherm_ingest.untimed import Pair, Window, pair


def rows(*batches: list[Pair]) -> Any:
    return [
        {"packet_ids": [each for each, _ in batch], "digests": [each for _, each in batch]}
        for batch in batches
    ]


def test_a_pair_tells_topic_and_payload_apart() -> None:
    one, same = message("1"), message("1", dup=True)
    assert pair(one) == pair(same)
    others = [message("2"), message("1", packet_id=2), message("1", topic="sensors/a/b")]
    assert all(pair(one) != pair(each) for each in others)
    assert pair(message("b", topic="a")) != pair(message("", topic="ab"))


def test_a_second_delivery_is_known() -> None:
    window = Window(100)
    window.load(rows([pair(message("1", packet_id=5))]))
    assert window.seen(message("1", packet_id=5, dup=True)) == pair(message("1", packet_id=5))
    assert window.seen(message("2", packet_id=5, dup=True)) is None
    assert window.seen(message("1", packet_id=6, dup=True)) is None
    assert window.seen(message("1", packet_id=0, qos=0)) is None


def test_the_later_row_of_a_packet_id_counts() -> None:
    window = Window(100)
    window.load(rows([pair(message("1"))], [pair(message("2"))]))
    assert window.seen(message("1", dup=True)) is None
    assert window.seen(message("2", dup=True)) is not None


def test_a_packet_id_that_comes_round_is_forgotten() -> None:
    window = Window(100)
    window.load(rows([pair(message("1"))]))
    assert window.seen(message("1")) is None
    assert window.seen(message("1", dup=True)) is None


def test_a_new_session_forgets_all() -> None:
    window = Window(100)
    window.load(rows([pair(message("1"))]))
    window.clear()
    assert window.seen(message("1", dup=True)) is None


def test_rows_of_earlier_connections_go_with_the_first_new_message() -> None:
    window = Window(100)
    window.load(rows([pair(message("1"))]))
    window.seen(message("1", dup=True))
    window.wrote(10, [pair(message("1"))])
    assert window.prune_before() is None  # more may be delivered again
    window.seen(message("2", packet_id=2))
    window.wrote(11, [pair(message("2", packet_id=2))])
    assert window.prune_before() == 10
    assert window.seen(message("2", packet_id=2, dup=True)) is not None


def test_rows_out_of_reach_go() -> None:
    window = Window(10)
    for n in range(1, 31):
        window.seen(message(str(n), packet_id=n))
        window.wrote(n, [cast(Pair, (n, b""))])
    assert window.prune_before() == 20
