"""What /proc says about a set of processes and about the machine."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

TOKEN_VARIABLE = "WARREN_BENCH_TOKEN"
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_RSS_SAMPLE_S = 0.2


def marked_pids(token):
    """Processes that inherited ``token`` in their environment, so also those that left their parent's tree."""
    mark = f"{TOKEN_VARIABLE}={token}".encode()
    pids = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                environ = Path("/proc", entry, "environ").read_bytes()
            except OSError:
                continue  # it ended meanwhile, or belongs to another user
            if mark in environ.split(b"\0"):
                pids.append(int(entry))
    return pids


def stat_fields(text):
    """Fields of a /proc stat line from the third on; the second, a name in brackets, may hold spaces."""
    return text[text.rindex(")") + 2 :].split()


def _ticks(path, first, last):
    try:
        fields = stat_fields(Path(path).read_text())
    except OSError:
        return 0
    return sum(int(value) for value in fields[first:last])


def cpu_seconds(pids):
    """utime + stime of the processes and of the children they have reaped.

    With the reaped children the sum is conserved when a helper ends between two readings.
    """
    return sum(_ticks(f"/proc/{pid}/stat", 11, 15) for pid in pids) / _TICKS_PER_S


def thread_cpu_seconds(pids):
    """CPU seconds by (pid, tid)."""
    seconds = {}
    for pid in pids:
        try:
            tids = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for tid in tids:
            seconds[pid, tid] = _ticks(f"/proc/{pid}/task/{tid}/stat", 11, 13) / _TICKS_PER_S
    return seconds


def rss_bytes(pids):
    """Resident set, summed over the processes."""
    total = 0
    for pid in pids:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES
        except OSError:
            continue
    return total


def machine_cpu_seconds():
    """(busy, idle) CPU seconds of the whole machine since boot, all cores added."""
    with open("/proc/stat", encoding="ascii") as stat:
        ticks = [int(value) for value in stat.readline().split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / _TICKS_PER_S, idle / _TICKS_PER_S


class RssPeak:
    """Samples the resident set of some processes until stopped; its own thread."""

    def __init__(self, pids):
        self._pids = pids
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self.peak_bytes = rss_bytes(pids)
        self._thread.start()

    def _sample(self):
        while not self._done.wait(_RSS_SAMPLE_S):
            self.peak_bytes = max(self.peak_bytes, rss_bytes(self._pids))

    def stop(self):
        self._done.set()
        self._thread.join()
        return self.peak_bytes


@dataclass(frozen=True)
class Usage:
    """What broker, load generator and machine used over one window."""

    elapsed_s: float
    broker_cpu_s: float
    generator_cpu_s: float
    machine_busy_s: float
    machine_idle_s: float
    broker_busiest_thread: float  # share of a core, 0..1
    generator_busiest_thread: float
    peak_rss_bytes: int

    def other_cores(self):
        """Cores kept busy by anybody else: the noise of a shared machine."""
        other = self.machine_busy_s - self.broker_cpu_s - self.generator_cpu_s
        return max(0.0, other / self.elapsed_s)

    def idle_share(self):
        return self.machine_idle_s / max(1e-9, self.machine_idle_s + self.machine_busy_s)


class UsageWindow:
    """Opens a measured window on construction; ``close`` returns what was used since."""

    def __init__(self, broker_pids, generator_pids, clock):
        self._broker_pids, self._generator_pids, self._clock = broker_pids, generator_pids, clock
        self._rss = RssPeak(broker_pids())
        self._start = self._reading()

    def _reading(self):
        brokers, generators = self._broker_pids(), self._generator_pids()
        return (
            self._clock(),
            cpu_seconds(brokers),
            cpu_seconds(generators),
            machine_cpu_seconds(),
            thread_cpu_seconds(brokers),
            thread_cpu_seconds(generators),
        )

    def close(self):
        before, after = self._start, self._reading()
        peak = self._rss.stop()
        elapsed = after[0] - before[0]

        def busiest(index):
            shares = [used - before[index].get(key, 0.0) for key, used in after[index].items()]
            return min(1.0, max(shares, default=0.0) / elapsed)

        return Usage(
            elapsed_s=elapsed,
            broker_cpu_s=after[1] - before[1],
            generator_cpu_s=after[2] - before[2],
            machine_busy_s=after[3][0] - before[3][0],
            machine_idle_s=after[3][1] - before[3][1],
            broker_busiest_thread=busiest(4),
            generator_busiest_thread=busiest(5),
            peak_rss_bytes=peak,
        )
