"""RabbitMQ PerfTest: its command line, and what its output says about a window of time."""

import re
import statistics
import subprocess
from dataclasses import dataclass

_TIME = re.compile(r"\btime (\d+(?:\.\d+)?) s, ")
_RATE = re.compile(r"\b(sent|received|confirmed|nacked|returned): (\d+) msg/s")
_LATENCY = re.compile(r"\b(consumer|confirm|pacing) latency: (\d+(?:/\d+)*) (µs|ms)")
PERCENTILES = ("min", "p50", "p75", "p95", "p99")


@dataclass(frozen=True)
class Interval:
    """One line of PerfTest's output: the rates since the line before, and latencies in microseconds."""

    end_s: float
    rates: dict
    latencies_us: dict  # "consumer", "confirm" or "pacing" to five values, as PERCENTILES names them


def parse_line(line):
    """The interval that a line of output reports, or None for any other line."""
    time = _TIME.search(line)
    if time is None:
        return None
    rates = {name: int(rate) for name, rate in _RATE.findall(line)}
    latencies = {}
    for kind, values, unit in _LATENCY.findall(line):
        scale = 1000 if unit == "ms" else 1
        values = tuple(int(value) * scale for value in values.split("/"))
        if len(values) != len(PERCENTILES):
            raise ValueError(f"PerfTest prints other percentiles than expected: {line!r}")
        latencies[kind] = values
    return Interval(float(time.group(1)), rates, latencies)


class Timeline:
    """The intervals of one run so far. Counts are rates times the time that each rate held."""

    def __init__(self):
        self._intervals = []
        self._starts = []

    def add(self, interval):
        start = self._intervals[-1].end_s if self._intervals else 0.0
        if interval.end_s <= start:
            raise ValueError(f"PerfTest's time went from {start} s to {interval.end_s} s")
        self._starts.append(start)
        self._intervals.append(interval)

    def __len__(self):
        return len(self._intervals)

    @property
    def end_s(self):
        return self._intervals[-1].end_s if self._intervals else 0.0

    def count(self, kind, first=0):
        """Messages sent, received, confirmed, ... in the intervals from index ``first`` on."""
        pairs = list(zip(self._starts, self._intervals))[first:]
        return sum(interval.rates.get(kind, 0) * (interval.end_s - start) for start, interval in pairs)

    def seconds(self, first=0):
        return self.end_s - self._starts[first] if first < len(self) else 0.0

    def latency(self, kind, first=0):
        """Median over the intervals of each percentile, and the worst interval's p99; {} when none is printed."""
        rows = [i.latencies_us[kind] for i in self._intervals[first:] if any(i.latencies_us.get(kind, ()))]
        if not rows:
            return {}
        summary = {name: statistics.median(column) for name, column in zip(PERCENTILES, zip(*rows))}
        summary["p99_worst"] = max(row[-1] for row in rows)
        return summary


def command(java, library, uri, arguments, run_s):
    """Command line of a run that ends by itself after ``run_s`` seconds."""
    return [
        java,
        # A fixed heap and the cheapest collector, so that the generator takes little from the broker's cores.
        "-Xms512m",
        "-Xmx512m",
        "-XX:+UseParallelGC",
        "-Duser.language=en",
        "-cp",
        f"{library}/*",
        "com.rabbitmq.perf.PerfTest",
        "--uri",
        uri,
        "--interval",
        "1",
        "--time",
        str(run_s),
        *arguments,
    ]


def java_version(java):
    output = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    version = re.search(r'version "([^"]+)"', output)
    return version.group(1) if version else "of unknown version"


def describe(java, library):
    """PerfTest's version and the Java that runs it."""
    return f"{next(library.glob('perf-test-*.jar')).stem}, Java {java_version(java)}"
