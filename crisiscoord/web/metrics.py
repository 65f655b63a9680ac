"""What is measured, for Prometheus. Labels are few and known in advance, and name nobody."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

#: Seconds: from what a cached answer takes to what somebody gives up on.
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The measures of one process. Each house has its own registry, so that tests may have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "crisiscoord_requests", "Requests answered.", ["route", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "crisiscoord_request_seconds", "Time to answer.", ["route"], registry=self.registry, buckets=_BUCKETS
        )
        self._commands = Counter(
            "crisiscoord_commands", "Commands answered, by their outcome.", ["do", "outcome"], registry=self.registry
        )
        self._viewers = Gauge("crisiscoord_viewers", "Open sockets.", registry=self.registry)
        self._watched = Gauge("crisiscoord_watched_dossiers", "Dossiers on some screen.", registry=self.registry)
        self._bell = Gauge("crisiscoord_bell_healthy", "1 while rings reach other processes.", registry=self.registry)
        self._lag = Gauge(
            "crisiscoord_metronome_lag_seconds", "How long the oldest due instant has waited.", registry=self.registry
        )

        # Finding a counter by its labels costs more than counting: each is looked for once.
        self._request = cache(self.requests.labels)
        self._second = cache(self.seconds.labels)
        self._command = cache(self._commands.labels)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        self._request(route, method, f"{status // 100}xx").inc()
        self._second(route).observe(seconds)

    def carried_out(self, do: str, outcome: str) -> None:
        """Count a command; `outcome` is `done`, `again`, or the code of the refusal."""
        self._command(do, outcome).inc()

    def text(self, viewers: int, watched: int, bell_healthy: bool, lag_s: float) -> bytes:
        """Return every measure as Prometheus reads it."""
        self._viewers.set(viewers)
        self._watched.set(watched)
        self._bell.set(1 if bell_healthy else 0)
        self._lag.set(lag_s)
        return generate_latest(self.registry)
