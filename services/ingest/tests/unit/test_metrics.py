"""Metrics: their names follow docs/words.md, and each has a help text."""

from prometheus_client import Counter, Gauge, Histogram

from isotherm_ingest import metrics

ALL = [
    metric for metric in vars(metrics).values() if isinstance(metric, Counter | Gauge | Histogram)
]


def test_every_metric_is_named_by_the_rules() -> None:
    families = [family for metric in ALL for family in metric.collect()]
    assert len(families) > 10
    for family in families:
        assert family.name.startswith("isotherm_ingest_")
        assert family.documentation
        match family.type:
            case "counter":
                assert all(
                    sample.name.endswith(("_total", "_created")) for sample in family.samples
                )
            case "histogram":
                assert family.name.endswith(("_seconds", "_messages"))
            case _:
                assert not family.name.endswith(("_count", "_total"))
