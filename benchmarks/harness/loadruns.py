"""Carries out one scenario with a load generator of this project on one running broker."""

import signal
import threading
import time

from . import loadgenerator
from .measuring import RunError, Settings, generator, measure_window, settle_s
from .procfs import cpu_seconds, rss_bytes

_SETTLE_SUBSCRIPTIONS_S = 5  # between the last subscription and the first message
_END_S = 30  # what is underway at the end has so long to arrive


def generator_of(broker, scenario, settings, *more):
    """Runs the generator with the scenario's arguments, and more; gives its process and its lines."""
    protocol, name = scenario.protocol, loadgenerator.name(scenario.protocol)
    arguments = (*scenario.arguments, *broker.generator_arguments(protocol), *more)
    words = loadgenerator.command(settings.java, settings.load_library, protocol, broker.port_of(protocol), arguments)
    total_s = scenario.setup_s + settings.warmup_s + settings.duration_s + _END_S
    return generator(name, words, settings.logs / f"{name}-{scenario.name}.log", total_s)


def await_ready(process, lines, setup_s):
    """(connections, seconds it took to open them and to subscribe); the generator is killed when that takes too long."""
    limit, line = threading.Timer(setup_s, process.kill), "none"
    limit.start()
    try:
        for line in lines:
            ready = loadgenerator.parse_ready(line)
            if ready is not None:
                return ready
    finally:
        limit.cancel()
    if process.wait() == -signal.SIGKILL:
        raise RunError(f"not all was open and subscribed within {setup_s:g} s")
    raise RunError(f"not all was open and subscribed when the load generator ended, with the line: {line.strip()}")


def finish(process, lines):
    """Lets the generator publish no more and wait for what is underway; its counts of the whole run."""
    process.stdin.close()
    totals = None
    for line in lines:
        totals = loadgenerator.parse_total(line) or totals
    if totals is None or process.wait() != 0:
        raise RunError("the load generator did not come to its end")
    return totals


def _traffic_figures(process, lines, broker, scenario, settings):
    """Of the window, and of the whole run what did not come as it was asked for."""
    figures = measure_window(lines, process.pid, broker, scenario, settings)
    totals = finish(process, lines)
    if scenario.rate:
        figures["rate_percent"] = figures["consumed_per_s"] / (scenario.rate * scenario.copies) * 100
        figures["withheld_messages"] = totals["withheld"]
    return {
        **figures,
        "lost_messages": totals["lost"],
        "late_messages": totals["late"],
        "underway_messages": totals["underway"],
    }


def run_traffic(broker, scenario, settings: Settings):
    """Messages for as long as the warm-up and the window take."""
    with generator_of(broker, scenario, settings) as (process, lines):
        await_ready(process, lines, scenario.setup_s)
        return _traffic_figures(process, lines, broker, scenario, settings)


def run_subscriptions(broker, scenario, settings: Settings):
    """What subscriptions cost, and what a message costs among so many of them."""
    time.sleep(settle_s(settings))
    empty_bytes, cpu_before = rss_bytes(broker.pids()), cpu_seconds(broker.pids())
    settle = ("--settle", str(_SETTLE_SUBSCRIPTIONS_S))
    with generator_of(broker, scenario, settings, *settle) as (process, lines):
        _, setup_s = await_ready(process, lines, scenario.setup_s)
        setup_cpu_s = cpu_seconds(broker.pids()) - cpu_before
        time.sleep(_SETTLE_SUBSCRIPTIONS_S / 2)
        full_bytes = rss_bytes(broker.pids())
        figures = _traffic_figures(process, lines, broker, scenario, settings)
    return {
        **figures,
        "rss_bytes_per_subscription": (full_bytes - empty_bytes) / scenario.subscriptions,
        "subscribed_per_s": scenario.subscriptions / setup_s,
        "broker_cpu_us_per_subscription": setup_cpu_s * 1e6 / scenario.subscriptions,
    }


RUNNERS = {
    "mqtt": run_traffic,
    "mqtt-rate": run_traffic,
    "mqtt-subscriptions": run_subscriptions,
    "amqp10": run_traffic,
    "amqp10-rate": run_traffic,
    "stomp": run_traffic,
}
