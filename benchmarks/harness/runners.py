"""Carries out one scenario on one running broker, and returns its figures as a flat dictionary."""

import multiprocessing
import os
import time

from . import amqp, idle, loadruns, perftest
from .measuring import RunError, generator, measure_window, usage_figures
from .procfs import UsageWindow, cpu_seconds, rss_bytes


def run_perftest(broker, scenario, settings):
    if scenario.prepare:
        scenario.prepare(broker.port)
    total_s = settings.warmup_s + settings.duration_s
    arguments = perftest.command(
        settings.java, settings.library, broker.uri, scenario.arguments, int(total_s) + 5
    )
    with generator("PerfTest", arguments, settings.logs / f"perftest-{scenario.name}.log", total_s) as (process, lines):
        return measure_window(lines, process.pid, broker, scenario, settings)


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


RUNNERS = {
    "perftest": run_perftest,
    "latency": run_perftest,
    "idle": idle.run,
    "churn": run_churn,
    "start": run_start,
    **loadruns.RUNNERS,
}


def run(broker, scenario, settings):
    """Starts a fresh broker, runs the scenario on it, stops it."""
    start_ms = broker.start(scenario.protocol)
    try:
        load_before = os.getloadavg()[0]
        figures = RUNNERS[scenario.kind](broker, scenario, settings)
        return {"start_ms": start_ms, "load_1m_before": load_before, "load_1m_after": os.getloadavg()[0], **figures}
    finally:
        broker.stop()
