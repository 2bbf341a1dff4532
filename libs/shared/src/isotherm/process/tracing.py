"""Traces by OTLP, if an endpoint is set; otherwise nothing is recorded or sent."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def configure(service: str, instance: str, endpoint: str | None) -> None:
    """Configure the process's tracer; without an endpoint, OpenTelemetry's no-op tracer stays."""
    if endpoint is None:
        return
    names = {"service.name": f"isotherm-{service}", "service.instance.id": instance}
    provider = TracerProvider(resource=Resource.create(names))
    exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
