"""Results as JSON, and as tables for the terminal and for Markdown."""

import json
import os
import platform
import statistics
from pathlib import Path

# What a table shows of a figure: HEADLINE ones are in the Markdown table too, PLAIN ones have no ratio that means anything.
HEADLINE, COMPARED, PLAIN = "headline", "compared", "plain"

_USAGE = (
    ("broker_peak_rss_mb", "broker peak memory", "MB", 0, HEADLINE),
    ("broker_cores", "broker CPU", "cores", 2, PLAIN),
    ("generator_cores", "generator CPU", "cores", 2, PLAIN),
    ("broker_busiest_thread", "broker's busiest thread", "cores", 2, PLAIN),
    ("generator_busiest_thread", "generator's busiest thread", "cores", 2, PLAIN),
    ("other_cores", "others on the machine", "cores", 2, PLAIN),
    ("limit", "limited by", "", None, PLAIN),
    ("load_1m_after", "load average, 1 min", "", 1, PLAIN),
)


# What did not come as it was asked for, in the whole run.
_LOSS = (
    ("withheld_messages", "due, but not taken by the broker", "messages", 0, PLAIN),
    ("lost_messages", "lost", "messages", 0, PLAIN),
    ("late_messages", "late, or a second time", "messages", 0, PLAIN),
    ("underway_messages", "underway when the run ended", "messages", 0, PLAIN),
)


def _traffic(rates, latencies):
    return (
        ("consumed_per_s", "consumed", "msg/s", 0, rates),
        ("published_per_s", "published", "msg/s", 0, COMPARED),
        ("broker_cpu_us_per_message", "broker CPU per message", "µs", 2, HEADLINE),
        ("generator_cpu_us_per_message", "generator CPU per message", "µs", 2, COMPARED),
        ("consumer_latency_us_p50", "latency p50", "µs", 0, latencies),
        ("consumer_latency_us_p95", "latency p95", "µs", 0, COMPARED),
        ("consumer_latency_us_p99", "latency p99", "µs", 0, latencies),
        ("consumer_latency_us_p99_worst", "latency p99 of the worst second", "µs", 0, COMPARED),
        ("confirm_latency_us_p50", "confirm latency p50", "µs", 0, COMPARED),
        ("confirm_latency_us_p99", "confirm latency p99", "µs", 0, COMPARED),
        ("pacing_latency_us_p99", "generator late, p99", "µs", 0, PLAIN),
        ("backlog_messages", "backlog at the end", "messages", 0, PLAIN),
    )


# By the load generators of this project, at full and at a given rate.
_LOAD_FULL = (*_traffic(rates=HEADLINE, latencies=COMPARED), *_LOSS, *_USAGE)
_LOAD_RATE = (
    ("rate_percent", "arrived of the rate asked for", "%", 1, HEADLINE),
    *_traffic(rates=COMPARED, latencies=HEADLINE),
    *_LOSS,
    *_USAGE,
)
_PACING_LATE_US_MAX = 20_000  # more makes figures of a rate the load generator's, or those of a machine that is too busy
_RATE_PERCENT_OFF = 2  # more is said below the table: a window may begin or end within a second's messages

