#!/usr/bin/env python3
"""What management costs and how fast it answers, with many queues and connections.

    benchmarks/management.py DISTRIBUTION LOAD PERFTEST [ROUNDS [SECONDS [QUEUES [CONNECTIONS]]]]

DISTRIBUTION is what `make dist` builds; LOAD and PERFTEST are the folders of jars of the load generators and of RabbitMQ PerfTest that
benchmarks/run.sh has made. Two brokers get QUEUES (10,000) durable queues by a definitions file and CONNECTIONS (5,000) idle MQTT clients: one
with the HTTP API, its pages and Prometheus, one without. First the answers of the one that has them are timed, each request alone, over one
connection. Then the same loads go through both in turns, while the overview of the one is asked for every 5 s, as its page does, and its
/metrics every 15 s, as Prometheus does. Prints the medians: milliseconds; messages consumed a second, and the broker's CPU time for each.
"""

import base64
import http.client
import json
import resource
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time

from transports import GENERATOR, JAVA, WARMUP_S, Broker, measure

AUTHORIZATION = {"Authorization": "Basic " + base64.b64encode(b"guest:guest").decode()}
REQUESTS = 100
API, METRICS = 35690, 35691


class Managed(Broker):
    """One of the two."""

    SETTINGS = {"amqp": "listeners.tcp.default", "mqtt": "mqtt.listeners.tcp.default", "stomp": "stomp.listeners.tcp.default"}

    def __init__(self, distribution, folder, first_port, *more):  # pylint: disable=super-init-not-called
        self.start(
            distribution, folder,
            ["web_amqp.tcp.port=none", "web_stomp.tcp.port=none", "web_mqtt.tcp.port=none", f"load_definitions={folder}/definitions.json", *more],
            first_port)


