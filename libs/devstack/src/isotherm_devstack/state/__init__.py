"""The state folder of a stack: its paths, the ports it chose, and its credentials."""
