"""Grafana's dashboards of Isotherm as code: one module a dashboard.

`python -m isotherm_dashboards` writes them to the chart. A panel's title is the question that it
answers. Queries go to the data source that a variable names, so that a dashboard works as the chart
provisions it, and as people import its file into a Grafana of their own.
"""