# By kind of scenario: (figure, label, unit, digits, what the tables show of it).
METRICS = {
    # Without a rate limit latency is the length of the queue that the producer builds up: no headline.
    "perftest": (*_traffic(rates=HEADLINE, latencies=COMPARED), *_USAGE),
    "latency": (*_traffic(rates=COMPARED, latencies=HEADLINE), *_USAGE),
    "idle": (
        ("rss_kb_per_connection", "memory per connection", "kB", 1, HEADLINE),
        ("uncollected_rss_kb_per_connection", "the same before the collection", "kB", 1, COMPARED),
        ("heap_kb_per_connection", "live objects of a JVM", "kB", 1, COMPARED),
        ("opened_per_s", "opened", "conn/s", 0, HEADLINE),
        ("broker_cpu_us_per_opening", "broker CPU per opening", "µs", 0, HEADLINE),
        ("idle_cpu_percent", "broker CPU while idle", "% of a core", 2, HEADLINE),
        ("empty_rss_mb", "empty broker", "MB", 0, COMPARED),
        ("pings", "keep alives sent in the run", "packets", 0, PLAIN),
        *(row for row in _USAGE if row[0] != "limit"),  # there is no rate that anything could limit
    ),
    "churn": (
        ("connections_per_s", "opened and closed", "conn/s", 0, HEADLINE),
        ("broker_cpu_us_per_connection", "broker CPU per connection", "µs", 0, HEADLINE),
        ("generator_cpu_us_per_connection", "generator CPU per connection", "µs", 0, COMPARED),
        *_USAGE,
    ),
    "mqtt": _LOAD_FULL,
    "amqp10": _LOAD_FULL,
    "amqp10-rate": _LOAD_RATE,
    "stomp": _LOAD_FULL,
    "mqtt-rate": _LOAD_RATE,
    "mqtt-subscriptions": (
        ("broker_cpu_us_per_subscription", "broker CPU per subscription", "µs", 1, HEADLINE),
        ("rss_bytes_per_subscription", "memory per subscription", "bytes", 0, HEADLINE),
        ("subscribed_per_s", "subscribed", "subscriptions/s", 0, COMPARED),
        *_LOAD_RATE,
    ),
    "start": (
        ("start_ms", "start to ready", "ms", 0, HEADLINE),
        ("start_cpu_ms", "CPU of the start", "ms", 0, HEADLINE),
        ("empty_rss_mb", "memory when ready", "MB", 0, COMPARED),
        ("load_1m_after", "load average, 1 min", "", 1, PLAIN),
    ),
}


