"""The times by which parts judge each other leave room for a delay."""

from isotherm.watch import HEARTBEAT_S, SILENT_S, TICK_OLD_S


def test_a_part_counts_as_gone_only_after_several_heartbeats_were_missed() -> None:
    assert SILENT_S >= 3 * HEARTBEAT_S


def test_an_ingest_that_died_counts_as_gone_before_its_ticks_are_old() -> None:
    """Otherwise the alert would say that it receives no ticks."""
    assert TICK_OLD_S > SILENT_S
