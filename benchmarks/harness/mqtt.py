"""As much of an MQTT 3.1.1 client as it takes to see that a broker answers."""

import socket

_TIMEOUT_S = 10
USER, PASSWORD = "guest", "guest"


class MqttError(Exception):
    """The broker did not accept the connection."""


def _text(value):
    data = value.encode()
    return len(data).to_bytes(2, "big") + data


def connect_packet(client_id):
    """CONNECT with a clean session, the user guest and no keep alive."""
    body = _text("MQTT") + bytes((4, 0xC2, 0, 0)) + _text(client_id) + _text(USER) + _text(PASSWORD)
    if len(body) > 127:
        raise ValueError("the length of the packet takes more than one byte")
    return bytes((0x10, len(body))) + body


def check(port):
    """Connects and disconnects."""
    with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT_S) as client:
        client.sendall(connect_packet("bench-check"))
        answer = b""
        while len(answer) < 4:
            data = client.recv(4 - len(answer))
            if not data:
                raise MqttError("the broker closed the socket")
            answer += data
        if answer[:2] != b"\x20\x02" or answer[3] != 0:
            raise MqttError(f"the broker answered CONNECT with {answer.hex()}")
        client.sendall(b"\xe0\x00")
