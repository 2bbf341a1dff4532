"""A stack from start to stop: order, supervision, progress, and what a user sees of it."""
