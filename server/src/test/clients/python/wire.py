"""A raw AMQP 0-9-1 connection: sends any method, records whatever the server sends."""
import re
import socket

import pika
from pika import frame, spec

GENERATED = re.compile(r"amq\.(gen|ctag)-[\w-]{22}|(?<=amq\.rabbitmq\.reply-to\.)[^\s']+")
REPLY_SECONDS = 3.0
# For what may come by itself: dead letters, deliveries, a close.
EVENT_SECONDS = 0.3
QUIET_SECONDS = 0.08


class Wire:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.received = b""
        self.names = {}
        self.closed = False
        self.socket.sendall(frame.ProtocolHeader().marshal())
        self.read(REPLY_SECONDS)
        properties = {"capabilities": {"consumer_cancel_notify": True, "basic.nack": True,
                                       "authentication_failure_close": True}}
        self.call(0, spec.Connection.StartOk(properties, "PLAIN", b"\0guest\0guest", "en_US"))
        self.send(0, spec.Connection.TuneOk(2047, 131072, 0))
        self.call(0, spec.Connection.Open("/"))

    def close(self):
        self.socket.close()

    def send(self, channel, method, body=None, properties=None):
        data = frame.Method(channel, method).marshal()
        if body is not None:
            header = frame.Header(channel, len(body), properties or pika.BasicProperties())
            data += header.marshal()
            for start in range(0, len(body), 131000):
                data += frame.Body(channel, body[start:start + 131000]).marshal()
        self.socket.sendall(data)

    def call(self, channel, method, body=None, properties=None):
        """Sends, and returns a line for each thing that the server sends until it is quiet."""
        try:
            self.send(channel, method, body, properties)
        except OSError:
            self.closed = True
        answered = method.synchronous or isinstance(method, spec.Connection.StartOk)
        return self.read(REPLY_SECONDS if answered else EVENT_SECONDS)

    def read(self, patience):
        """Waits `patience` seconds for the first frame, then until nothing more comes."""
        frames = []
        while not self.closed:
            used, decoded = frame.decode_frame(self.received)
            if decoded is not None:
                self.received = self.received[used:]
                frames.append(decoded)
                patience = QUIET_SECONDS
                continue
            self.socket.settimeout(patience)
            try:
                data = self.socket.recv(1 << 16)
            except socket.timeout:
                break
            except OSError:
                data = b""
            self.closed = not data
            self.received += data
        self.answer_closes(frames)
        lines = [self.line(f) for f in frames]
        if self.closed:
            lines.append("connection lost")
        # Channels are independent of each other: their order is of no matter.
        return sorted(lines, key=lambda l: l.split(" ", 1)[0])

    def answer_closes(self, frames):
        for f in frames:
            method = getattr(f, "method", None)
            if isinstance(method, spec.Channel.Close):
                self.send(f.channel_number, spec.Channel.CloseOk())
            elif isinstance(method, spec.Connection.Close):
                self.send(0, spec.Connection.CloseOk())

    def line(self, f):
        channel = f.channel_number
        if isinstance(f, frame.Method):
            return f"{channel} {f.method.NAME} {self.arguments(f.method.__dict__)}"
        if isinstance(f, frame.Header):
            return f"{channel} header {f.body_size} {self.arguments(f.properties.__dict__)}"
        if isinstance(f, frame.Body):
            return f"{channel} body {f.fragment[:60]!r}"
        return f"{channel} {type(f).__name__}"

    def arguments(self, values):
        shown = {k: self.plain(k, v) for k, v in sorted(values.items()) if v is not None}
        return " ".join(f"{k}={v}" for k, v in shown.items())

    def plain(self, key, value):
        """A value with what differs from run to run replaced."""
        if isinstance(value, dict):
            inner = ", ".join(f"{k}: {self.plain(k, v)}" for k, v in sorted(value.items()))
            return "{" + inner + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.plain(key, v) for v in value) + "]"
        if key == "time":
            return "<time>"
        return repr(GENERATED.sub(self.generated, str(value)))

    def generated(self, match):
        return self.names.setdefault(match.group(), f"<generated {len(self.names) + 1}>")
