"""Configurations of parts: the chart's own files, so that what a cluster runs is tried daily."""

import re

from isotherm_devstack.host.paths import CHART_FILES

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


def filled(name: str, **values: object) -> str:
    """Return a file of the chart with each `${name}` replaced, as the chart's `isotherm.fill` does.

    Raise KeyError for a placeholder without a value. Other dollar signs stay as they are.
    """
    text = (CHART_FILES / name).read_text()
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), text)
