"""Settings of all property tests: no deadline per example."""

from hypothesis import settings

settings.register_profile("isotherm", deadline=None)
settings.load_profile("isotherm")
