"""A very small AMQP 0-9-1 client on a blocking socket.

It declares topologies and opens connections at the least cost to the machine that it shares with the broker. It is a
load tool, not a library: every reply must be the expected one, anything else is an error.
"""

import socket
import struct

_METHOD, _END = 1, 0xCE
_HEADER = b"AMQP\x00\x00\x09\x01"
_NO_ARGUMENTS = struct.pack(">I", 0)

CONNECTION_START, CONNECTION_START_OK = (10, 10), (10, 11)
CONNECTION_TUNE, CONNECTION_TUNE_OK = (10, 30), (10, 31)
CONNECTION_OPEN, CONNECTION_OPEN_OK = (10, 40), (10, 41)
CONNECTION_CLOSE, CONNECTION_CLOSE_OK = (10, 50), (10, 51)
CHANNEL_OPEN, CHANNEL_OPEN_OK = (20, 10), (20, 11)
CHANNEL_CLOSE = (20, 40)
EXCHANGE_DECLARE, EXCHANGE_DECLARE_OK = (40, 10), (40, 11)
QUEUE_DECLARE, QUEUE_DECLARE_OK = (50, 10), (50, 11)
QUEUE_BIND, QUEUE_BIND_OK = (50, 20), (50, 21)


class AmqpError(Exception):
    """The broker answered something else than what the protocol's next step is."""


def short_string(text):
    data = text.encode()
    return struct.pack(">B", len(data)) + data


def long_string(data):
    return struct.pack(">I", len(data)) + data


def method_frame(channel, method, arguments=b""):
    payload = struct.pack(">HH", *method) + arguments
    return struct.pack(">BHI", _METHOD, channel, len(payload)) + payload + bytes((_END,))


_START_OK = method_frame(
    0,
    CONNECTION_START_OK,
    _NO_ARGUMENTS + short_string("PLAIN") + long_string(b"\0guest\0guest") + short_string("en_US"),
)
_OPEN = method_frame(0, CONNECTION_OPEN, short_string("/") + short_string("") + b"\0")
_CHANNEL_OPEN = method_frame(1, CHANNEL_OPEN, short_string(""))
_CLOSE = method_frame(0, CONNECTION_CLOSE, struct.pack(">H", 200) + short_string("bye") + struct.pack(">HH", 0, 0))


class Connection:
    """An open connection of user guest with channel 1 open."""

    def __init__(self, port, timeout_s=30.0):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        try:
            self._open()
        except BaseException:
            self._socket.close()
            raise

    def _open(self):
        self._socket.sendall(_HEADER)
        self._expect(CONNECTION_START)
        self._socket.sendall(_START_OK)
        channel_max, frame_max, _ = struct.unpack(">HIH", self._expect(CONNECTION_TUNE)[:8])
        # Heartbeat 0: an idle connection is idle, and a blocking client need not answer.
        tune_ok = struct.pack(">HIH", channel_max, frame_max, 0)
        self._socket.sendall(method_frame(0, CONNECTION_TUNE_OK, tune_ok) + _OPEN)
        self._expect(CONNECTION_OPEN_OK)
        self._call(_CHANNEL_OPEN, CHANNEL_OPEN_OK)

    def declare_exchange(self, name, kind):
        arguments = struct.pack(">H", 0) + short_string(name) + short_string(kind) + b"\0" + _NO_ARGUMENTS
        self._call(method_frame(1, EXCHANGE_DECLARE, arguments), EXCHANGE_DECLARE_OK)

    def declare_queue(self, name="", exclusive=False):
        """Declares a transient queue; an empty name lets the broker choose one."""
        flags = bytes((0b00100 if exclusive else 0,))
        arguments = struct.pack(">H", 0) + short_string(name) + flags + _NO_ARGUMENTS
        self._call(method_frame(1, QUEUE_DECLARE, arguments), QUEUE_DECLARE_OK)

    def bind_queues(self, exchange, bindings):
        """Binds every (queue, routing key); all but the last without asking for a reply."""
        bindings = list(bindings)
        for index, (queue, key) in enumerate(bindings):
            last = index == len(bindings) - 1
            arguments = struct.pack(">H", 0) + short_string(queue) + short_string(exchange) + short_string(key)
            frame = method_frame(1, QUEUE_BIND, arguments + (b"\0" if last else b"\1") + _NO_ARGUMENTS)
            self._socket.sendall(frame)
        if bindings:
            self._expect(QUEUE_BIND_OK)

    def close(self):
        try:
            self._call(_CLOSE, CONNECTION_CLOSE_OK)
        finally:
            self._socket.close()

    def abandon(self):
        """Closes the socket without a word."""
        self._socket.close()

    def _call(self, frame, reply):
        self._socket.sendall(frame)
        return self._expect(reply)

    def _expect(self, expected):
        kind, _, size = struct.unpack(">BHI", self._read(7))
        payload = self._read(size + 1)
        method = struct.unpack(">HH", payload[:4])
        if kind == _METHOD and method == expected:
            return payload[4:-1]
        detail = ""
        if method in (CONNECTION_CLOSE, CHANNEL_CLOSE):
            code, length = struct.unpack(">HB", payload[4:7])
            detail = f": {code} {payload[7:7 + length].decode(errors='replace')}"
        raise AmqpError(f"expected method {expected}, got {method} in a frame of type {kind}{detail}")

    def _read(self, size):
        while len(self._buffer) < size:
            data = self._socket.recv(65536)
            if not data:
                raise AmqpError("the broker closed the socket")
            self._buffer += data
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data
