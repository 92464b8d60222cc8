"""What is measured. Every scenario runs on a freshly started broker."""

from dataclasses import dataclass
from typing import Callable, Optional

from . import amqp

_TOPIC_EXCHANGE = "bench.topic"
_TOPIC_QUEUES = 100
_TOPIC_BINDINGS = 10_000
_TOPIC_KEYS = 4
_DESCRIPTORS_BESIDE = 500  # that a process needs beside its connections


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    kind: str  # chooses the runner and the table: see runners.RUNNERS
    arguments: tuple = ()  # the load generator's
    message_bytes: int = 0
    copies: int = 1  # deliveries of one published message
    prepare: Optional[Callable[[int], None]] = None  # given the port, declares what PerfTest then uses
    rate: int = 0  # messages published a second; 0: as many as the clients' limits let through
    connections: int = 0
    subscriptions: int = 0
    setup_s: float = 60.0  # what the clients of an MQTT, AMQP 1.0 or STOMP scenario may take to get ready
    protocol: str = "amqp"
    rounds: Optional[int] = None  # instead of the command line's, unless that asks for one round
    slow: bool = False  # may take many minutes: --quick has it only when it is named in full


def _perftest(name, title, arguments, kind="perftest", message_bytes=1000, **more):
    words = (*arguments.split(), "--size", str(message_bytes))
    return Scenario(name, title, kind, words, message_bytes, **more)


def _mqtt(name, title, arguments, kind="mqtt", message_bytes=128, **more):
    words = (*arguments.split(), "--payload", str(message_bytes))
    return Scenario(name, title, kind, words, message_bytes, protocol="mqtt", **more)


def _mqtt_rate(name, title, arguments, rate, kind="mqtt-rate", **more):
    return _mqtt(name, title, f"{arguments} --rate {rate}", kind, rate=rate, **more)


def _mqtt_idle(suffix, connections, **more):
    return _mqtt(
        f"mqtt-idle{suffix}",
        f"{connections:,} idle MQTT connections, keep alive 60 s, 50 of them opened at a time",
        f"idle --connections {connections} --opening 50 --keep-alive 60",
        kind="idle",
        connections=connections,
        **more,
    )


def _mqtt_subscriptions(suffix, number, **more):
    wildcards = number // 100
    return _mqtt_rate(
        f"mqtt-subscriptions-{suffix}",
        f"{number:,} MQTT subscriptions and {wildcards:,} with wildcards; 2,000 messages a second, each to one of either, QoS 0",
        f"subscriptions --qos 0 --connections 100 --subscriptions {number} --wildcards {wildcards}",
        rate=2000,
        kind="mqtt-subscriptions",
        copies=2,
        subscriptions=number + wildcards,
        **more,
    )


def _amqp10(name, title, arguments, kind="amqp10", message_bytes=1000, **more):
    words = (*arguments.split(), "--payload", str(message_bytes))
    return Scenario(name, title, kind, words, message_bytes, protocol="amqp10", **more)


def _amqp10_rate(name, title, arguments, rate, **more):
    return _amqp10(name, title, f"{arguments} --rate {rate}", kind="amqp10-rate", rate=rate, **more)


def _amqp10_idle(suffix, connections, what, sessions=2, links=1, **more):
    shape = f"--sessions {sessions} --links {links}"
    return _amqp10(
        f"amqp10-idle{suffix}",
        f"{connections:,} idle AMQP 1.0 connections {what}, 50 of them opened at a time",
        f"idle --connections {connections} {shape} --opening 50 --queues 10 --idle-timeout 60",
        kind="idle",
        connections=connections,
        **more,
    )


def _stomp(name, title, arguments, message_bytes=1000, **more):
    words = (*arguments.split(), "--payload", str(message_bytes))
    return Scenario(name, title, "stomp", words, message_bytes, protocol="stomp", **more)


def topic_bindings():
    """10,000 bindings in four shapes; the keys bench.topic.1 to .4 match one binding of each shape, and no other."""
    for number in range(1, _TOPIC_BINDINGS + 1):
        queue = f"bench.topic.{(number - 1) % _TOPIC_QUEUES + 1}"
        shapes = (f"bench.topic.{number}", f"bench.*.{number}", f"*.topic.{number}", f"bench.topic.{number}.#")
        yield queue, shapes[(number - 1) % len(shapes)]


def _declare_topic(port):
    connection = amqp.Connection(port)
    connection.declare_exchange(_TOPIC_EXCHANGE, "topic")
    for number in range(1, _TOPIC_QUEUES + 1):
        connection.declare_queue(f"bench.topic.{number}")
    connection.bind_queues(_TOPIC_EXCHANGE, topic_bindings())
    connection.close()


