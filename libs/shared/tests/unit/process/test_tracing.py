"""Without an endpoint nothing is traced."""

from opentelemetry import trace

from isotherm.process import tracing


def test_without_an_endpoint_the_no_op_tracer_stays() -> None:
    before = trace.get_tracer_provider()
    tracing.configure("test", "test-0", None)
    assert trace.get_tracer_provider() is before
    with trace.get_tracer("test").start_as_current_span("span") as span:
        assert not span.is_recording()
