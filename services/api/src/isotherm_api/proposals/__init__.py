"""Channels nobody has installed yet, with what they say."""
