"""Checks of the harness itself against recorded output of the load generators; needs no broker and takes a second."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
from pathlib import Path
from unittest import mock

from . import (
    amqp,
    amqp10,
    brokers,
    idle,
    loadgenerator,
    loadruns,
    measuring,
    mqtt,
    perftest,
    procfs,
    results,
    runners,
    scenarios,
    stomp,
)

_RECORDED = Path(__file__).resolve().parent.parent / "testdata"


def _recorded(name):
    timeline = perftest.Timeline()
    for line in (_RECORDED / name).read_text(encoding="utf-8").splitlines():
        interval = perftest.parse_line(line)
        if interval is not None:
            timeline.add(interval)
    return timeline


def _usage(**changes):
    values = {
        "elapsed_s": 2.0,
        "broker_cpu_s": 1.0,
        "generator_cpu_s": 2.0,
        "machine_busy_s": 3.5,
        "machine_idle_s": 0.5,
        "broker_busiest_thread": 0.4,
        "generator_busiest_thread": 0.5,
        "peak_rss_bytes": 123_000_000,
    }
    return procfs.Usage(**{**values, **changes})


class PerfTestOutput(unittest.TestCase):
    def test_reads_rates_and_latencies_of_a_line(self):
        interval = perftest.parse_line(
            "id: test-1, time 2.001 s, sent: 9591 msg/s, confirmed: 9506 msg/s, nacked: 0 msg/s, received: 9785 msg/s,"
            " min/median/75th/95th/99th consumer latency: 353/33047/44484/76883/114056 µs,"
            " confirm latency: 1/2/3/4/5 ms"
        )

        self.assertEqual(interval.end_s, 2.001)
        self.assertEqual(interval.rates, {"sent": 9591, "confirmed": 9506, "nacked": 0, "received": 9785})
        self.assertEqual(interval.latencies_us["consumer"], (353, 33047, 44484, 76883, 114056))
        self.assertEqual(interval.latencies_us["confirm"], (1000, 2000, 3000, 4000, 5000))

    def test_ignores_lines_that_report_no_interval(self):
        for line in ("test stopped (Reached time limit)", "id: test-1, sending rate avg: 13769 msg/s", ""):
            self.assertIsNone(perftest.parse_line(line))

    def test_refuses_percentiles_it_does_not_know(self):
        with self.assertRaises(ValueError):
            perftest.parse_line("id: x, time 1.000 s, received: 1 msg/s, min/median consumer latency: 1/2 µs")

    def test_counts_only_the_measured_intervals(self):
        timeline = _recorded("perftest-autoack.txt")

        self.assertEqual(len(timeline), 4)
        self.assertAlmostEqual(timeline.seconds(2), 4.009 - 2.008)
        self.assertAlmostEqual(timeline.count("received", 2), 16544 * 1.0 + 8268 * 1.001, places=3)
        self.assertAlmostEqual(
            timeline.count("sent"), 7737 * 1.007 + 18694 * 1.001 + 15176 * 1.0 + 14560 * 1.001, places=3
        )

    def test_agrees_with_the_average_that_perftest_prints_itself(self):
        for name in ("perftest-autoack.txt", "perftest-confirms.txt"):
            timeline = _recorded(name)
            text = (_RECORDED / name).read_text(encoding="utf-8")
            printed = int(re.search(r"receiving rate avg: (\d+)", text).group(1))

            # PerfTest divides by the moment it stopped at, some milliseconds after its last line.
            self.assertAlmostEqual(timeline.count("received") / timeline.seconds(), printed, delta=printed * 0.02)

    def test_latency_is_the_median_interval_and_the_worst_p99(self):
        latency = _recorded("perftest-autoack.txt").latency("consumer", 1)

        self.assertEqual(latency["p50"], 130807)
        self.assertEqual(latency["p99_worst"], 569507)

    def test_has_no_confirm_latency_without_confirms(self):
        self.assertEqual(_recorded("perftest-autoack.txt").latency("confirm"), {})

    def test_time_that_goes_back_is_an_error(self):
        timeline = perftest.Timeline()
        timeline.add(perftest.Interval(2.0, {}, {}))

        with self.assertRaises(ValueError):
            timeline.add(perftest.Interval(2.0, {}, {}))


class LoadGenerators(unittest.TestCase):
    def test_reads_the_line_that_says_that_all_are_connected(self):
        self.assertEqual(loadgenerator.parse_ready("ready: 10000 connections in 3.218 s\n"), (10000, 3.218))
        self.assertIsNone(loadgenerator.parse_ready("time 1.000 s, sent: 1 msg/s, received: 1 msg/s\n"))

    def test_reads_the_counts_of_the_whole_run(self):
        line = "total: sent 7, received 5, lost 2, late 1, underway 3, withheld 8, pings 4, answered 6\n"

        self.assertEqual(
            loadgenerator.parse_total(line),
            {"sent": 7, "received": 5, "lost": 2, "late": 1, "underway": 3, "withheld": 8, "pings": 4, "answered": 6},
        )
        self.assertIsNone(loadgenerator.parse_total("totally: sent 7\n"))
        with self.assertRaises(ValueError):
            loadgenerator.parse_total("total: sent 7\n")

    def test_its_intervals_are_read_like_perftests(self):
        timeline = _recorded("mqtt-load-rate.txt")
        text = (_RECORDED / "mqtt-load-rate.txt").read_text(encoding="utf-8")
        totals = next(filter(None, map(loadgenerator.parse_total, text.splitlines())))

        self.assertEqual(len(timeline), 5)
        self.assertAlmostEqual(timeline.count("received"), totals["received"], delta=totals["received"] * 0.01)
        self.assertAlmostEqual(timeline.count("sent") / timeline.seconds(), 1000, delta=10)
        for kind in ("consumer", "pacing"):
            latency = timeline.latency(kind)
            self.assertTrue(0 < latency["p50"] <= latency["p99"] <= latency["p99_worst"], latency)


# Keeps to what loadruns expects of the generator: ready, a line a second (here ten), the total when its input ends.
_FAKE_GENERATOR = f"""#!{sys.executable}
import sys, threading, time
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
print("ready: 5 connections in 0.250 s", flush=True)
number = 0
while not stop.wait(0.02):
    number += 1
    print(f"time {{number}}.000 s, sent: 100 msg/s, received: 300 msg/s", flush=True)
