"""The machine the stack runs on: processes, ports, programs, paths and the cache."""
