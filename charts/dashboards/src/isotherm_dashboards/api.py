"""Whether the API answers, how fast, and what live streams do."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import BAD, DOUBTFUL, number, over_time, thresholds
from isotherm_dashboards.processes import processes
from isotherm_dashboards.queries import promql, promql_now, quantiles
from isotherm_dashboards.sources import PROMETHEUS

_ENDS = ', route!~".*/(live|export)"'
"""Live streams and exports last as long as somebody reads."""
_REQUESTS = "isotherm_api_request_seconds"
_FAILING = (
    f'(sum(rate({_REQUESTS}_count{{@, status=~"5.."}}[$__rate_interval])) or vector(0))'
    f" / (sum(rate({_REQUESTS}_count{{@}}[$__rate_interval])) > 0)"
)

_NOW = [
    number(
        "Do requests fail?",
        "The share of requests that ended in a server error.",
        "errors",
        "percentunit",
        [promql_now(_FAILING, "failing")],
        colours=thresholds((0.01, DOUBTFUL), (0.05, BAD)),
    ),
    number(
        "How fast is the API?",
        "The 99th percentile of all requests without live streams and exports.",
        "errors",
        "s",
        quantiles(_REQUESTS, _ENDS)[1:],
        colours=thresholds((1, DOUBTFUL), (5, BAD)),
    ),
    number(
        "How many requests are there?",
        "Requests a second.",
        "errors",
        "reqps",
        [promql_now(f"sum(rate({_REQUESTS}_count{{@}}[$__rate_interval]))", "requests")],
    ),
    number(
        "How many pages are live?",
        "Open live streams.",
        "errors",
        "short",
        [promql_now("sum(isotherm_api_live_streams{@})", "streams")],
    ),
]
_ANSWERS = [
    over_time(
        "How are requests answered?",
        "Requests a second by the status of the response.",
        "errors",
        "reqps",
        [promql(f"sum by (status) (rate({_REQUESTS}_count{{@}}[$__rate_interval]))", "{{status}}")],
    ),
    over_time(
        "Which share fails?",
        "Requests that ended in a server error.",
        "errors",
        "percentunit",
        [promql(_FAILING, "failing")],
        limit=(0.05, BAD),
    ),
    over_time(
        "How long do requests take?",
        "Until the end of the response, without live streams and exports.",
        "errors",
        "s",
        quantiles(_REQUESTS, _ENDS),
        limit=(1, DOUBTFUL),
    ),
    over_time(
        "Which routes are slow?",
        "The 99th percentile of the ten slowest routes, without live streams and exports.",
        "errors",
        "s",
        [
            promql(
                "topk(10, histogram_quantile(0.99, sum by (le, route) "
                f"(rate({_REQUESTS}_bucket{{@{_ENDS}}}[$__rate_interval]))))",
                "{{route}}",
            )
        ],
    ),
    over_time(
        "Which routes fail?",
        "Server errors of the ten routes with the most.",
        "errors",
        "reqps",
        [
            promql(
                f"topk(10, sum by (route) (rate({_REQUESTS}_count"
                '{@, status=~"5.."}[$__rate_interval])))',
                "{{route}}",
            )
        ],
    ),
    over_time(
        "Which connections are refused?",
        "Connections refused within a request, or dropped for reading slowly, by reason.",
        "errors",
        "short",
        [
            promql(
                "sum by (reason) (increase(isotherm_api_connections_refused_total{@}"
                "[$__rate_interval]))",
                "{{reason}}",
            )
        ],
        bars=True,
    ),
]
_ROOM = [
    over_time(
        "How many requests run at once?",
        "Requests whose response has not ended, live streams among them, and open connections.",
        "errors",
        "short",
        [
            promql("sum(isotherm_api_requests_in_progress{@})", "requests"),
            promql("sum(isotherm_api_connections{@})", "connections"),
        ],
    ),
    over_time(
        "Are there enough database connections?",
        "Connections of the pools by state, and tasks that wait for one.",
        "database-lag",
        "short",
        [
            promql('sum by (state) (isotherm_process_pool_connections{@, job="api"})', "{{state}}"),
            promql('sum(isotherm_process_pool_waiting{@, job="api"})', "tasks that wait"),
        ],
    ),
    over_time(
        "How long do requests wait for a connection?",
        "Of the pools of database connections, opening one included.",
        "database-lag",
        "s",
        quantiles("isotherm_process_pool_wait_seconds", ', job="api"'),
        limit=(1, DOUBTFUL),
    ),
    over_time(
        "Do requests get no connection?",
        "Times that none was free in time, or that opening one failed.",
        "database-lag",
        "short",
        [
            promql(
                'sum(increase(isotherm_process_pool_given_up_total{@, job="api"}'
                "[$__rate_interval]))",
                "given up",
            )
        ],
        bars=True,
    ),
    over_time(
        "How do exports end?",
        "By result; refused are those beyond the number that may run at once.",
        "errors",
        "short",
        [
            promql(
                "sum by (result) (increase(isotherm_api_exports_total{@}[$__rate_interval]))",
                "{{result}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "How many exports run?",
        "Exports that are being downloaded now.",
        "errors",
        "short",
        [promql("sum(isotherm_api_exports_running{@})", "running")],
    ),
]
_LIVE = [
    over_time(
        "How many live streams are open?",
        "Pages that are told of each reading.",
        "errors",
        "short",
        [promql("sum(isotherm_api_live_streams{@})", "open")],
    ),
    over_time(
        "Why do live streams end?",
        "By reason; one that is slow does not read its events.",
        "errors",
        "short",
        [
            promql(
                "sum by (reason) (increase(isotherm_api_live_streams_ended_total{@}"
                "[$__rate_interval]))",
                "{{reason}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "What do live streams carry?",
        "Events sent to all of them.",
        "errors",
        "ops",
        [promql("sum(rate(isotherm_api_live_events_total{@}[$__rate_interval]))", "events")],
    ),
    over_time(
        "How fast are changes read?",
        "Time to read changed sensors after a notification.",
        "errors",
        "s",
        quantiles("isotherm_api_live_refresh_seconds"),
    ),
]

BOARD = Board(
    name="api",
    title="API health",
    description="Whether people's requests are answered, and how fast.",
    sources=[PROMETHEUS],
    sections=[
        ("Now", _NOW),
        ("Requests", _ANSWERS),
        ("Connections and exports", _ROOM),
        ("Live", _LIVE),
        ("Processes", processes("api")),
    ],
)
