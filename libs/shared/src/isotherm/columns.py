"""The names of table columns that services use in their SQL."""

COUNTERS = (
    "received", "decoded", "undecodable", "offered", "stored", "duplicate", "rejected", "ignored",
    "replayed",
)  # fmt: skip
"""The ledger's counters, in the order of their columns."""
