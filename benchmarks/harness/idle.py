"""Carries out a scenario with connections that do nothing, of any protocol, on one running broker."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import amqp, loadruns
from .measuring import RunError, settle_s, usage_figures
from .procfs import UsageWindow, cpu_seconds, rss_bytes

_SETTLE_COLLECTED_S = 2  # after a collection, for what gives memory back later


@dataclass
class _Opened:
    """Connections that are all open."""

    count: int
    opening_s: float
    generator_pids: list
    figures: dict = field(default_factory=dict)  # complete when they are closed


@contextmanager
def _amqp_connections(broker, scenario, _settings):
    """Opens them one after the other, each with a channel and a queue."""
    started, connections = time.monotonic(), []
    try:
        for _ in range(scenario.connections):
            connection = amqp.Connection(broker.port)
            connections.append(connection)
            connection.declare_queue(exclusive=True)
        yield _Opened(len(connections), time.monotonic() - started, [])
    finally:
        for connection in connections:
            connection.abandon()


@contextmanager
def _generated_connections(broker, scenario, settings):
    """Has the load generator open them and keep them alive."""
    with loadruns.generator_of(broker, scenario, settings) as (process, lines):
        opened = _Opened(*loadruns.await_ready(process, lines, scenario.setup_s), [process.pid])
        yield opened
        totals = loadruns.finish(process, lines)
        if scenario.protocol == "mqtt" and totals["answered"] == 0:
            raise RunError("no PINGREQ was answered")
        opened.figures["pings"] = totals["pings"]


_OPENERS = {"amqp": _amqp_connections, "mqtt": _generated_connections, "amqp10": _generated_connections}


def _collected_rss_bytes(broker):
    broker.collect_garbage()
    time.sleep(_SETTLE_COLLECTED_S)
    return rss_bytes(broker.pids())


def run(broker, scenario, settings):
    """Memory that open connections take, the CPU that opening them and keeping them takes."""
    time.sleep(settle_s(settings))
    empty_bytes, empty_heap_bytes = _collected_rss_bytes(broker), broker.live_heap_bytes()
    cpu_before = cpu_seconds(broker.pids())
    with _OPENERS[scenario.protocol](broker, scenario, settings) as opened:
        opening_cpu_s = cpu_seconds(broker.pids()) - cpu_before
        time.sleep(settle_s(settings))
        window = UsageWindow(broker.pids, lambda: opened.generator_pids, time.monotonic)
        time.sleep(settings.duration_s)
        usage = window.close()
        uncollected_bytes = rss_bytes(broker.pids())
        full_bytes, full_heap_bytes = _collected_rss_bytes(broker), broker.live_heap_bytes()
    if full_heap_bytes is not None:
        opened.figures["heap_kb_per_connection"] = (full_heap_bytes - empty_heap_bytes) / 1e3 / opened.count
    return {
        "empty_rss_mb": empty_bytes / 1e6,
        "full_rss_mb": full_bytes / 1e6,
        "rss_kb_per_connection": (full_bytes - empty_bytes) / 1e3 / opened.count,
        "uncollected_rss_kb_per_connection": (uncollected_bytes - empty_bytes) / 1e3 / opened.count,
        "opened_per_s": opened.count / opened.opening_s,
        "broker_cpu_us_per_opening": opening_cpu_s * 1e6 / opened.count,
        "idle_cpu_percent": usage.broker_cpu_s / usage.elapsed_s * 100,
        **opened.figures,
        **usage_figures(usage),
    }
