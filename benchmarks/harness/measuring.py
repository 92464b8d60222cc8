"""What the runners have in common: the load generator's process, its measured window and the figures of it."""

import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import perftest
from .procfs import UsageWindow

_MARGIN_S = 60  # what a load generator may take beyond its run before it is taken for stuck
_IDLE_SETTLE_MIN_S = 3.0
_MIN_INTERVALS = 3
_BUSY_THREAD = 0.9
_IDLE_MACHINE = 0.1


class RunError(Exception):
    """A run gave no figures."""


@dataclass(frozen=True)
class Settings:
    warmup_s: float
    duration_s: float
    backlog_bytes_max: int
    java: str
    library: Path  # PerfTest's
    load_library: Path  # of the load generators of this project
    logs: Path


def usage_figures(usage):
    return {
        "window_s": usage.elapsed_s,
        "broker_cores": usage.broker_cpu_s / usage.elapsed_s,
        "generator_cores": usage.generator_cpu_s / usage.elapsed_s,
        "other_cores": usage.other_cores(),
        "machine_idle_share": usage.idle_share(),
        "broker_busiest_thread": usage.broker_busiest_thread,
        "generator_busiest_thread": usage.generator_busiest_thread,
        "broker_peak_rss_mb": usage.peak_rss_bytes / 1e6,
        "limit": limit(usage),
    }


def limit(usage):
    """What kept the rate from being higher, as far as CPU shows it: a hint for the reader of the table."""
    if usage.broker_busiest_thread >= _BUSY_THREAD:
        return "broker"
    if usage.generator_busiest_thread >= _BUSY_THREAD:
        return "generator"
    if usage.idle_share() < _IDLE_MACHINE:
        return "machine"
    return "none"


def settle_s(settings):
    """How long a broker is left alone before its memory is read."""
    return max(_IDLE_SETTLE_MIN_S, settings.warmup_s)


@contextmanager
def generator(name, arguments, log_path, run_s):
    """Runs a load generator; gives its process and its lines, which go to the log as they are read."""
    process = subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    watchdog = threading.Timer(run_s + _MARGIN_S, process.kill)
    watchdog.start()
    try:
        with open(log_path, "a", encoding="utf-8") as log:
            yield process, _logged(process.stdout, log)
    except RunError as error:
        raise RunError(f"{error}; the output of {name} is in {log_path}") from None
    finally:
        watchdog.cancel()
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()


def _logged(lines, log):
    for line in lines:
        log.write(line)
        yield line


def measure_window(lines, generator_pid, broker, scenario, settings):
    """Reads a generator's lines until the measured window is over, and returns the window's figures."""
    timeline, window, first, usage = perftest.Timeline(), None, 0, None
    flooded = False
    for line in lines:
        interval = perftest.parse_line(line)
        if interval is None:
            continue
        timeline.add(interval)
        flooded = backlog(timeline, scenario.copies) * scenario.message_bytes > settings.backlog_bytes_max
        done = timeline.end_s >= settings.warmup_s + settings.duration_s or flooded
        if window is not None and done:
            usage = window.close()
            break
        if done:
            raise RunError("the backlog passed its limit before the measured window")
        if window is None and timeline.end_s >= settings.warmup_s:
            # Both ends of the window are the moments at which the generator's line arrives.
            window = UsageWindow(broker.pids, lambda: [generator_pid], time.monotonic)
            first = len(timeline)
    if usage is None:
        raise RunError("the load generator ended before the measured window did")
    if len(timeline) - first < _MIN_INTERVALS:
        raise RunError("the backlog passed its limit at the start of the measured window")
    return timeline_figures(timeline, first, usage, scenario.copies, flooded)


def backlog(timeline, copies):
    """Messages in the queues by the generator's own counts."""
    return max(0.0, timeline.count("sent") * copies - timeline.count("received"))


def timeline_figures(timeline, first, usage, copies, flooded):
    seconds, consumed = timeline.seconds(first), timeline.count("received", first)
    if consumed == 0:
        raise RunError("nothing was consumed in the measured window")
    # The two clocks' windows differ by the milliseconds that a line takes to arrive, so rates are divided, not counts.
    per_message_us = 1e6 / usage.elapsed_s / (consumed / seconds)
    figures = {
        "published_per_s": timeline.count("sent", first) / seconds,
        "consumed_per_s": consumed / seconds,
        "broker_cpu_us_per_message": usage.broker_cpu_s * per_message_us,
        "generator_cpu_us_per_message": usage.generator_cpu_s * per_message_us,
        "backlog_messages": backlog(timeline, copies),
        "flooded": flooded,
        **usage_figures(usage),
    }
    for kind in ("consumer", "confirm", "pacing"):
        for name, value in timeline.latency(kind, first).items():
            figures[f"{kind}_latency_us_{name}"] = value
    return figures
