"""The ledger: counts that must balance."""
