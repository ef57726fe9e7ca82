"""Logs and metrics: one line and a few counters per request, cheap enough to be always on."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from shopwright.platform.settings import LogFormat

MULTIPROCESS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
UNMATCHED = "(none)"
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
OTHER_METHOD = "OTHER"


def configure_logs(log_format: LogFormat, *, level: int = logging.INFO) -> None:
    """Let `structlog` write lines for people or for machines, and the libraries' own logs with them."""
    is_json = log_format == "json"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso" if is_json else "%H:%M:%S", utc=is_json),
            _as_json if is_json else _as_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", stream=sys.stdout)


def _as_json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
    _spell_traceback(event)
    return msgspec.json.encode(event, enc_hook=repr)


def _as_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
    traceback = _spell_traceback(event)
    event.pop("traceback", None)
    moment, level, name = event.pop("timestamp"), event.pop("level"), event.pop("event")
    rest = " ".join(f"{key}={value}" for key, value in event.items())
    line = f"{moment} {level:<7} {name} {rest}".rstrip()
    return f"{line}\n{traceback}".rstrip().encode() if traceback else line.encode()


def _spell_traceback(event: MutableMapping[str, Any]) -> str:
    if "exc_info" not in event:
        return ""
    structlog.processors.format_exc_info(None, "", event)
    traceback = str(event.pop("exception", ""))
    event["traceback"] = traceback
    return traceback


class HttpMetrics:
    """Counts and times requests by route template and known method, so that no visitor makes up new series."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self._requests = Counter(
            "shopwright_http_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "shopwright_http_request_seconds",
            "Time to the end of the answer, of a stream to its beginning.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._known: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Record one answered request; a method that no route has is counted as `OTHER`."""
        method = method if method in METHODS else OTHER_METHOD
        key = (method, route, status)
        found = self._known.get(key)
        if found is None:
            found = (self._requests.labels(method, route, str(status)), self._seconds.labels(route))
            self._known[key] = found
        found[0].inc()
        found[1].observe(seconds)

    def text(self, *, folder: str | None = None) -> bytes:
        """Everything in Prometheus's text format; `folder` gathers what several processes wrote there."""
        if folder is None:
            return generate_latest(self.registry)
        gathered = CollectorRegistry()
        MultiProcessCollector(gathered, path=folder)  # type: ignore[no-untyped-call]  # The library is untyped here.
        return generate_latest(gathered)