def definitions(path, queues):
    file = {
        "users": [{"name": "guest", "password": "guest", "tags": "administrator"}],
        "vhosts": [{"name": "/"}],
        "permissions": [{"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
        "queues": [{"name": f"queue-{n:05}", "vhost": "/", "durable": True, "auto_delete": False, "arguments": {}} for n in range(queues)],
        "exchanges": [], "bindings": [],
    }
    with open(path, "w", encoding="utf-8") as out:
        json.dump(file, out)


def mqtt_clients(port, count):
    """Idle MQTT 3.1.1 clients, without keep-alive."""
    clients = []
    for n in range(count):
        client = socket.create_connection(("127.0.0.1", port))
        name = f"idle-{n}".encode()
        body = (struct.pack(">H", 4) + b"MQTT\x04\xc2\x00\x00" + struct.pack(">H", len(name)) + name
                + struct.pack(">H", 5) + b"guest" + struct.pack(">H", 5) + b"guest")
        client.sendall(bytes([0x10, len(body)]) + body)
        clients.append(client)
    for client in clients:
        answer = client.recv(4)
        if answer[:2] != b"\x20\x02" or answer[3] != 0:
            raise SystemExit(f"a client was refused: {answer!r}")
    return clients


def ask(connection, path):
    connection.request("GET", path, headers=AUTHORIZATION)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"GET {path}: {answer.status} {body[:200]!r}")
    return body


def time_answers():
    for title, port, path in (
        ("/api/overview", API, "/api/overview"),
        ("100 queues, a page", API, "/api/queues?page=3&page_size=100"),
        ("100 queues, by messages", API, "/api/queues?page=1&page_size=100&sort=messages&sort_reverse=true"),
        ("100 queues, by publish rate", API, "/api/queues?page=1&page_size=100&sort=message_stats.publish_details.rate&sort_reverse=true"),
        ("100 connections, a page", API, "/api/connections?page=3&page_size=100"),
        ("/metrics", METRICS, "/metrics"),
        ("/metrics/per-object", METRICS, "/metrics/per-object"),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        times = []
        for _ in range(REQUESTS):
            started = time.monotonic()
            size = len(ask(connection, path))
            times.append((time.monotonic() - started) * 1e3)
        first, times = times[0], sorted(times[REQUESTS // 4:])
        print(f"{title}: first {first:.0f} ms, then {statistics.median(times):.1f} ms, 99 % {times[int(len(times) * .99)]:.1f} ms; {size:,} bytes", flush=True)
        connection.close()


def watch(ended):
    """Asks as an open page and a Prometheus do."""
    pages, metrics = http.client.HTTPConnection("127.0.0.1", API), http.client.HTTPConnection("127.0.0.1", METRICS)
    turn = 0
    while not ended.wait(5):
        ask(pages, "/api/overview?lengths_age=600&lengths_incr=5&msg_rates_age=600&msg_rates_incr=5")
        turn += 1
        if turn % 3 == 0:
            ask(metrics, "/metrics")


def main():
    distribution, load, perftest = sys.argv[1:4]
    rounds, seconds, queues, connections = (int(given) for given in [*sys.argv[4:8], *["3", "8", "10000", "5000"][len(sys.argv[4:8]):]])
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    length = str(WARMUP_S + seconds + 5)
    with tempfile.TemporaryDirectory() as on_folder, tempfile.TemporaryDirectory() as off_folder:
        for folder in (on_folder, off_folder):
            definitions(f"{folder}/definitions.json", queues)
        brokers = {
            "without": Managed(distribution, off_folder, 35672, "management.tcp.port=none", "prometheus.tcp.port=none"),
            "with": Managed(distribution, on_folder, 35682, f"management.tcp.listener=127.0.0.1:{API}", f"prometheus.tcp.listener=127.0.0.1:{METRICS}"),
        }
        ended = threading.Event()
        try:
            idle = [mqtt_clients(broker.ports["mqtt"], connections) for broker in brokers.values()]
            time_answers()
            threading.Thread(target=watch, args=(ended,), daemon=True).start()

            def loads(ports):
                user = ["--user", "guest", "--password", "guest", "--seconds", length]
                return {
                    "MQTT, QoS 0, 128 B": [*GENERATOR, "-cp", f"{load}/*", "io.warrenmq.benchmarks.mqtt.MqttLoad", "one-to-one",
                                           "--port", str(ports["mqtt"]), "--qos", "0", "--ahead", "2000", *user],
                    "STOMP, 1 kB": [*GENERATOR, "-cp", f"{load}/*", "io.warrenmq.benchmarks.stomp.StompLoad", "one-to-one",
                                    "--port", str(ports["stomp"]), "--ahead", "2000", *user],
                    "AMQP 0-9-1 by PerfTest, 1 kB": [*JAVA[:1], "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{perftest}/*", "com.rabbitmq.perf.PerfTest",
                                                     "--uri", f"amqp://guest:guest@127.0.0.1:{ports['amqp']}", "-x", "1", "-y", "1", "-s", "1000",
                                                     "-a", "-q", "1000", "-z", length],
                }

            commands = {side: loads(broker.ports) for side, broker in brokers.items()}
            for title in commands["with"]:
                figures = {side: [] for side in brokers}
                for number in range(rounds):
                    for side, broker in brokers.items():
                        rate, cpu = measure(broker, commands[side][title], seconds)
                        figures[side].append((rate, cpu))
                        print(f"{title}, round {number + 1}, {side}: {rate:,.0f} msg/s, {cpu:.2f} µs", flush=True)
                base, other = ([statistics.median(column) for column in zip(*figures[side])] for side in ("without", "with"))
                print(f"{title}: without {base[0]:,.0f} msg/s, {base[1]:.2f} µs; with {other[0]:,.0f} msg/s, {other[1]:.2f} µs; "
                      f"rate {other[0] / base[0]:.2f}, CPU {other[1] / base[1]:.2f}", flush=True)
            del idle
        finally:
            ended.set()
            for broker in brokers.values():
                broker.process.terminate()
                broker.process.wait()


if __name__ == "__main__":
    main()
