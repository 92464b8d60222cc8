"""Carries out one MQTT scenario on one running broker."""

import threading
import time

from . import mqttload
from .measuring import RunError, Settings, generator, measure_window, settle_s, usage_figures
from .procfs import UsageWindow, cpu_seconds, rss_bytes

_SETTLE_SUBSCRIPTIONS_S = 5  # between the last subscription and the first message
_SETTLE_COLLECTED_S = 2  # after a collection, for what gives memory back later
_END_S = 30  # what is underway at the end has so long to arrive


def _generator(broker, scenario, settings, arguments):
    words = mqttload.command(settings.java, settings.mqtt_library, broker.mqtt_port, arguments)
    total_s = scenario.setup_s + settings.warmup_s + settings.duration_s + _END_S
    return generator("mqtt-load", words, settings.logs / f"mqtt-load-{scenario.name}.log", total_s)


def await_ready(process, lines, setup_s):
    """(connections, seconds it took to open them and to subscribe); the generator is killed when that takes too long."""
    limit = threading.Timer(setup_s, process.kill)
    limit.start()
    try:
        for line in lines:
            ready = mqttload.parse_ready(line)
            if ready is not None:
                return ready
    finally:
        limit.cancel()
    raise RunError(f"not all was open and subscribed when the load generator ended; it is given {setup_s:g} s for that")


def finish(process, lines):
    """Lets the generator publish no more and wait for what is underway; its counts of the whole run."""
    process.stdin.close()
    totals = None
    for line in lines:
        totals = mqttload.parse_total(line) or totals
    if totals is None or process.wait() != 0:
        raise RunError("the load generator did not come to its end")
    return totals


def loss_figures(totals):
    return {
        "lost_messages": totals["lost"],
        "late_messages": totals["late"],
        "underway_messages": totals["underway"],
    }


def run_traffic(broker, scenario, settings: Settings):
    """Messages for as long as the warm-up and the window take."""
    with _generator(broker, scenario, settings, scenario.arguments) as (process, lines):
        await_ready(process, lines, scenario.setup_s)
        figures = measure_window(lines, process.pid, broker, scenario, settings)
        return {**figures, **loss_figures(finish(process, lines))}


def _collected_rss_bytes(broker):
    broker.collect_garbage()
    time.sleep(_SETTLE_COLLECTED_S)
    return rss_bytes(broker.pids())


def run_idle(broker, scenario, settings: Settings):
    """Memory that open connections take, the CPU that opening them and keeping them alive takes."""
    time.sleep(settle_s(settings))
    empty_bytes = _collected_rss_bytes(broker)
    cpu_before = cpu_seconds(broker.pids())
    with _generator(broker, scenario, settings, scenario.arguments) as (process, lines):
        count, opening_s = await_ready(process, lines, scenario.setup_s)
        opening_cpu_s = cpu_seconds(broker.pids()) - cpu_before
        time.sleep(settle_s(settings))
        window = UsageWindow(broker.pids, lambda: [process.pid], time.monotonic)
        time.sleep(settings.duration_s)
        usage = window.close()
        uncollected_bytes = rss_bytes(broker.pids())
        full_bytes = _collected_rss_bytes(broker)
        totals = finish(process, lines)
    if totals["answered"] == 0:
        raise RunError("no PINGREQ was answered")
    return {
        "empty_rss_mb": empty_bytes / 1e6,
        "full_rss_mb": full_bytes / 1e6,
        "rss_kb_per_connection": (full_bytes - empty_bytes) / 1e3 / count,
        "uncollected_rss_kb_per_connection": (uncollected_bytes - empty_bytes) / 1e3 / count,
        "opened_per_s": count / opening_s,
        "broker_cpu_us_per_opening": opening_cpu_s * 1e6 / count,
        "idle_cpu_percent": usage.broker_cpu_s / usage.elapsed_s * 100,
        "pings": totals["pings"],
        **usage_figures(usage),
    }


def run_subscriptions(broker, scenario, settings: Settings):
    """What subscriptions cost, and what a message costs among so many of them."""
    time.sleep(settle_s(settings))
    empty_bytes, cpu_before = rss_bytes(broker.pids()), cpu_seconds(broker.pids())
    arguments = (*scenario.arguments, "--settle", str(_SETTLE_SUBSCRIPTIONS_S))
    with _generator(broker, scenario, settings, arguments) as (process, lines):
        _, setup_s = await_ready(process, lines, scenario.setup_s)
        setup_cpu_s = cpu_seconds(broker.pids()) - cpu_before
        time.sleep(_SETTLE_SUBSCRIPTIONS_S / 2)
        full_bytes = rss_bytes(broker.pids())
        figures = measure_window(lines, process.pid, broker, scenario, settings)
        figures.update(loss_figures(finish(process, lines)))
    return {
        **figures,
        "rss_bytes_per_subscription": (full_bytes - empty_bytes) / scenario.subscriptions,
        "subscribed_per_s": scenario.subscriptions / setup_s,
        "broker_cpu_us_per_subscription": setup_cpu_s * 1e6 / scenario.subscriptions,
    }


RUNNERS = {"mqtt": run_traffic, "mqtt-idle": run_idle, "mqtt-subscriptions": run_subscriptions}
