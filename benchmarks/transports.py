#!/usr/bin/env python3
"""What WebSocket, TLS and one port for every protocol cost: the same load over TCP and over WebSocket, plain and over TLS 1.3, to a
protocol's own port and to the one for all, in turns.

    benchmarks/transports.py DISTRIBUTION LOAD PERFTEST [ROUNDS [SECONDS [KEY=VALUE ...]]]

DISTRIBUTION is what `make dist` builds; LOAD and PERFTEST are the folders of jars of the load generators and of RabbitMQ PerfTest that
benchmarks/run.sh has made; KEY=VALUE are settings of the broker. Needs openssl and keytool. Prints a line for each run, and the medians: messages consumed a second, and the broker's
CPU time for each, after some seconds of warming up.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

JAVA = ["java", "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC"]
GENERATOR = [*JAVA, "-Dio.netty.buffer.checkAccessible=false", "-Dio.netty.buffer.checkBounds=false", "-Dio.netty.leakDetection.level=disabled"]
WARMUP_S = 8
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"],
        check=True, capture_output=True)
    subprocess.run(
        ["keytool", "-importcert", "-noprompt", "-file", f"{folder}/cert.pem", "-keystore", f"{folder}/trust.p12", "-storetype", "PKCS12",
         "-storepass", "changeit"],
        check=True, capture_output=True)


class Broker:
    """One with all listeners that are measured, on ports of its own choice."""

    SETTINGS = {
        "amqp": "listeners.tcp.default", "amqps": "listeners.ssl.default", "stomp": "stomp.listeners.tcp.default",
        "web_stomp": "web_stomp.tcp.listener", "mqtt": "mqtt.listeners.tcp.default", "web_mqtt": "web_mqtt.tcp.listener",
        "all": "listeners.all.default",
    }

    def __init__(self, distribution, folder, settings=()):
        self.start(
            distribution, folder,
            ["web_amqp.tcp.port=none", "management.tcp.port=none", "prometheus.tcp.port=none", "web_stomp.ws_frame=binary",
             f"ssl_options.certfile={folder}/cert.pem", f"ssl_options.keyfile={folder}/key.pem", *settings],
            35672)

    def start(self, distribution, folder, settings, first_port):
        command = [f"{distribution}/bin/warren-server", "--data-dir", f"{folder}/data"]
        for setting in settings:
            command += ["--set", setting]
        self.ports = {}
        for number, (name, key) in enumerate(self.SETTINGS.items()):
            self.ports[name] = first_port + number
            command += ["--set", f"{key}=127.0.0.1:{self.ports[name]}"]
        environment = dict(os.environ, WARREN_CONFIG_FILE="/dev/null")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        for line in self.process.stdout:
            if re.search(r"ready in \d+ ms", line):
                return
        raise SystemExit("the broker did not start")

    def pid(self):
        children = subprocess.run(["pgrep", "-P", str(self.process.pid), "java"], capture_output=True, text=True, check=False).stdout.split()
        return int(children[0]) if children else self.process.pid


def measure(broker, command, seconds):
    """Messages received a second and microseconds of CPU for each."""
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.PIPE, text=True)
    received = lines = 0
    cpu = started = None
    for line in run.stdout:
        found = re.search(r"received: ([\d ,.]+) msg/s", line)
        if not found or "time" not in line:
            continue
        lines += 1
        if lines == WARMUP_S:
            cpu, started = cpu_s(broker.pid()), time.monotonic()
        elif started is not None:
            received += int(re.sub(r"\D", "", found.group(1)))
            if lines == WARMUP_S + seconds:
                elapsed, used = time.monotonic() - started, cpu_s(broker.pid()) - cpu
                break
    else:
        raise SystemExit(f"the run ended early: {' '.join(command)}")
    run.kill()
    run.wait()
    return received / elapsed, used / max(received, 1) * 1e6


def main():
    distribution, load, perftest = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    seconds = int(sys.argv[5]) if len(sys.argv) > 5 else 12
    settings = sys.argv[6:]
    length = str(WARMUP_S + seconds + 5)
    with tempfile.TemporaryDirectory() as folder:
        certificate(folder)
        broker = Broker(distribution, folder, settings)
        try:
            ports = broker.ports

            def generator(main_class, port, *more):
                return [*GENERATOR, "-cp", f"{load}/*", f"io.warrenmq.benchmarks.{main_class}", "one-to-one", "--port", str(port),
                        "--user", "guest", "--password", "guest", "--seconds", length, *more]

            def amqp(uri, *more):
                # Without a trust store it speaks TLS 1.2.
                trust = [f"-Djavax.net.ssl.trustStore={folder}/trust.p12", "-Djavax.net.ssl.trustStorePassword=changeit"]
                return [*JAVA[:1], *(trust if more else []), "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{perftest}/*", "com.rabbitmq.perf.PerfTest", "--uri", uri,
                        "-x", "1", "-y", "1", "-s", "1000", "-a", "-q", "1000", "-z", length, *more]

            pairs = {
                "STOMP, 1 kB": {
                    "TCP": generator("stomp.StompLoad", ports["stomp"], "--ahead", "2000"),
                    "WebSocket": generator("stomp.StompLoad", ports["web_stomp"], "--ahead", "2000", "--websocket", "v12.stomp"),
                },
                "MQTT, QoS 0, 128 B": {
                    "TCP": generator("mqtt.MqttLoad", ports["mqtt"], "--qos", "0", "--ahead", "2000"),
                    "WebSocket": generator("mqtt.MqttLoad", ports["web_mqtt"], "--qos", "0", "--ahead", "2000", "--websocket", "mqtt"),
                },
                "STOMP, 1 kB, by port": {
                    "its own": generator("stomp.StompLoad", ports["stomp"], "--ahead", "2000"),
                    "for all": generator("stomp.StompLoad", ports["all"], "--ahead", "2000"),
                },
                "AMQP 1.0, 1 kB": {
                    "plain": generator("amqp10.Amqp10Load", ports["amqp"], "--ahead", "2000"),
                    "TLS 1.3": generator("amqp10.Amqp10Load", ports["amqps"], "--ahead", "2000", "--tls", "1"),
                },
                "AMQP 0-9-1 by PerfTest, 1 kB": {
                    "plain": amqp(f"amqp://guest:guest@127.0.0.1:{ports['amqp']}"),
                    "TLS 1.3": amqp(f"amqps://guest:guest@127.0.0.1:{ports['amqps']}", "--use-default-ssl-context"),
                },
            }
            for title, sides in pairs.items():
                figures = {side: [] for side in sides}
                for number in range(rounds):
                    for side, command in sides.items():
                        rate, cpu = measure(broker, command, seconds)
                        figures[side].append((rate, cpu))
                        print(f"{title}, round {number + 1}, {side}: {rate:,.0f} msg/s, {cpu:.2f} µs", flush=True)
                (first, base), (second, other) = ((side, [statistics.median(c) for c in zip(*f)]) for side, f in figures.items())
                print(f"{title}: {first} {base[0]:,.0f} msg/s, {base[1]:.2f} µs; {second} {other[0]:,.0f} msg/s, {other[1]:.2f} µs; "
                      f"rate {other[0] / base[0]:.2f}, CPU {other[1] / base[1]:.2f}", flush=True)
        finally:
            broker.process.terminate()
            broker.process.wait()


if __name__ == "__main__":
    main()
