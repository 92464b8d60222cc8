"""Carries out one scenario on one running broker, and returns its figures as a flat dictionary."""

import multiprocessing
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from . import amqp, perftest
from .procfs import UsageWindow, cpu_seconds, rss_bytes

_MARGIN_S = 60  # what PerfTest may take beyond its run before it is taken for stuck
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
    library: Path
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


def run_perftest(broker, scenario, settings):
    if scenario.prepare:
        scenario.prepare(broker.port)
    total_s = settings.warmup_s + settings.duration_s
    arguments = perftest.command(
        settings.java, settings.library, broker.uri, scenario.arguments, int(total_s) + 5
    )
    log_path = settings.logs / f"perftest-{scenario.name}.log"
    generator = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watchdog = threading.Timer(total_s + _MARGIN_S, generator.kill)
    watchdog.start()
    try:
        with open(log_path, "a", encoding="utf-8") as log:
            return _measure_perftest(broker, scenario, settings, generator, log)
    except RunError as error:
        raise RunError(f"{error}; PerfTest's output is in {log_path}") from None
    finally:
        watchdog.cancel()
        generator.kill()
        generator.stdout.close()
        generator.wait()


def _measure_perftest(broker, scenario, settings, generator, log):
    timeline, window, first, usage = perftest.Timeline(), None, 0, None
    flooded = False
    for line in generator.stdout:
        log.write(line)
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
            # Both ends of the window are the moments at which PerfTest's line arrives.
            window = UsageWindow(broker.pids, lambda: [generator.pid], time.monotonic)
            first = len(timeline)
    if usage is None:
        raise RunError("PerfTest ended before the measured window did")
    if len(timeline) - first < _MIN_INTERVALS:
        raise RunError("the backlog passed its limit at the start of the measured window")
    return perftest_figures(timeline, first, usage, scenario.copies, flooded)


def backlog(timeline, copies):
    """Messages in the queues by the generator's own counts."""
    return max(0.0, timeline.count("sent") * copies - timeline.count("received"))


def perftest_figures(timeline, first, usage, copies, flooded):
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
    for kind in ("consumer", "confirm"):
        for name, value in timeline.latency(kind, first).items():
            figures[f"{kind}_latency_us_{name}"] = value
    return figures


def run_idle(broker, scenario, settings):
    """Memory that open, idle connections take, and the CPU that they keep busy."""
    settle_s = max(_IDLE_SETTLE_MIN_S, settings.warmup_s)
    time.sleep(settle_s)
    empty_bytes = rss_bytes(broker.pids())
    cpu_before, started = cpu_seconds(broker.pids()), time.monotonic()
    connections = []
    try:
        for _ in range(scenario.connections):
            connection = amqp.Connection(broker.port)
            connections.append(connection)
            connection.declare_queue(exclusive=True)
        opening_s = time.monotonic() - started
        opening_cpu_s = cpu_seconds(broker.pids()) - cpu_before
        time.sleep(settle_s)
        window = UsageWindow(broker.pids, lambda: [], time.monotonic)
        time.sleep(settings.duration_s)
        usage = window.close()
        full_bytes = rss_bytes(broker.pids())
    finally:
        for connection in connections:
            connection.abandon()
    return {
        "empty_rss_mb": empty_bytes / 1e6,
        "full_rss_mb": full_bytes / 1e6,
        "rss_kb_per_connection": (full_bytes - empty_bytes) / 1e3 / scenario.connections,
        "opened_per_s": scenario.connections / opening_s,
        "broker_cpu_us_per_opening": opening_cpu_s * 1e6 / scenario.connections,
        **usage_figures(usage),
    }


def _churn_client(port, count, stop):
    try:
        while not stop.is_set():
            amqp.Connection(port).close()
            count.value += 1
    except (OSError, amqp.AmqpError):
        if not stop.is_set():
            raise


def run_churn(broker, scenario, settings):
    """Connections opened and closed, each with a channel."""
    context = multiprocessing.get_context("fork")
    stop = context.Event()
    counts = [context.RawValue("Q", 0) for _ in range(scenario.connections)]
    clients = [
        context.Process(target=_churn_client, args=(broker.port, count, stop), daemon=True) for count in counts
    ]
    for client in clients:
        client.start()
    try:
        time.sleep(settings.warmup_s)
        window = UsageWindow(broker.pids, lambda: [client.pid for client in clients], time.monotonic)
        before = sum(count.value for count in counts)
        time.sleep(settings.duration_s)
        opened = sum(count.value for count in counts) - before
        usage = window.close()
        if not all(client.is_alive() for client in clients):
            raise RunError("a client of the churn scenario failed; its error is above")
    finally:
        stop.set()
        for client in clients:
            client.join(10)
            client.kill()
    if opened == 0:
        raise RunError("no connection was opened in the measured window")
    return {
        "connections_per_s": opened / usage.elapsed_s,
        "broker_cpu_us_per_connection": usage.broker_cpu_s * 1e6 / opened,
        "generator_cpu_us_per_connection": usage.generator_cpu_s * 1e6 / opened,
        **usage_figures(usage),
    }


def run_start(broker, _scenario, _settings):
    """What starting took; the time itself is measured by the caller, for every kind of scenario."""
    pids = broker.pids()
    return {"start_cpu_ms": cpu_seconds(pids) * 1000, "empty_rss_mb": rss_bytes(pids) / 1e6}


RUNNERS = {"perftest": run_perftest, "latency": run_perftest, "idle": run_idle, "churn": run_churn, "start": run_start}


def run(broker, scenario, settings):
    """Starts a fresh broker, runs the scenario on it, stops it."""
    start_ms = broker.start()
    try:
        load_before = os.getloadavg()[0]
        figures = RUNNERS[scenario.kind](broker, scenario, settings)
        return {"start_ms": start_ms, "load_1m_before": load_before, "load_1m_after": os.getloadavg()[0], **figures}
    finally:
        broker.stop()