_ACKS = "--qos 200 --multi-ack-every 50"
_DURABLE = "--flag persistent --auto-delete false --queue bench.durable"
_FANOUT = "--exchange bench.fanout --type fanout --queue-pattern bench.fanout.%d --queue-pattern-from 1"
# PerfTest publishes with the queue's name as routing key, here to the bindings of the first four queues.
_TOPIC = (
    f"--exchange {_TOPIC_EXCHANGE} --type topic --predeclared --skip-binding-queues"
    f" --queue-pattern bench.topic.%d --queue-pattern-from 1 --queue-pattern-to {_TOPIC_KEYS}"
)

_AMQP10_SETTLED = "one-to-one --settled 1 --credit 1000 --ahead 2000"
_AMQP10_DURABLE = "one-to-one --durable 1 --credit 1000 --accept 50 --ahead 2000"

SCENARIOS = (
    _perftest("transient-autoack-1k", "1 producer, 1 consumer, automatic acks, transient, 1 kB", "--autoack"),
    _perftest("transient-autoack-12b", "the same with 12 B", "--autoack", message_bytes=12),
    _perftest(
        "confirms-acks", "confirms (window 200), manual acks (prefetch 200, every 50), 1 kB", f"--confirm 200 {_ACKS}"
    ),
    _perftest("confirms", "confirms (window 200), automatic acks, 1 kB", "--confirm 200 --autoack"),
    _perftest("acks", "no confirms, manual acks (prefetch 200, every 50), 1 kB", _ACKS),
    _perftest(
        "persistent-confirms",
        "persistent to a durable queue, confirms (window 200), manual acks, 1 kB",
        f"{_DURABLE} --confirm 200 {_ACKS}",
    ),
    _perftest(
        "persistent-quorum",
        "the same to a quorum queue, which both brokers sync before they confirm",
        f"--quorum-queue --queue bench.quorum --confirm 200 {_ACKS}",
    ),
    _perftest(
        "fanout-10",
        "fanout exchange to 10 queues with a consumer each, 1 producer, automatic acks, 1 kB",
        f"{_FANOUT} --queue-pattern-to 10 --producers 1 --consumers 10 --autoack",
        copies=10,
    ),
    _perftest(
        "topic-10k",
        "topic exchange with 10,000 bindings on 100 queues, 4 producers, 4 consumers, automatic acks, 1 kB",
        f"{_TOPIC} --producers {_TOPIC_KEYS} --consumers {_TOPIC_KEYS} --autoack",
        prepare=_declare_topic,
    ),
    _perftest(
        "latency-10k",
        "10,000 messages a second, 1 producer, 1 consumer, automatic acks, 1 kB",
        "--rate 10000 --autoack",
        kind="latency",
    ),
    _perftest(
        "latency-persistent-5k",
        "5,000 persistent messages a second, confirms, manual acks, 1 kB",
        f"{_DURABLE} --rate 5000 --confirm 5000 {_ACKS}",
        kind="latency",
    ),
    Scenario("idle-2000", "2,000 idle connections with a channel and a queue each", "idle", connections=2000),
    Scenario("churn", "open connection and channel, close; 4 clients at once", "churn", connections=4),
    _mqtt("mqtt-qos0", "MQTT: 4 publishers with a subscriber each, QoS 0, 128 B", "one-to-one --qos 0 --pairs 4 --ahead 1000"),
    _mqtt(
        "mqtt-qos1",
        "the same with QoS 1, window 100",
        "one-to-one --qos 1 --pairs 4 --window 100 --ahead 1000",
    ),
    _mqtt(
        "mqtt-fanout-qos0",
        "MQTT: 1 publisher, 1,000 subscribers, QoS 0, 128 B",
        "fan-out --qos 0 --subscribers 1000 --ahead 10",
        copies=1000,
    ),
    _mqtt(
        "mqtt-fanout-qos1",
        "the same with QoS 1",
        "fan-out --qos 1 --subscribers 1000 --window 10 --ahead 10",
        copies=1000,
    ),
    _mqtt(
        "mqtt-fanin-qos0",
        "MQTT: 1,000 publishers, 1 subscriber, QoS 0, 128 B",
        "fan-in --qos 0 --publishers 1000 --ahead 2",
    ),
    _mqtt(
        "mqtt-fanin-qos1",
        "the same with QoS 1, window 2",
        "fan-in --qos 1 --publishers 1000 --window 2 --ahead 2",
    ),
    *(
        _mqtt_rate(
            f"mqtt-qos{qos}-rate",
            f"MQTT: 20,000 messages a second in all, 4 publishers with a subscriber each, QoS {qos}, 128 B",
            f"one-to-one --qos {qos} --pairs 4",
            rate=20_000,
        )
        for qos in (0, 1)
    ),
    *(
        _mqtt_rate(
            f"mqtt-fanout-qos{qos}-rate",
            f"MQTT: 20 messages a second, 1 publisher, 1,000 subscribers, QoS {qos}, 128 B",
            f"fan-out --qos {qos} --subscribers 1000",
            rate=20,
            copies=1000,
        )
        for qos in (0, 1)
    ),
    *(
        _mqtt_rate(
            f"mqtt-fanin-qos{qos}-rate",
            f"MQTT: {rate:,} messages a second in all, 1,000 publishers, 1 subscriber, QoS {qos}, 128 B",
            f"fan-in --qos {qos} --publishers 1000",
            rate=rate,
        )
        # QoS 1 goes through the few messages that a broker has in flight to its one subscriber.
        for qos, rate in ((0, 20_000), (1, 5_000))
    ),
    _mqtt_idle("-1k", 1_000),
    _mqtt_idle("-5k", 5_000),
    _mqtt_idle("", 10_000, setup_s=120.0),
    _mqtt_idle("-18k", 18_000, setup_s=180.0),
    _mqtt_idle("-50k", 50_000, setup_s=600.0),
    _mqtt_subscriptions("1k", 1_000),
    _mqtt_subscriptions("10k", 10_000),
    _mqtt_subscriptions("100k", 100_000, setup_s=180.0),
    _mqtt_subscriptions("1m", 1_000_000, setup_s=900.0, rounds=1, slow=True),
    _amqp10("amqp10-settled-1k", "AMQP 1.0: 1 sender, 1 receiver, settled, transient, 1 kB", _AMQP10_SETTLED),
    _amqp10("amqp10-durable-1k", "AMQP 1.0: 1 sender, 1 receiver, unsettled, durable, 1 kB", _AMQP10_DURABLE),
    _amqp10(
        "amqp10-durable-quorum",
        "the same by a quorum queue where the broker has any, which is synced before messages are accepted",
        f"{_AMQP10_DURABLE} --queue-type quorum",
    ),
    _amqp10(
        "amqp10-fanout",
        "AMQP 1.0: 1 sender, 10 receivers with a queue each, settled, transient, 1 kB",
        "fan-out --subscribers 10 --settled 1 --credit 1000 --ahead 1000",
        copies=10,
    ),
    _amqp10(
        "amqp10-small",
        "AMQP 1.0: 1 sender, 1 receiver with credit 200, unsettled, durable, 12 B",
        "one-to-one --durable 1 --credit 200 --ahead 2000",
        message_bytes=12,
    ),
    _amqp10_rate(
        "amqp10-settled-rate",
        "AMQP 1.0: 10,000 messages a second, 1 sender, 1 receiver, settled, transient, 1 kB",
        _AMQP10_SETTLED,
        rate=10_000,
    ),
    _amqp10_rate(
        "amqp10-durable-rate",
        "AMQP 1.0: 5,000 messages a second, 1 sender, 1 receiver, unsettled, durable, 1 kB",
        _AMQP10_DURABLE,
        rate=5_000,
    ),
    _amqp10_idle("-1k", 1_000, "with two sessions and a link in each", setup_s=120.0),
    _amqp10_idle("", 5_000, "with two sessions and a link in each", setup_s=300.0),
    _amqp10_idle("-sessions", 5_000, "with two sessions and no link", links=0, setup_s=300.0),
    _amqp10_idle("-bare", 5_000, "without a session", sessions=0, setup_s=300.0),
    _stomp("stomp-one-to-one", "STOMP: 1 publisher, 1 subscriber, automatic acks, transient, 1 kB", "one-to-one --ahead 2000"),
    _stomp(
        "stomp-one-to-one-ack",
        "STOMP: persistent, receipts (window 200), client-individual acks (prefetch 200), 1 kB",
        "one-to-one --persistent 1 --window 200 --acks 1 --prefetch 200 --ahead 2000",
    ),
    _stomp(
        "stomp-fanout",
        "STOMP: 1 publisher to a topic, 10 subscribers, automatic acks, transient, 1 kB",
        "fan-out --subscribers 10 --ahead 1000",
        copies=10,
    ),
    Scenario("start", "start with an empty data directory until ready", "start", rounds=5),
)


def select(names, quick=False):
    """Scenarios by name or beginning of a name, in the order of the table; all for no names.

    When it is to be quick, those that are slow have to be named in full.
    """
    chosen = set()
    for name in names or [""]:
        exact = [s.name for s in SCENARIOS if s.name == name]
        matches = exact or [s.name for s in SCENARIOS if s.name.startswith(name)]
        if not matches:
            raise ValueError(f"no scenario {name!r}; there are: {', '.join(s.name for s in SCENARIOS)}")
        chosen.update(matches)
    return [s for s in SCENARIOS if s.name in chosen and not (quick and s.slow and s.name not in names)]


def beyond(chosen, descriptors):
    """Those that need more descriptors than that, in the broker or in the load generator."""
    return [scenario for scenario in chosen if scenario.connections + _DESCRIPTORS_BESIDE > descriptors]