print(f"total: sent {{100 * number}}, received {{300 * number}}, lost 2, late 1, underway 0, withheld 4, pings 9, answered 8")
"""


_WITHOUT_PAUSES = types.SimpleNamespace(sleep=lambda _: None, monotonic=time.monotonic)


class LoadRuns(unittest.TestCase):
    class _Broker:
        def __init__(self):
            self.collections = 0

        def port_of(self, protocol):
            return {"mqtt": 1883, "amqp10": 5672}[protocol]

        def generator_arguments(self, protocol):
            return ("--nodes", "automatic") if protocol == "amqp10" else ()

        def pids(self):
            return [os.getpid()]

        def collect_garbage(self):
            self.collections += 1

        def live_heap_bytes(self):
            return self.collections * 20_000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self._folder = Path(folder.name)
        self._broker = self._Broker()

    def _run(self, runner, script=_FAKE_GENERATOR, protocol="mqtt", **more):
        java = self._folder / "java"
        java.write_text(script, encoding="utf-8")
        java.chmod(0o755)
        values = {"warmup_s": 2.0, "duration_s": 4.0, "backlog_bytes_max": 1000, "java": str(java)}
        settings = measuring.Settings(**values, library=None, load_library=self._folder, logs=self._folder)
        scenario = scenarios.Scenario("s", "t", protocol, ("one-to-one",), 16, copies=3, protocol=protocol, **more)
        return runner(self._broker, scenario, settings)

    def test_measures_the_window_and_takes_losses_from_the_whole_run(self):
        figures = self._run(loadruns.run_traffic)

        self.assertAlmostEqual(figures["consumed_per_s"], 300)
        self.assertAlmostEqual(figures["published_per_s"], 100)
        self.assertEqual(figures["lost_messages"], 2)
        self.assertEqual(figures["late_messages"], 1)
        self.assertFalse(figures["flooded"])
        self.assertNotIn("rate_percent", figures)

    def test_says_how_much_of_the_rate_arrived(self):
        figures = self._run(loadruns.run_traffic, rate=125)

        self.assertAlmostEqual(figures["rate_percent"], 300 / (125 * 3) * 100)
        self.assertEqual(figures["withheld_messages"], 4)

    def test_says_where_to_look_when_the_generator_fails(self):
        problem = r"not all was open .*, with the line: refused; the output of mqtt-load is in .*\.log"
        with self.assertRaisesRegex(measuring.RunError, problem):
            self._run(loadruns.run_traffic, script="#!/bin/sh\necho refused; exit 1\n")

        self.assertEqual((self._folder / "mqtt-load-s.log").read_text(encoding="utf-8"), "refused\n")

    def test_a_generator_that_does_not_get_ready_in_time_is_stopped(self):
        with self.assertRaisesRegex(measuring.RunError, "not all was open and subscribed within 0.2 s"):
            self._run(loadruns.run_traffic, script="#!/bin/sh\nexec sleep 30\n", setup_s=0.2)

    def test_a_run_that_does_not_come_to_its_end_is_an_error(self):
        script = _FAKE_GENERATOR.replace('print(f"total', '_ = (f"total')

        with self.assertRaisesRegex(measuring.RunError, "did not come to its end"):
            self._run(loadruns.run_traffic, script=script)

    def test_idle_memory_is_read_after_a_collection_at_both_ends(self):
        with mock.patch.object(idle, "time", _WITHOUT_PAUSES):
            figures = self._run(idle.run)

        self.assertEqual(self._broker.collections, 2)
        self.assertAlmostEqual(figures["opened_per_s"], 5 / 0.25)
        grown_kb = (figures["full_rss_mb"] - figures["empty_rss_mb"]) * 1e3
        self.assertAlmostEqual(figures["rss_kb_per_connection"], grown_kb / 5)
        self.assertIn("uncollected_rss_kb_per_connection", figures)
        self.assertAlmostEqual(figures["heap_kb_per_connection"], 20 / 5)
        self.assertEqual(figures["pings"], 9)

    def test_connections_that_are_not_kept_alive_are_an_error(self):
        script = _FAKE_GENERATOR.replace("answered 8", "answered 0")

        with mock.patch.object(idle, "time", _WITHOUT_PAUSES):
            with self.assertRaisesRegex(measuring.RunError, "no PINGREQ was answered"):
                self._run(idle.run, script=script)

    def test_idle_amqp_10_connections_need_not_be_kept_alive_by_the_broker(self):
        script = _FAKE_GENERATOR.replace("answered 8", "answered 0")

        with mock.patch.object(idle, "time", _WITHOUT_PAUSES):
            self.assertEqual(self._run(idle.run, script=script, protocol="amqp10")["pings"], 9)

    def test_the_generator_is_told_where_the_broker_is_and_how_queues_are_made(self):
        words = self._folder / "words"
        noting = f"open({str(words)!r}, 'w').write(' '.join(sys.argv[1:]))\nstop ="
        self._run(loadruns.run_traffic, script=_FAKE_GENERATOR.replace("stop =", noting), protocol="amqp10")

        self.assertRegex(
            words.read_text(encoding="utf-8"),
            r"amqp10\.Amqp10Load one-to-one --port 5672 --user guest --password guest --nodes automatic$",
        )

    def test_every_generated_scenario_has_a_runner_a_table_and_a_line_of_the_generator(self):
        chosen = [scenario for scenario in scenarios.SCENARIOS if scenario.protocol != "amqp"]

        self.assertEqual(len(chosen), 21 + 11 + 3)
        for scenario in chosen:
            self.assertIn(scenario.kind, runners.RUNNERS)
            self.assertIn(scenario.kind, results.METRICS)
            self.assertEqual(len(scenario.arguments) % 2, 1, scenario.name)
            given = dict(zip(scenario.arguments[1::2], scenario.arguments[2::2]))
            self.assertEqual(scenario.rate, int(given.get("--rate", 0)), scenario.name)

    def test_connects_as_mqtt_3_1_1(self):
        self.assertEqual(
            mqtt.connect_packet("ab"), bytes.fromhex("101c 00044d515454 04 c2 0000 00026162 00056775657374 00056775657374")
        )


class Checks(unittest.TestCase):
    def _check(self, check, answer):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            asked = []

            def serve():
                client, _ = listener.accept()
                with client:
                    asked.append(client.recv(100))
                    client.sendall(answer)

            server = threading.Thread(target=serve)
            server.start()
            try:
                check(listener.getsockname()[1])
            finally:
                server.join()
        return asked[0]

    def test_takes_a_broker_that_answers_with_the_sasl_header(self):
        self.assertEqual(self._check(amqp10.check, amqp10.SASL_HEADER + b"more"), bytes.fromhex("414d515003010000"))

    def test_refuses_one_that_speaks_another_amqp(self):
        for answer, problem in ((b"AMQP\0\0\x09\x01", "414d515000000901"), (b"", "closed")):
            with self.assertRaisesRegex(amqp10.Amqp10Error, problem):
                self._check(amqp10.check, answer)

    def test_takes_a_broker_that_answers_with_connected(self):
        asked = self._check(stomp.check, b"CONNECTED\nversion:1.2\n\n\0\n")

        self.assertEqual(asked, b"CONNECT\naccept-version:1.2\nlogin:guest\npasscode:guest\n\n\0")

    def test_refuses_one_that_does_not_accept_a_stomp_client(self):
        for answer, problem in ((b"ERROR\nmessage:Bad CONNECT\n\nno\0", "Bad CONNECT"), (b"CONNECTED", "closed")):
            with self.assertRaisesRegex(stomp.StompError, problem):
                self._check(stomp.check, answer)


class Figures(unittest.TestCase):
    def setUp(self):
        self.timeline = perftest.Timeline()
        for second, received in ((1.0, 900), (2.0, 400), (3.0, 600)):
            self.timeline.add(perftest.Interval(second, {"sent": 100, "received": received}, {}))

    def test_divides_cpu_by_consumed_messages_of_the_window(self):
        figures = measuring.timeline_figures(self.timeline, 1, _usage(), 10, False)

        self.assertAlmostEqual(figures["consumed_per_s"], 500)
        self.assertAlmostEqual(figures["published_per_s"], 100)
        self.assertAlmostEqual(figures["broker_cpu_us_per_message"], 1e6 * 0.5 / 500)
        self.assertAlmostEqual(figures["generator_cpu_us_per_message"], 1e6 * 1.0 / 500)
        self.assertAlmostEqual(figures["broker_peak_rss_mb"], 123)

    def test_backlog_counts_every_copy_of_the_whole_run(self):
        self.assertAlmostEqual(measuring.backlog(self.timeline, 10), 3 * 100 * 10 - 1900)
        self.assertEqual(measuring.backlog(self.timeline, 1), 0)

    def test_a_window_without_messages_is_an_error(self):
        silent = perftest.Timeline()
        silent.add(perftest.Interval(1.0, {"sent": 5, "received": 0}, {}))

        with self.assertRaises(measuring.RunError):
            measuring.timeline_figures(silent, 0, _usage(), 1, False)

    def test_names_what_limited_the_rate(self):
        self.assertEqual(measuring.limit(_usage(broker_busiest_thread=0.95)), "broker")
        self.assertEqual(measuring.limit(_usage(generator_busiest_thread=0.95)), "generator")
        self.assertEqual(measuring.limit(_usage(machine_idle_s=0.1)), "machine")
        self.assertEqual(measuring.limit(_usage()), "none")

    def test_tells_the_noise_of_others(self):
        self.assertAlmostEqual(_usage().other_cores(), 0.25)
        self.assertAlmostEqual(_usage().idle_share(), 0.125)


class Processes(unittest.TestCase):
    def test_finds_marked_processes_and_their_cpu_even_when_a_helper_has_ended(self):
        burn = "sum(range(6000000))"
        script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{burn}']); print(1, flush=True); input()"
        child = subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, procfs.TOKEN_VARIABLE: "selftest"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            child.stdout.readline()

            self.assertEqual(procfs.marked_pids("selftest"), [child.pid])
            own = sum(procfs.thread_cpu_seconds([child.pid]).values())
            self.assertGreater(procfs.cpu_seconds([child.pid]), own)
            self.assertGreater(procfs.rss_bytes([child.pid]), 1_000_000)
        finally:
            child.communicate(b"\n")
        self.assertEqual(procfs.marked_pids("selftest"), [])

    def test_reads_a_process_name_with_spaces_and_brackets(self):
        self.assertEqual(procfs.stat_fields("12 (a) b (c) R 1 2")[0:2], ["R", "1"])

    def test_a_window_measures_this_process(self):
        window = procfs.UsageWindow(lambda: [os.getpid()], lambda: [], time.monotonic)
        until = time.process_time() + 0.1
        while time.process_time() < until:
            pass
        usage = window.close()

        self.assertGreaterEqual(usage.broker_cpu_s, 0.08)
        self.assertGreater(usage.broker_busiest_thread, 0.1)
        self.assertGreater(usage.peak_rss_bytes, 1_000_000)


class Topology(unittest.TestCase):
    def test_published_keys_match_one_binding_each_of_ten_thousand(self):
        def expression(pattern):
            words = [word.replace("*", "[^.]*") for word in pattern.split(".") if word != "#"]
            return re.compile(r"\.".join(words) + (r"(\..*)?" if pattern.endswith(".#") else ""))

        bindings = list(scenarios.topic_bindings())
        expressions = [(queue, expression(pattern)) for queue, pattern in bindings]

        self.assertEqual(len(set(bindings)), 10_000)
        for number in range(1, 5):
            key = f"bench.topic.{number}"
            self.assertEqual([queue for queue, e in expressions if e.fullmatch(key)], [key])

    def test_frames_are_amqp_0_9_1(self):
        frame = amqp.method_frame(1, amqp.CHANNEL_OPEN, amqp.short_string(""))

        self.assertEqual(frame, bytes.fromhex("01 0001 00000005 0014 000a 00 ce"))

    def test_selects_by_name_beginning_and_default(self):
        names = [scenario.name for scenario in scenarios.select(["transient", "confirms"])]

        self.assertEqual(names, ["transient-autoack-1k", "transient-autoack-12b", "confirms"])
        self.assertIn("persistent-confirms", [s.name for s in scenarios.select([])])
        with self.assertRaises(ValueError):
            scenarios.select(["nonsense"])

    def test_what_is_slow_has_to_be_named_to_be_run_quickly(self):
        slow = "mqtt-subscriptions-1m"

        for names, quick, there in (([], False, True), ([], True, False), (["mqtt-sub"], True, False), ([slow], True, True)):
            self.assertEqual(slow in [s.name for s in scenarios.select(names, quick)], there, (names, quick))

    def test_knows_what_a_limit_of_descriptors_does_not_allow(self):
        chosen = scenarios.select(["mqtt-idle", "mqtt-idle-18k", "mqtt-idle-50k"])

        self.assertEqual([scenario.name for scenario in scenarios.beyond(chosen, 20_000)], ["mqtt-idle-50k"])

    def test_refuses_brokers_it_does_not_know(self):
        for spec in ("kafka", "mosquitto=/somewhere", "artemis=/somewhere"):
            with self.assertRaises(brokers.BrokerError):
                brokers.create(spec, _RECORDED)

    def test_brokers_are_measured_with_the_protocols_they_speak(self):
        names = ("warrenmq", "rabbitmq40", "rabbitmq310", "mosquitto", "artemis")
        spoken = {name: brokers.create(name, _RECORDED).protocols for name in names}

        self.assertEqual([name for name in names if "mqtt" in spoken[name]], ["warrenmq", "rabbitmq40", "mosquitto"])
        self.assertEqual([name for name in names if "amqp" in spoken[name]], ["warrenmq", "rabbitmq40", "rabbitmq310"])
        self.assertEqual([name for name in names if "amqp10" in spoken[name]], ["warrenmq", "rabbitmq40", "artemis"])
        self.assertEqual([name for name in names if "stomp" in spoken[name]], ["warrenmq", "rabbitmq40", "artemis"])

    def test_queues_are_made_as_the_broker_has_it(self):
        arguments = {name: brokers.create(name, _RECORDED).generator_arguments("amqp10") for name in ("warrenmq", "artemis")}

        self.assertEqual(arguments, {"warrenmq": ("--nodes", "management"), "artemis": ("--nodes", "automatic")})
        self.assertEqual(brokers.create("warrenmq", _RECORDED).generator_arguments("mqtt"), ())

    def test_a_protocol_has_a_listener_only_where_it_is_measured(self):
        broker = brokers.create("warrenmq", _RECORDED)
        broker.port, broker.data = 1, "data"
        without = broker.command()
        broker.own_ports = {"mqtt": 2}

        self.assertIn("mqtt.listeners.tcp=none", without)
        self.assertIn("mqtt.listeners.tcp.default=127.0.0.1:2", broker.command())
        self.assertIn("stomp.listeners.tcp=none", broker.command())


# Keeps to WarrenMQ's launch contract and answers one AMQP step after the other, whatever it is asked.
_FAKE_SERVER = f"""#!{sys.executable}
import socket, struct, sys
assert sys.argv[1] == "--data-dir" and sys.argv[3] == "--set", sys.argv
key, port = sys.argv[4].split("=")
assert key == "listeners.tcp.default", key
listener = socket.create_server(("127.0.0.1", int(port)))
print("Listening", "WarrenMQ 1.2.3 ready in 42 ms", sep="\\n", flush=True)
while True:
    client, _ = listener.accept()
    for method in ((10, 10), (10, 30), (10, 41), (20, 11), (10, 51)):
        if not client.recv(4096):
            break
        payload = struct.pack(">HHHIH", *method, 2047, 131072, 60)
        client.sendall(struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\\xce")
    client.close()
"""


class Launching(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self._home = Path(home.name)

    def _broker(self, script):
        server = self._home / "bin/warren-server"
        server.parent.mkdir()
        server.write_text(script, encoding="utf-8")
        server.chmod(0o755)
        return brokers.create(f"warrenmq={self._home}", self._home)

    def test_starts_waits_for_the_ready_line_and_stops(self):
        broker = self._broker(_FAKE_SERVER)
        broker.install()
        start_ms = broker.start()
        pids, data = broker.pids(), broker.data
        broker.stop()

        self.assertGreater(start_ms, 0)
        self.assertEqual(broker.version, "1.2.3")
        self.assertEqual(len(pids), 1)
        self.assertEqual(broker.pids(), [])
        self.assertFalse(data.exists())

    def test_says_where_to_look_when_the_server_does_not_start(self):
        broker = self._broker("#!/bin/sh\necho no licence to start >&2; exit 1\n")

        with self.assertRaisesRegex(brokers.BrokerError, r"did not get ready; its output is in .*\.log"):
            broker.start()
        logs = [log.read_text(encoding="utf-8") for log in self._home.glob("*.log")]
        self.assertEqual(logs, ["no licence to start\n"])

    def test_reads_the_live_bytes_of_jcmds_histogram(self):
        histogram = "123:\n num  #instances  #bytes  class name\n 1:  10  240  [B (java.base)\nTotal   15   4711\n"

        self.assertEqual(brokers.live_heap_bytes(histogram), 4711)

    def test_asks_for_a_distribution_that_is_not_built(self):
        with self.assertRaisesRegex(brokers.BrokerError, "make dist"):
            brokers.create(f"warrenmq={self._home}", self._home).install()


class Tables(unittest.TestCase):
    def _document(self, started="2026-01-01 00:00", churn=(100, 300, 200)):
        runs = []
        for number, rate in enumerate(churn, 1):
            for broker, factor in (("rabbitmq40", 0.5), ("warrenmq", 1)):
                figures = {
                    "connections_per_s": rate * factor,
                    "broker_cpu_us_per_connection": 30 / factor,
                    "limit": "broker" if number < 3 else "none",
                    "load_1m_after": 1.25 + number,
                }
                runs.append(
                    {"scenario": "churn", "title": "t", "kind": "churn", "broker": broker, "version": "1.0"}
                    | {"round": number, "figures": figures}
                )
        return {
            "started": started,
            "machine": {"cpus": 2, "model": "m", "memory_gb": 4, "kernel": "k"},
            "generator": "perf-test-1, Java 17",
            "settings": {"rounds": 3, "warmup_s": 15.0, "duration_s": 15.0},
            "brokers": ["warrenmq", "rabbitmq40"],
            "runs": runs,
            "failures": [],
        }

    def test_ratio_is_the_subjects_median_by_the_peers(self):
        comparison = results.Comparison(self._document(), "churn")

        self.assertEqual(comparison.brokers, ["warrenmq", "rabbitmq40"])
        self.assertEqual(comparison.median("warrenmq", "connections_per_s"), 200)
        self.assertEqual(comparison.ratio("rabbitmq40", "connections_per_s"), 2)
        self.assertEqual(comparison.ratio("rabbitmq40", "broker_cpu_us_per_connection"), 0.5)
        self.assertIsNone(comparison.ratio("rabbitmq40", "limit"))
        self.assertIsNone(comparison.ratio("rabbitmq40", "broker_cores"))

    def test_text_shows_median_and_every_round(self):
        text = results.text_table(self._document(), "churn")

        self.assertRegex(text, r"opened and closed, conn/s +200 \(100 300 200\) +100 \(50 150 100\) +2\.00")
        self.assertRegex(text, r"limited by +broker/none +broker/none")

    def test_no_ratio_when_the_subject_did_not_run(self):
        document = self._document()
        document["runs"] = [run for run in document["runs"] if run["broker"] != "warrenmq"]

        self.assertIsNone(results.Comparison(document, "churn").ratio("rabbitmq40", "connections_per_s"))
        self.assertIn("| – | 100 | – |", results.markdown(document))

    def test_markdown_has_the_headlines(self):
        text = results.markdown(self._document())

        self.assertIn("| scenario | measure | warrenmq 1.0 | rabbitmq40 1.0 | ratio to rabbitmq40 | load |", text)
        self.assertIn("| `churn` | opened and closed, conn/s | 200 | 100 | 2.00 | 2.2–4.2 |", text)
        self.assertNotIn("limited by", text)

    def test_a_failed_round_is_a_row_and_a_note(self):
        document = self._document()
        lost = document["runs"].pop(0)
        error = "the broker was gone; the output of mqtt-load is in /tmp/log"
        document["failures"] = [{**lost, "error": error}]

        text, table = results.text_table(document, "churn"), results.markdown(document)

        self.assertRegex(text, r"failed, rounds +– +1 of 3\n")
        self.assertTrue(text.endswith("rabbitmq40, round 1, failed: the broker was gone"), text)
        self.assertIn("|  | failed, rounds | – | 1 of 3 |  |  |", table)
        self.assertIn("- `churn`, rabbitmq40, round 1, failed: the broker was gone\n", table)

    def test_a_scenario_that_no_broker_could_do_has_its_row_too(self):
        document = self._document()
        document["failures"] = [{**run, "error": "no"} for run in document["runs"]]
        document["runs"] = []

        self.assertRegex(results.text_table(document, "churn"), r"failed, rounds +3 of 3 +3 of 3\n")
        self.assertIn("| `churn` | failed, rounds | 3 of 3 | 3 of 3 |  | – |", results.markdown(document))

    def _document_with_rates(self, exception):
        document = self._document()
        for run in document["runs"]:
            run["kind"] = "mqtt-rate"
            run["figures"]["rate_percent"] = exception if run["broker"] == "rabbitmq40" and run["round"] == 2 else 99.5
        return document

    def test_a_rate_that_was_not_held_is_said(self):
        document = self._document_with_rates(70.0)

        text = results.text_table(document, "churn")

        self.assertRegex(text, r"arrived of the rate asked for, % +99\.5 \(99\.5 99\.5 99\.5\) +99\.5 \(99\.5 70\.0 99\.5\)")
        self.assertTrue(text.endswith("\nrabbitmq40: did not hold the rate"), text)
        self.assertIn("| `churn` | arrived of the rate asked for, % | 99.5 | 99.5 | 1.00 |", results.markdown(document))

    def test_a_window_that_has_more_than_its_rate_is_said(self):
        text = results.text_table(self._document_with_rates(143.0), "churn")

        self.assertTrue(text.endswith("\nrabbitmq40: delivered what was left from before the window"), text)

    def test_a_generator_that_was_late_is_said(self):
        document = self._document()
        for run in document["runs"]:
            run["figures"]["pacing_latency_us_p99"] = 25_000 if run["broker"] == "warrenmq" else 2_000

        text = results.text_table(document, "churn")

        self.assertTrue(text.endswith("\nwarrenmq: the generator was late itself, by 25 ms (p99)"), text)

    def test_merging_takes_a_scenario_from_the_later_file(self):
        merged = results.merge([self._document(), self._document("2026-01-02 00:00", churn=(7, 7, 7))])

        self.assertEqual(merged["started"], "2026-01-02 00:00")
        failed = {**self._document(), "runs": [], "failures": [{**merged["runs"][0], "error": "no"}]}
        self.assertEqual(results.merge([merged, failed])["runs"], [])
        self.assertEqual(results.merge([failed, merged])["failures"], [])
        self.assertEqual(results.Comparison(merged, "churn").values("warrenmq", "connections_per_s"), [7, 7, 7])

    def test_every_headline_has_a_unit(self):
        for metrics in results.METRICS.values():
            self.assertTrue(all(unit for _, _, unit, _, shown in metrics if shown == results.HEADLINE))


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    return 0 if unittest.TextTestRunner(verbosity=1).run(suite).wasSuccessful() else 1
