"""Channels that nobody has installed yet, and installing them."""
