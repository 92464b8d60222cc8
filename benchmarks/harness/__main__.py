"""Command line of the benchmarks."""

import argparse
import os
import resource
import signal
import sys
import time
from pathlib import Path

from . import amqp, amqp10, brokers, loadgenerator, measuring, mqtt, perftest, results, runners, scenarios, selftest, stomp

_TARGET = brokers.BENCHMARKS / "target"
_RESULTS = _TARGET / "results"
# What makes a run one that failed, and lets the others go on.
_FAILURES = (
    measuring.RunError,
    brokers.BrokerError,
    amqp.AmqpError,
    amqp10.Amqp10Error,
    mqtt.MqttError,
    stomp.StompError,
    OSError,
)


def _words(text):
    return [word for word in text.split(",") if word]


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.sh", description="Measures WarrenMQ beside its peers, in alternating rounds."
    )
    parser.add_argument("--scenario", type=_words, default=[], help="names or beginnings of names, comma separated")
    parser.add_argument("--subject", default="warrenmq", help="warrenmq, warrenmq=DIRECTORY or a peer's name")
    parser.add_argument("--peers", type=_words, default=["rabbitmq40", "rabbitmq310", "mosquitto", "artemis"], help="comma separated")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warmup", type=float, default=15.0, help="seconds before the measured window")
    parser.add_argument("--duration", type=float, default=15.0, help="seconds of the measured window")
    parser.add_argument(
        "--max-backlog-mb", type=int, default=2000, help="a run is cut short when its queues hold more than this"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="3 s of warm-up, 5 s measured, 1 round; slow scenarios only when named in full",
    )
    parser.add_argument("--list", action="store_true", help="list the scenarios")
    parser.add_argument("--markdown", nargs="+", metavar="FILE", help="print result files as a Markdown table")
    parser.add_argument("--self-test", action="store_true", help="check parsing and arithmetic, run nothing")
    options = parser.parse_args(arguments)
    if options.quick:
        options.warmup, options.duration, options.rounds = 3.0, 5.0, 1
    if options.rounds < 1 or options.warmup < 1 or options.duration < 3:
        parser.error("at least 1 round, 1 s of warm-up and 3 s measured")
    try:
        options.chosen = scenarios.select(options.scenario, options.quick)
    except ValueError as error:
        parser.error(str(error))
    return options


def main(arguments):
    options = _parse(arguments)
    if options.self_test:
        return selftest.main()
    if options.list:
        for scenario in scenarios.SCENARIOS:
            print(f"{scenario.name:24} {scenario.title}")
        return 0
    if options.markdown:
        documents = [results.load(path) for path in options.markdown]
        print(results.markdown(results.merge(documents)), end="")
        return 0
    return _measure(options, arguments)


def _possible(chosen):
    """Those that the limit of descriptors allows, which run.sh has raised as far as it goes."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    left_out = scenarios.beyond(chosen, limit)
    for scenario in left_out:
        print(f"{scenario.name} left out: {limit:,} descriptors (`ulimit -Hn`) are too few for it", file=sys.stderr)
    return [scenario for scenario in chosen if scenario not in left_out]


def _measure(options, arguments):
    chosen = _possible(options.chosen)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    logs = _RESULTS / stamp
    logs.mkdir(parents=True)
    specs = list(dict.fromkeys([options.subject, *options.peers]))
    protocols = {scenario.protocol for scenario in chosen}
    contenders = [brokers.create(spec, logs) for spec in specs]
    for contender in contenders:
        if protocols.intersection(contender.protocols):
            contender.install()
    settings = measuring.Settings(
        warmup_s=options.warmup,
        duration_s=options.duration,
        backlog_bytes_max=options.max_backlog_mb * 1_000_000,
        java=os.environ["WARREN_BENCH_JAVA"],
        library=Path(os.environ["WARREN_BENCH_PERFTEST"]),
        load_library=Path(os.environ["WARREN_BENCH_LOAD"]),
        logs=logs,
    )
    document = {
        "started": time.strftime("%Y-%m-%d %H:%M"),
        "arguments": arguments,
        "machine": results.machine(),
        "generator": "; ".join(_generators(protocols, settings)),
        "settings": {"warmup_s": options.warmup, "duration_s": options.duration, "rounds": options.rounds},
        "brokers": specs,
        "runs": [],
        "failures": [],
    }
    path = _RESULTS / f"{stamp}.json"
    for scenario in chosen:
        _run_scenario(scenario, contenders, settings, options.rounds, document, path)
    results.save(path, document)
    print(f"results: {path}")
    return 1 if document["failures"] else 0


def _generators(protocols, settings):
    if "amqp" in protocols:
        yield perftest.describe(settings.java, settings.library)
    for protocol in sorted(protocols - {"amqp"}):
        yield loadgenerator.describe(protocol, settings.java)


def _run_scenario(scenario, contenders, settings, rounds, document, path):
    if rounds > 1 and scenario.rounds:
        rounds = scenario.rounds
    able = [broker for broker in contenders if scenario.protocol in broker.protocols]
    for number in range(1, rounds + 1):
        for broker in able:
            print(f"{scenario.name} round {number}/{rounds} {broker.name} ...", file=sys.stderr, flush=True)
            run = {"scenario": scenario.name, "title": scenario.title, "kind": scenario.kind}
            run.update(broker=broker.name, round=number)
            try:
                figures = runners.run(broker, scenario, settings)
            except _FAILURES as error:
                print(f"  failed: {error}", file=sys.stderr, flush=True)
                document["failures"].append({**run, "version": broker.version, "error": str(error)})
            else:
                document["runs"].append({**run, "version": broker.version, "figures": figures})
            results.save(path, document)
    if able:
        print(results.text_table(document, scenario.name), end="\n\n", flush=True)


if __name__ == "__main__":
    # A stop request unwinds the stack, so that brokers and load generators are stopped too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        sys.exit(main(sys.argv[1:]))
    except brokers.BrokerError as problem:
        sys.exit(f"benchmarks: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
