"""Configurations of parts: the chart's own files, so that what a cluster runs is tried daily."""

from string import Template

from isotherm_devstack.host.paths import CHART_FILES


def filled(name: str, **values: object) -> str:
    """Return a file of the chart with each `${name}` replaced.

    Raise KeyError for a placeholder without a value, and ValueError for a stray dollar sign.
    """
    return Template((CHART_FILES / name).read_text()).substitute(values)
