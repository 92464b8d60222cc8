"""As much of an AMQP 1.0 client as it takes to see that a broker speaks it."""

import socket

_TIMEOUT_S = 10
SASL_HEADER = b"AMQP\x03\x01\x00\x00"


class Amqp10Error(Exception):
    """The broker does not speak AMQP 1.0."""


def check(port):
    """Asks for SASL, which every broker has to begin with, and goes."""
    with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT_S) as client:
        client.sendall(SASL_HEADER)
        answer = b""
        while len(answer) < len(SASL_HEADER):
            data = client.recv(len(SASL_HEADER) - len(answer))
            if not data:
                raise Amqp10Error("the broker closed the socket")
            answer += data
        if answer != SASL_HEADER:
            raise Amqp10Error(f"the broker answered AMQP 1.0's SASL header with {answer.hex()}")
