"""Recent untimed messages: a redelivery is recognised, a reused packet id is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import Sent, chunk, message

from isotherm_ingest.batch import untimed
from isotherm_ingest.batch.untimed import RecentUntimed, pairs_of


def pair(message: Sent) -> bytes:
    part = chunk(message)
    return untimed.pair(part.packet_ids[0], part.topics[0], part.payloads[0])


def rows(*batches: list[bytes]) -> list[bytes]:
    return [b"".join(batch) for batch in batches]


def seen(window: RecentUntimed, message: Sent) -> bytes | None:
    return window.seen(chunk(message)).get(0)


def test_a_pair_distinguishes_topic_and_payload() -> None:
    one, same = message("1"), message("1", dup=True)
    assert pair(one) == pair(same)
    others = [message("2"), message("1", packet_id=2), message("1", topic="sensors/a/b")]
    assert all(pair(one) != pair(other) for other in others)
    assert pair(message("b", topic="a")) != pair(message("", topic="ab"))


def test_all_pairs_have_the_same_length() -> None:
    lengths = {len(pair(message(b"\0" * n, packet_id=1 + n))) for n in range(100)}
    assert lengths == {untimed._PAIR_BYTES}


def test_pairs_are_made_of_messages_with_a_packet_id() -> None:
    part = chunk(message("1"), message("2", qos=0, packet_id=0), message("3", packet_id=3))
    assert pairs_of(part, [0, 1, 2]) == [pair(message("1")), pair(message("3", packet_id=3))]
    assert pairs_of(part, [2]) == [pair(message("3", packet_id=3))]
    plain = chunk(message("1"), message("3", packet_id=3))
    assert pairs_of(plain, [0, 1]) == [pair(message("1")), pair(message("3", packet_id=3))]
    assert pairs_of(plain, [1]) == [pair(message("3", packet_id=3))]


def test_a_second_delivery_is_recognised() -> None:
    window = RecentUntimed(100)
    window.load(rows([pair(message("1", packet_id=5))]))
    assert seen(window, message("1", packet_id=5, dup=True)) == pair(message("1", packet_id=5))
    assert seen(window, message("2", packet_id=5, dup=True)) is None
    assert seen(window, message("1", packet_id=6, dup=True)) is None
    assert seen(window, message("1", packet_id=0, qos=0)) is None


def test_the_later_row_of_a_packet_id_wins() -> None:
    window = RecentUntimed(100)
    window.load(rows([pair(message("1"))], [pair(message("2"))]))
    assert seen(window, message("1", dup=True)) is None
    assert seen(window, message("2", dup=True)) is not None


def test_a_reused_packet_id_forgets_its_old_pair() -> None:
    window = RecentUntimed(100)
    window.load(rows([pair(message("1"))]))
    assert seen(window, message("1")) is None
    assert seen(window, message("1", dup=True)) is None


def test_a_new_session_forgets_all_pairs() -> None:
    window = RecentUntimed(100)
    window.load(rows([pair(message("1"))]))
    window.clear()
    assert seen(window, message("1", dup=True)) is None


def test_rows_of_earlier_connections_are_pruned_after_the_first_new_message() -> None:
    window = RecentUntimed(100)
    window.load(rows([pair(message("1"))]))
    seen(window, message("1", dup=True))
    window.wrote(10)
    assert window.prune_before() is None  # more may be delivered again
    seen(window, message("2", packet_id=2))
    window.wrote(11)
    assert window.prune_before() == 10


def test_messages_stored_by_a_connection_are_recognised_on_the_next() -> None:
    window = RecentUntimed(100)
    seen(window, message("2", packet_id=2))
    window.wrote(11)
    window.load(rows([pair(message("2", packet_id=2))]))
    assert seen(window, message("2", packet_id=2, dup=True)) is not None


def test_rows_out_of_reach_are_pruned() -> None:
    window = RecentUntimed(10)
    for n in range(1, 31):
        seen(window, message(str(n), packet_id=n))
        window.wrote(n)
    assert window.prune_before() == 20


@pytest.mark.parametrize("qos", [0, 1])
def test_only_messages_to_acknowledge_count_towards_the_reach(qos: int) -> None:
    window = RecentUntimed(2)
    window.load(rows([pair(message("1"))]))
    for _ in range(5):
        seen(window, message("x", qos=qos, packet_id=9 * qos))
    known = seen(window, message("1", dup=True)) is not None
    assert known is (qos == 0)


STORED = st.lists(st.tuples(st.integers(1, 4), st.sampled_from("ab")), max_size=6)
SENT = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from("ab"), st.booleans(), st.integers(0, 1)),
    max_size=10,
)


@given(STORED, SENT, st.integers(1, 10))
def test_a_chunk_is_deduplicated_like_its_single_messages(
    stored: list[tuple[int, str]], sent: list[tuple[int, str, bool, int]], size: int
) -> None:
    kept = rows([pair(message(text, packet_id=n)) for n, text in stored])
    messages = [message(t, packet_id=n * qos, dup=dup and qos == 1, qos=qos)
                for n, t, dup, qos in sent]  # fmt: skip
    one, many = RecentUntimed(100), RecentUntimed(100)
    one.load(kept)
    many.load(kept)
    single = [seen(one, packet) for packet in messages]
    in_chunks: list[bytes | None] = []
    for first in range(0, len(messages), size):
        part = messages[first : first + size]
        known = many.seen(chunk(*part))
        in_chunks += [known.get(n) for n in range(len(part))]
    assert in_chunks == single
    one.wrote(1)
    many.wrote(1)
    assert one.prune_before() == many.prune_before()
