"""Which channel fed which sensor when, and how people change that."""
