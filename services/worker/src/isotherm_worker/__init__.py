"""What happens beside the path of a reading: partitions, the ledger's folding, the tick."""
