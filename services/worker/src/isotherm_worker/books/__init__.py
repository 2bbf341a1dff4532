"""The books: fold the ledger and the counts of rejects, and check that nothing was lost."""
