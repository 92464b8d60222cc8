"""As much of a STOMP client as it takes to see that a broker answers."""

import socket

from .mqtt import PASSWORD, USER

_TIMEOUT_S = 10
CONNECT = f"CONNECT\naccept-version:1.2\nlogin:{USER}\npasscode:{PASSWORD}\n\n\0".encode()


class StompError(Exception):
    """The broker did not accept the connection."""


def check(port):
    """Connects and goes."""
    with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT_S) as client:
        client.sendall(CONNECT)
        answer = b""
        while b"\0" not in answer:
            data = client.recv(4096)
            if not data:
                raise StompError("the broker closed the socket")
            answer += data
        if not answer.startswith(b"CONNECTED\n"):
            raise StompError(f"the broker answered CONNECT with {answer.decode(errors='replace')!r}")
