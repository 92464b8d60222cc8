#!/usr/bin/env python3
"""Publishes a long backlog to one durable queue, restarts the broker on it, and drains it; then a fifth of that to a consumer that
acknowledges nothing and goes, and drains what came back.

    benchmarks/backlog.py DISTRIBUTION LIBRARY [MESSAGES]

DISTRIBUTION is what `make dist` builds, LIBRARY the folder of PerfTest's jars that benchmarks/run.sh has fetched. The broker gets a
heap of 512 MB. Prints published and drained messages a second and the broker's resident memory along the way.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HEAP = "-Xmx512m"
BODY = 1000


def rss_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1000
    return 0


class Broker:
    def __init__(self, distribution, data):
        started = time.monotonic()
        environment = dict(os.environ, WARREN_JAVA_OPTS=HEAP, WARREN_CONFIG_FILE="/dev/null")
        self.process = subprocess.Popen(
            [f"{distribution}/bin/warren-server", "--data-dir", data, "--set", "listeners.tcp.default=127.0.0.1:0",
             "--set", "mqtt.listeners.tcp=none", "--set", "web_mqtt.tcp.port=none",
             "--set", "web_amqp.tcp.port=none", "--set", "management.tcp.port=none", "--set", "prometheus.tcp.port=none"],
            stdout=subprocess.PIPE, text=True, env=environment)
        self.port = None
        for line in self.process.stdout:
            address = re.search(r"127\.0\.0\.1:(\d+)", line)
            if address and not self.port:
                self.port = int(address.group(1))
            ready = re.search(r"ready in (\d+) ms", line)
            if ready:
                self.ready_ms = int(ready.group(1))
                break
        else:
            raise SystemExit("the broker did not start")
        self.start_s = time.monotonic() - started

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def kill(self):
        self.process.kill()
        self.process.wait()


def perf_test(library, port, arguments, broker, every):
    """Runs PerfTest, prints a line now and then, and gives the rates of its seconds."""
    command = ["java", "-Xmx512m", "-XX:+UseParallelGC", "-cp", f"{library}/*", "com.rabbitmq.perf.PerfTest",
               "--uri", f"amqp://127.0.0.1:{port}", *arguments.split()]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    rates, total = [], 0
    for line in run.stdout:
        found = re.search(r"(?:sent|received): ([\d ,.]+) msg/s", line)
        if found and "time" in line:
            rate = int(re.sub(r"\D", "", found.group(1)))
            rates.append(rate)
            total += rate
            if len(rates) % every == 0:
                print(f"  {len(rates):4} s  {total / 1e6:5.2f} million  {rate:8,} msg/s  "
                      f"resident {rss_mb(broker.process.pid):5.0f} MB", flush=True)
    run.wait()
    return rates


def mean(rates):
    return sum(rates) / max(1, len(rates))


def main():
    distribution, library = sys.argv[1:3]
    messages = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000_000
    data = tempfile.mkdtemp(prefix="warren-backlog-")
    queue = "--queue backlog --auto-delete false --flag persistent"
    try:
        broker = Broker(distribution, data)
        print(f"publishing {messages:,} messages of {BODY} bytes, no consumer, heap 512 MB")
        rates = perf_test(library, broker.port, f"{queue} --size {BODY} --confirm 2000 --consumers 0 --pmessages {messages}",
                          broker, 10)
        third = max(1, len(rates) // 5)
        print(f"published: first fifth {mean(rates[2:2 + third]):,.0f} msg/s, last fifth {mean(rates[-third:-1]):,.0f} msg/s")
        broker.kill()
        print("killed with kill -9")
        broker = Broker(distribution, data)
        print(f"ready again in {broker.ready_ms} ms, resident {rss_mb(broker.process.pid):.0f} MB")
        rates = perf_test(library, broker.port, f"{queue} --producers 0 --qos 1000 --multi-ack-every 200 --cmessages {messages}",
                          broker, 10)
        print(f"drained: {mean(rates[1:-1]):,.0f} msg/s")
        held = messages // 5
        print(f"publishing {held:,} messages to a consumer that takes all and acknowledges none")
        perf_test(library, broker.port, f"{queue} --size {BODY} --confirm 2000 --multi-ack-every {held * 2} "
                  f"--pmessages {held} --cmessages {held}", broker, 10)
        print(f"the consumer has gone, resident {rss_mb(broker.process.pid):.0f} MB")
        rates = perf_test(library, broker.port, f"{queue} --producers 0 --qos 1000 --multi-ack-every 200 --cmessages {held}",
                          broker, 10)
        print(f"drained what came back: {mean(rates[1:-1]):,.0f} msg/s")
        broker.stop()
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
