"""The brokers that can be measured: how each is installed, started on free loopback ports, and stopped."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from . import amqp, amqp10, mqtt, procfs, stomp

BENCHMARKS = Path(__file__).resolve().parent.parent
_RABBITMQ = BENCHMARKS / "peers" / "rabbitmq.sh"
_MOSQUITTO = BENCHMARKS / "peers" / "mosquitto.sh"
_ARTEMIS = BENCHMARKS / "peers" / "artemis.sh"
_START_TIMEOUT_S = 180.0
_STOP_TIMEOUT_S = 30.0
_COMMAND_TIMEOUT_S = 60.0


class BrokerError(Exception):
    """A broker could not be installed, started or reached."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run_quietly(command, problem, environment=None):
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_COMMAND_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrokerError(f"{problem}: {error}") from None
    if done.returncode != 0:
        raise BrokerError(f"{problem}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def _jcmd(pid):
    # The JDK that the launcher has picked, as the broker is run by its java.
    return Path(f"/proc/{pid}/exe").resolve().with_name("jcmd")


def _collect_jvm_garbage(name, pid):
    _run_quietly([_jcmd(pid), str(pid), "GC.run"], f"{name}: no full collection")


def _jvm_live_heap_bytes(name, pid):
    output = _run_quietly([_jcmd(pid), str(pid), "GC.class_histogram"], f"{name}: no histogram")
    return live_heap_bytes(output)


def live_heap_bytes(histogram):
    """What the last line of jcmd's histogram of live objects says of them all."""
    return int(histogram.rstrip().splitlines()[-1].split()[2])


def _check_amqp(port):
    amqp.Connection(port).close()


_CHECKS = {"amqp": _check_amqp, "amqp10": amqp10.check, "mqtt": mqtt.check, "stomp": stomp.check}


class Broker:
    """One kind of broker; ``start`` runs a fresh one, with an empty data directory. One at a time."""

    ready_line = None  # pattern of the line on standard output that says the broker is ready
    protocols = ("amqp", "amqp10", "mqtt", "stomp")  # that it can be measured with
    own_listeners = ("mqtt", "stomp")  # protocols that do not share AMQP's
    # By protocol, what its load generator has to know of this broker: here, how queues are made or named.
    arguments_of = {"amqp10": ("--nodes", "management"), "stomp": ("--destinations", "named")}

    def __init__(self, name, logs):
        self.name = name
        self.version = None
        self.port = None  # AMQP's, both versions'
        self.own_ports = {}  # by protocol, of the one that is measured where it has a listener of its own
        self._log_path = Path(logs) / f"{re.sub(r'[^A-Za-z0-9_.-]', '_', name)}.log"
        self._process = None

    def install(self):
        """Makes the broker's files available; fails with BrokerError when they cannot be had."""

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def main_pid(self):
        return self._process.pid

    def port_of(self, protocol):
        return self.own_ports.get(protocol, self.port)

    def generator_arguments(self, protocol):
        return self.arguments_of.get(protocol, ())

    @property
    def uri(self):
        return f"amqp://guest:guest@127.0.0.1:{self.port}"

    def start(self, protocol="amqp"):
        """Starts a fresh broker and returns the milliseconds until it was ready and took a connection."""
        self.port = free_port()
        self.own_ports = {protocol: free_port()} if protocol in self.own_listeners else {}
        self._protocol = protocol
        self._token = secrets.token_hex(8)
        self.data = Path(tempfile.mkdtemp(prefix="warrenmq-bench-"))
        self._ready = threading.Event()
        self._started = time.monotonic()
        environment = {**os.environ, **self.environment(), procfs.TOKEN_VARIABLE: self._token}
        self._process = subprocess.Popen(
            self.command(),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        try:
            return self._await_ready()
        except BaseException:
            self.stop()
            raise

    def _drain(self):
        with open(self._log_path, "ab") as log:
            for line in self._process.stdout:
                log.write(line)
                log.flush()
                found = re.search(self.ready_line, line.decode(errors="replace"))
                if found and not self._ready.is_set():
                    self.on_ready(found)
                    self._ready.set()

    def on_ready(self, found):
        """Takes what the ready line tells."""

    def _await_ready(self):
        deadline = self._started + _START_TIMEOUT_S
        while not self._ready.wait(0.002):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise BrokerError(f"{self.name} did not get ready; its output is in {self._log_path}")
        port = self.port_of(self._protocol)
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            ready_ms = (time.monotonic() - self._started) * 1000
        _CHECKS[self._protocol](port)
        return ready_ms

    def pids(self):
        return procfs.marked_pids(self._token)

    def collect_garbage(self):
        """Frees what the running broker holds but does not use any more, where it has a collector for that."""

    def live_heap_bytes(self):
        """Of the objects that live in the running broker's heap; None where there is no such heap."""
        return None

    def stop(self):
        """Stops the broker, by force when it does not end by itself, and removes its data."""
        if self._process is None:
            return
        try:
            os.kill(self.main_pid(), signal.SIGTERM)
            self._process.wait(_STOP_TIMEOUT_S)
        except (OSError, subprocess.TimeoutExpired):
            pass  # gone already, or about to be killed
        for pid in self.pids():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._process.wait()
        self._reader.join()
        self._process = None
        shutil.rmtree(self.data, ignore_errors=True)


class WarrenMq(Broker):
    """A WarrenMQ distribution, by default this checkout's."""

    ready_line = r"^WarrenMQ (\S+) ready in \d+ ms"

    def __init__(self, name, logs, home=None):
        super().__init__(name, logs)
        self._server = Path(home or BENCHMARKS.parent / "server/target/warrenmq").resolve() / "bin/warren-server"

    def install(self):
        if not os.access(self._server, os.X_OK):
            raise BrokerError(f"no {self._server}; run `make dist` first")

    def command(self):
        extra = os.environ.get("WARREN_BENCH_SERVER_ARGS", "").split()
        return [
            self._server,
            "--data-dir",
            self.data,
            "--set",
            f"listeners.tcp.default={self.port}",
            *self._own_listeners(),
            "--set",
            "web_mqtt.tcp.port=none",
            "--set",
            "web_stomp.tcp.port=none",
            "--set",
            "web_amqp.tcp.port=none",
            "--set",
            "management.tcp.port=none",
            "--set",
            "prometheus.tcp.port=none",
            *extra,
        ]

    def _own_listeners(self):
        for protocol in self.own_listeners:
            listeners, port = f"{protocol}.listeners.tcp", self.own_ports.get(protocol)
            yield from ("--set", f"{listeners}.default=127.0.0.1:{port}" if port else f"{listeners}=none")

    def on_ready(self, found):
        self.version = found.group(1)

    def collect_garbage(self):
        _collect_jvm_garbage(self.name, self.main_pid())

    def live_heap_bytes(self):
        return _jvm_live_heap_bytes(self.name, self.main_pid())


class RabbitMq(Broker):
    """A RabbitMQ that peers/rabbitmq.sh unpacks from Debian's packages."""

    ready_line = r"completed with \d+ plugins"

    @property
    def protocols(self):
        # 3.10 makes an AMQP queue of every MQTT subscription: nobody would take it for MQTT today.
        # And its AMQP 1.0 is a plugin that goes through AMQP 0-9-1.
        return ("amqp",) if self.name == "rabbitmq310" else Broker.protocols

    def install(self):
        if subprocess.run([_RABBITMQ, "install", self.name], check=False).returncode != 0:
            raise BrokerError(f"{self.name} could not be installed")
        version = subprocess.run([_RABBITMQ, "version", self.name], check=True, capture_output=True, text=True)
        self.version = version.stdout.strip()

    def command(self):
        return [_RABBITMQ, "run", self.name, self.data]

    def environment(self):
        ports = {"AMQP_PORT": self.port, "DIST_PORT": free_port(), "EPMD_PORT": free_port()}
        ports.update({f"{protocol.upper()}_PORT": port for protocol, port in self.own_ports.items()})
        self._ports = {key: str(port) for key, port in ports.items()}
        return self._ports

    def collect_garbage(self):
        collect = "[erlang:garbage_collect(P) || P <- erlang:processes()], ok."
        command = [_RABBITMQ, "ctl", self.name, self.data, "eval", collect]
        _run_quietly(command, f"{self.name}: no full collection", {**os.environ, **self._ports})

    def main_pid(self):
        # The launcher is a shell that would not hand a signal on; the node itself writes its process id here.
        pid_file = self.data / "pid"
        return int(pid_file.read_text()) if pid_file.exists() else super().main_pid()


class Mosquitto(Broker):
    """The Mosquitto that peers/mosquitto.sh unpacks from Debian's packages."""

    ready_line = r"mosquitto version (\S+) running"
    protocols = ("mqtt",)

    def install(self):
        if subprocess.run([_MOSQUITTO, "install"], check=False).returncode != 0:
            raise BrokerError(f"{self.name} could not be installed")

    def command(self):
        return [_MOSQUITTO, "run", self.data]

    def environment(self):
        return {"MQTT_PORT": str(self.own_ports["mqtt"])}

    def on_ready(self, found):
        self.version = found.group(1)


class Artemis(Broker):
    """The ActiveMQ Artemis that peers/artemis.sh fetches from Maven Central."""

    ready_line = r"AMQ221007: "  # the server is live, or active, as its version has it
    protocols = ("amqp10", "stomp")
    own_listeners = ()
    arguments_of = {"amqp10": ("--nodes", "automatic"), "stomp": ("--destinations", "typed")}

    def install(self):
        if subprocess.run([_ARTEMIS, "install"], check=False).returncode != 0:
            raise BrokerError(f"{self.name} could not be installed")
        version = subprocess.run([_ARTEMIS, "version"], check=True, capture_output=True, text=True)
        self.version = version.stdout.strip()

    def command(self):
        return [_ARTEMIS, "run", self.data]

    def environment(self):
        return {"LISTENER_PORT": str(self.port)}

    def collect_garbage(self):
        _collect_jvm_garbage(self.name, self.main_pid())

    def live_heap_bytes(self):
        return _jvm_live_heap_bytes(self.name, self.main_pid())


def create(spec, logs):
    """The broker of a name, as the command line has it."""
    name, _, home = spec.partition("=")
    if name == "warrenmq":
        return WarrenMq(spec if home else name, logs, home or None)
    if name in ("rabbitmq40", "rabbitmq310") and not home:
        return RabbitMq(name, logs)
    if spec == "mosquitto":
        return Mosquitto(name, logs)
    if spec == "artemis":
        return Artemis(spec, logs)
    known = "warrenmq, warrenmq=DIRECTORY, rabbitmq40, rabbitmq310, mosquitto, artemis"
    raise BrokerError(f"unknown broker {spec!r}: {known}")
