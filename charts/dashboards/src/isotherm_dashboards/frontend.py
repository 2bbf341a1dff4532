"""Whether the pages' server answers, and whether it reaches the API and Keycloak."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import BAD, DOUBTFUL, number, over_time, thresholds
from isotherm_dashboards.processes import processes
from isotherm_dashboards.queries import promql, promql_now, quantiles
from isotherm_dashboards.sources import PROMETHEUS

_REQUEST = "isotherm_frontend_request_seconds"
_FAILING = (
    f'(sum(rate({_REQUEST}_count{{@, status=~"5xx|none"}}[$__rate_interval])) or vector(0))'
    f" / (sum(rate({_REQUEST}_count{{@}}[$__rate_interval])) > 0)"
)
_PAGES = ', route=~"page|navigation"'

_NOW = [
    number(
        "Do requests fail?",
        "The share of requests that ended in a server error or without an answer.",
        "errors",
        "percentunit",
        [promql_now(_FAILING, "failing")],
        colours=thresholds((0.01, DOUBTFUL), (0.05, BAD)),
    ),
    number(
        "How fast do pages come?",
        "The 99th percentile of pages and of navigations inside them.",
        "errors",
        "s",
        quantiles(_REQUEST, _PAGES)[1:],
        colours=thresholds((1, DOUBTFUL), (5, BAD)),
    ),
    number(
        "How many people are signed in?",
        "Sessions whose access token a process holds.",
        "errors",
        "short",
        [promql_now("sum(isotherm_frontend_sessions{@})", "sessions")],
    ),
    number(
        "How many pages are live?",
        "Live streams that are passed on now.",
        "errors",
        "short",
        [promql_now("sum(isotherm_frontend_live_streams{@})", "open")],
    ),
]
_REQUESTS = [
    over_time(
        "How are requests answered?",
        "By status; none are requests that ended without an answer.",
        "errors",
        "reqps",
        [promql(f"sum by (status) (rate({_REQUEST}_count{{@}}[$__rate_interval]))", "{{status}}")],
    ),
    over_time(
        "How long do requests take?",
        "The 99th percentile by route; live streams and downloads until the head of the response.",
        "errors",
        "s",
        [
            promql(
                "histogram_quantile(0.99, sum by (le, route) "
                f"(rate({_REQUEST}_bucket{{@}}[$__rate_interval])))",
                "{{route}}",
            )
        ],
    ),
    over_time(
        "What fails while a page is rendered?",
        "Errors raised, by what raised them, and those that nothing caught.",
        "errors",
        "short",
        [
            promql(
                "sum by (kind) (increase(isotherm_frontend_render_failures_total{@}"
                "[$__rate_interval]))",
                "{{kind}}",
            ),
            promql(
                "sum by (kind) (increase(isotherm_frontend_uncaught_errors_total{@}"
                "[$__rate_interval]))",
                "uncaught {{kind}}",
            ),
        ],
        bars=True,
    ),
    over_time(
        "What fails in people's browsers?",
        "Uncaught errors of pages, as browsers report them; the log has their messages.",
        "errors",
        "short",
        [
            promql(
                "sum by (kind) (increase(isotherm_frontend_page_errors_total{@}"
                "[$__rate_interval]))",
                "{{kind}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "What is rendered?",
        "The ten pages that are rendered most.",
        "errors",
        "ops",
        [
            promql(
                "topk(10, sum by (page) "
                "(rate(isotherm_frontend_pages_total{@}[$__rate_interval])))",
                "{{page}}",
            )
        ],
    ),
]
_UPSTREAM = [
    over_time(
        "Who does not answer?",
        "Exchanges with the API or the sign-in service that failed, by kind.",
        "down",
        "short",
        [
            promql(
                "sum by (upstream, kind) (increase(isotherm_frontend_upstream_failures_total{@}"
                "[$__rate_interval])) > 0",
                "{{upstream}} {{kind}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "How fast do they answer?",
        "The 99th percentile of the time to the head of the response.",
        "errors",
        "s",
        [
            promql(
                "histogram_quantile(0.99, sum by (le, upstream) "
                "(rate(isotherm_frontend_upstream_seconds_bucket{@}[$__rate_interval])))",
                "{{upstream}}",
            )
        ],
        limit=(1, DOUBTFUL),
    ),
    over_time(
        "What is passed on now?",
        "Responses of the API that are being passed on, and the live streams among them.",
        "errors",
        "short",
        [
            promql("sum(isotherm_frontend_open_responses{@})", "responses"),
            promql("sum(isotherm_frontend_live_streams{@})", "live streams"),
        ],
    ),
]
_SESSIONS = [
    over_time(
        "Can people sign in?",
        "Sign-ins that came back from the sign-in service, by outcome.",
        "errors",
        "short",
        [
            promql(
                "sum by (outcome) (increase(isotherm_frontend_sign_ins_total{@}"
                "[$__rate_interval]))",
                "{{outcome}}",
            )
        ],
        width=8,
        bars=True,
    ),
    over_time(
        "Do sessions stay signed in?",
        "Access tokens fetched, by outcome; ended if the session was over at the sign-in service.",
        "errors",
        "short",
        [
            promql(
                "sum by (outcome) (increase(isotherm_frontend_refreshes_total{@}"
                "[$__rate_interval]))",
                "{{outcome}}",
            )
        ],
        width=8,
        bars=True,
    ),
    over_time(
        "Do people sign out whole?",
        "Sessions signed out of, by outcome; half means that the sign-in service did not respond.",
        "errors",
        "short",
        [
            promql(
                "sum by (outcome) (increase(isotherm_frontend_sign_outs_total{@}"
                "[$__rate_interval]))",
                "{{outcome}}",
            )
        ],
        width=8,
        bars=True,
    ),
    over_time(
        "Do session cookies fit?",
        "The 99th percentile of their size; browsers drop what is longer than 4096 bytes.",
        "errors",
        "bytes",
        quantiles("isotherm_frontend_session_cookie_bytes")[1:],
        limit=(4000, BAD),
    ),
    over_time(
        "Does the server keep up?",
        "How late a timer runs that is due every half second.",
        "errors",
        "s",
        quantiles("isotherm_frontend_event_loop_lag_seconds"),
        limit=(0.25, DOUBTFUL),
    ),
    over_time(
        "How much of its time does it work?",
        "Time that the event loop works rather than waits, of each process.",
        "errors",
        "percentunit",
        [
            promql(
                "rate(isotherm_frontend_event_loop_busy_seconds_total{@}[$__rate_interval])",
                "{{instance}}",
            )
        ],
    ),
    over_time(
        "What takes its memory?",
        "Memory of JavaScript objects, of all processes.",
        "errors",
        "bytes",
        [promql("sum by (kind) (isotherm_frontend_heap_bytes{@})", "{{kind}}")],
    ),
]

BOARD = Board(
    name="frontend",
    title="Frontend health",
    description="Whether the pages' server answers, and whether it reaches the API and Keycloak.",
    sources=[PROMETHEUS],
    sections=[
        ("Now", _NOW),
        ("Requests", _REQUESTS),
        ("The API and Keycloak", _UPSTREAM),
        ("Sessions", _SESSIONS),
        ("Processes", processes("frontend")),
    ],
)
