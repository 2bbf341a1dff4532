"""What the properties share: no example is failed for the time it took."""

from hypothesis import settings

settings.register_profile("isotherm", deadline=None)
settings.load_profile("isotherm")
