"""Names of columns that services put into their SQL, as the tables have them."""

COUNTERS = (
    "received", "decoded", "undecodable", "offered", "stored", "duplicate", "rejected", "ignored",
    "replayed",
)  # fmt: skip
"""The ledger's counters, in the order of their columns."""
