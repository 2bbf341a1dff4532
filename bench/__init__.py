"""Benchmarks that run Isotherm and its peers in alternating rounds and check claims."""
