"""This project's load generators: their command line, and what their output says of a whole run.

Its lines with a time have the form of PerfTest's, so ``perftest`` reads those.
"""

import re

from .mqtt import PASSWORD, USER
from .perftest import java_version

_READY = re.compile(r"^ready: (\d+) connections in (\d+\.\d+) s$")
_TOTAL = re.compile(r"^total: (.+)$")
_COUNT = re.compile(r"(\w+) (\d+)")
TOTALS = {"sent", "received", "lost", "late", "underway", "withheld", "pings", "answered"}


_MAIN_CLASSES = {"mqtt": "mqtt.MqttLoad", "amqp10": "amqp10.Amqp10Load", "stomp": "stomp.StompLoad"}


def name(protocol):
    return f"{protocol}-load"


def command(java, library, protocol, port, arguments):
    """Command line of a run that ends when its standard input does."""
    return [
        java,
        # A fixed heap, the collector that uses one thread, and Netty without its checks: it makes next to no garbage.
        "-Xms256m",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-Dio.netty.buffer.checkAccessible=false",
        "-Dio.netty.buffer.checkBounds=false",
        "-Dio.netty.leakDetection.level=disabled",
        "-cp",
        f"{library}/*",
        f"io.warrenmq.benchmarks.{_MAIN_CLASSES[protocol]}",
        arguments[0],
        "--port",
        str(port),
        "--user",
        USER,
        "--password",
        PASSWORD,
        *arguments[1:],
    ]


def parse_ready(line):
    """(connections, seconds it took) of the line that says that all are open and subscribed; None for others."""
    found = _READY.match(line)
    return (int(found.group(1)), float(found.group(2))) if found else None


def parse_total(line):
    """The counts of the last line, by name; None for others."""
    found = _TOTAL.match(line)
    if not found:
        return None
    counts = {name: int(count) for name, count in _COUNT.findall(found.group(1))}
    if set(counts) != TOTALS:
        raise ValueError(f"the load generator counts other things than expected: {line!r}")
    return counts


def describe(protocol, java):
    return f"{name(protocol)} of this checkout, Java {java_version(java)}"
