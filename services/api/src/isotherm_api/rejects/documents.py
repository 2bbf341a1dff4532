"""Rows of rejects as the API answers them."""

from typing import Any

import asyncpg

from isotherm.reasons import CURABLE, Reason, outgrown
from isotherm.replays import WhyNot
from isotherm_api.ranges import ms

_HEX_BYTES = 512


def reject(row: asyncpg.Record) -> dict[str, Any]:
    """Build the document of a row of `queries.load_page`."""
    reason = Reason.of(row["reason"])
    return {
        "id": row["id"],
        "received": ms(row["received_at"]),
        "topic": row["topic"],
        "topic_bytes": row["topic_bytes"],
        "device": row["device_name"],
        "channel": row["channel_name"],
        "reason": row["reason"],
        "title": _title(row["reason"]),
        "detail": row["detail"],
        "cure": reason.cure if reason else "",
        "payload_text": text_of(row["payload"]),
        "payload_hex": row["payload"][:_HEX_BYTES].hex(),
        "payload_bytes": row["payload_bytes"],
        "element": row["element"],
        "curable": reason in CURABLE,
        "outgrown": outgrown(reason, row["rules"]),
        "whole": row["whole"],
        "replayed": ms(row["replayed_at"]),
        "refused_again": row["refused_again"],
        "why_not": row["why_not"],
        "why_not_text": None if row["why_not"] is None else WhyNot(row["why_not"]).text,
    }


def reason_count(row: asyncpg.Record) -> dict[str, Any]:
    """Build the document of a row of `queries.load_counts`."""
    return {**row, "title": _title(row["reason"])}


def text_of(payload: bytes) -> str | None:
    """Return a payload as text, or None if it is not UTF-8 or has other control characters.

    Tabs and line ends are allowed, and so is an end within the last character.
    """
    try:
        text = payload.decode()
    except UnicodeDecodeError as error:
        if error.start < len(payload) - 3:
            return None
        text = payload[: error.start].decode()  # cut within its last character
    printable = all(character.isprintable() or character in "\t\r\n" for character in text)
    return text if printable else None


def _title(word: str) -> str:
    reason = Reason.of(word)
    return reason.label if reason else word