def machine():
    """What a reader needs to know of the machine to judge absolute figures."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cpus": len(os.sched_getaffinity(0)),
        "model": model,
        "memory_gb": round(memory / 1e9, 1),
        "kernel": platform.release(),
    }


def save(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def merge(documents):
    """One document of several; a scenario measured twice is taken from the later document."""
    latest = {scenario: document for document in documents for scenario in scenarios_of(document)}
    chosen = {
        key: [run for document in documents for run in document[key] if latest[run["scenario"]] is document]
        for key in ("runs", "failures")
    }
    return {**documents[-1], **chosen}


class Comparison:
    """All runs of one scenario, also those that failed. The first broker of the document is the subject, the others are its peers."""

    def __init__(self, document, scenario):
        self.runs = [run for run in document["runs"] if run["scenario"] == scenario]
        self.failures = [run for run in document["failures"] if run["scenario"] == scenario]
        everything = self.runs + self.failures
        self.title, self.kind = everything[0]["title"], everything[0]["kind"]
        self.brokers = list(dict.fromkeys(run["broker"] for run in everything))
        self.versions = {run["broker"]: run["version"] for run in everything}
        subject = document["brokers"][0]
        self.brokers.sort(key=lambda broker: broker != subject)
        self.has_subject = self.brokers[0] == subject

    def values(self, broker, figure):
        runs = [run for run in self.runs if run["broker"] == broker]
        return [run["figures"][figure] for run in runs if figure in run["figures"]]

    def median(self, broker, figure):
        """Median of the rounds; for words all that occurred; None when there is none."""
        values = self.values(broker, figure)
        if not values:
            return None
        if isinstance(values[0], str):
            return "/".join(dict.fromkeys(values))
        return statistics.median(values)

    def ratio(self, peer, figure):
        """Subject divided by peer; None when there is nothing to divide."""
        ours, theirs = self.median(self.brokers[0], figure), self.median(peer, figure)
        if not self.has_subject or ours is None or theirs is None or isinstance(ours, str) or not theirs:
            return None
        return ours / theirs


    def failed(self, broker):
        """How many of its rounds gave no figures; None when all did."""
        failed = sum(run["broker"] == broker for run in self.failures)
        rounds = failed + sum(run["broker"] == broker for run in self.runs)
        return f"{failed} of {rounds}" if failed else None

    def notes(self):
        """What a reader must know who sees the medians."""
        for run in self.failures:
            # Without where to look for more, which is for who sat at the terminal.
            yield f"{run['broker']}, round {run['round']}, failed: {run['error'].partition('; ')[0]}"
        for broker in self.brokers:
            if any(self.values(broker, "flooded")):
                yield f"{broker}: backlog limit reached, window cut short"
            percents = self.values(broker, "rate_percent")
            if any(percent < 100 - _RATE_PERCENT_OFF for percent in percents):
                yield f"{broker}: did not hold the rate"
            if any(percent > 100 + _RATE_PERCENT_OFF for percent in percents):
                yield f"{broker}: delivered what was left from before the window"
            late_us = self.median(broker, "pacing_latency_us_p99") or 0
            if late_us > _PACING_LATE_US_MAX:
                yield f"{broker}: the generator was late itself, by {late_us / 1000:.0f} ms (p99)"


def scenarios_of(document):
    """In the order in which they were run, which may have failed on each broker."""
    return list(dict.fromkeys(run["scenario"] for run in document["runs"] + document["failures"]))


def _number(value, digits):
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:,.{digits}f}"


def _ratio(value):
    if value is None:
        return "–"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _name(broker, version):
    return f"{broker} {version}" if version else broker


def text_table(document, scenario):
    """One scenario for the terminal: per measure the median, every round, and the ratio to each peer."""
    comparison = Comparison(document, scenario)
    rows = [["", *(_name(b, comparison.versions[b]) for b in comparison.brokers)]]
    rows[0] += [f"ratio to {peer}" for peer in comparison.brokers[1:]]
    for figure, label, unit, digits, shown in METRICS[comparison.kind]:
        medians = [comparison.median(broker, figure) for broker in comparison.brokers]
        if all(value is None for value in medians):
            continue
        row = [f"{label}, {unit}" if unit else label]
        for broker, median in zip(comparison.brokers, medians):
            values = comparison.values(broker, figure)
            rounds = " ".join(_number(value, digits) for value in values)
            hide = len(values) < 2 or isinstance(median, str)
            row.append(_number(median, digits) + ("" if hide else f" ({rounds})"))
        ratios = [comparison.ratio(peer, figure) for peer in comparison.brokers[1:]]
        row += ["" if shown == PLAIN else _ratio(ratio) for ratio in ratios]
        rows.append(row)
    failed = [comparison.failed(broker) for broker in comparison.brokers]
    if any(failed):
        rows.append(["failed, rounds", *(_number(count, 0) for count in failed), *[""] * (len(failed) - 1)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([f"{scenario}: {comparison.title}", *lines, *comparison.notes()])


def markdown(document):
    """The headline figures of all scenarios as one Markdown table, medians only."""
    everything = document["runs"] + document["failures"]
    names = list(dict.fromkeys([document["brokers"][0], *(run["broker"] for run in everything)]))
    versions = {run["broker"]: run["version"] for run in everything}
    header = ["scenario", "measure", *(_name(name, versions.get(name)) for name in names)]
    header += [f"ratio to {name}" for name in names[1:]] + ["load"]
    rows = [header, ["---", "---", *["---:"] * (len(header) - 2)]]
    notes = []
    for scenario in scenarios_of(document):
        comparison = Comparison(document, scenario)
        loads = [load for broker in comparison.brokers for load in comparison.values(broker, "load_1m_after")]
        span = f"{min(loads):.1f}–{max(loads):.1f}" if loads else "–"
        title = f"`{scenario}`"
        for figure, label, unit, digits, shown in METRICS[comparison.kind]:
            if shown != HEADLINE:
                continue
            medians = [comparison.median(name, figure) for name in names]
            if all(value is None for value in medians):
                continue
            cells = [_number(median, digits) for median in medians]
            ratios = [_ratio(comparison.ratio(name, figure)) for name in names[1:]]
            rows.append([title, f"{label}, {unit}", *cells, *ratios, span])
            title = span = ""
        failed = [comparison.failed(name) for name in names]
        if any(failed):
            rows.append([title, "failed, rounds", *(_number(count, 0) for count in failed), *[""] * (len(names) - 1), span])
        notes += [f"- `{scenario}`, {note}" for note in comparison.notes()]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    box, settings = document["machine"], document["settings"]
    lines += [
        *(["", *notes] if notes else []),
        "",
        f"Measured {document['started']} on {box['cpus']} × {box['model']}, {box['memory_gb']} GB, kernel"
        f" {box['kernel']}; {settings['rounds']} alternating rounds of {settings['duration_s']:g} s after"
        f" {settings['warmup_s']:g} s of warm-up; medians. Load generator: {document['generator']}."
        " Load: 1-minute averages, lowest to highest.",
    ]
    return "\n".join(lines) + "\n"
