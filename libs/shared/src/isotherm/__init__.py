"""What the services share: schema, settings, logging, retries, time, history and units."""

import zoneinfo

__version__ = "0.2.0"
"""The version of Isotherm: of every part, image, and the chart. A test holds the others to it."""

# all parts take the rules of time zones from the locked tzdata, none from its machine or image
zoneinfo.reset_tzpath(())
