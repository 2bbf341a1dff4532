"""Benchmarks: run side by side with peers, in rounds, and printed with what fell short."""
