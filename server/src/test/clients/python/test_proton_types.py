"""Qpid Proton: values of every type of AMQP 1.0 come back as what they were."""
import unittest
import uuid

from proton import (
    Array, Data, Described, Message, UNDESCRIBED, byte, char, decimal128, decimal32, decimal64, float32, int32, short,
    symbol, timestamp, ubyte, uint, ulong, ushort,
)

from proton_support import ProtonTest

SIMPLE = {
    "true": True, "false": False,
    "ubyte": ubyte(255), "ushort": ushort(65535),
    "uint": uint(4294967295), "small uint": uint(5), "no uint": uint(0),
    "ulong": ulong(2**64 - 1), "small ulong": ulong(200), "no ulong": ulong(0),
    "byte": byte(-128), "short": short(-32768), "int": int32(-2147483648), "small int": int32(-5),
    "long": -(2**63), "small long": -100, "float": float32(1.5), "double": 0.1, "infinity": float("inf"),
    "decimal32": decimal32(0x22500001), "decimal64": decimal64(0x2238000000000001),
    "decimal128": decimal128(bytes(range(16))),
    "char": char("\U0001F600"), "timestamp": timestamp(1700000000123), "timestamp before 1970": timestamp(-1),
    "uuid": uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"),
    "binary": b"\x00\xff", "empty binary": b"", "long binary": bytes(300),
    "string": "w\u00f6rt", "empty string": "", "long string": "s" * 300,
    "symbol": symbol("a-symbol"), "long symbol": symbol("y" * 300),
}
COMPOUND = {
    "list": [1, "two", None, ubyte(3)], "empty list": [], "long list": list(range(1000)),
    "map": {"a": 1, "b": None}, "empty map": {}, "map with other keys": {ulong(1): "a", symbol("s"): "b", True: "c"},
    "nested": {"list": [{"deep": [[], {}, [symbol("x")]]}], "map": {"of": {"maps": uint(1)}}},
    "array of int": Array(UNDESCRIBED, Data.INT, int32(1), int32(-2), int32(3)),
    "array of string": Array(UNDESCRIBED, Data.STRING, "a", "", "s" * 300),
    "array of symbol": Array(UNDESCRIBED, Data.SYMBOL, symbol("a"), symbol("b")),
    "empty array": Array(UNDESCRIBED, Data.UUID),
    "described": Described(symbol("my:type"), ["x", 1]),
    "described by number": Described(ulong(0x123456789), {"k": "v"}),
}


def typed(value):
    """The value with the type of each of its parts."""
    if isinstance(value, dict):
        return {str(key): (type(key), typed(one)) for key, one in value.items()}
    if isinstance(value, list):
        return [typed(one) for one in value]
    if isinstance(value, Array):
        return value.descriptor, value.type, [typed(one) for one in value.elements]
    if isinstance(value, Described):
        return typed(value.descriptor), typed(value.value)
    return type(value), value


class Types(ProtonTest):
    def setUp(self):
        super().setUp()
        self.both = self.connect()

    def test_values_in_the_body(self):
        for what, value in {**SIMPLE, **COMPOUND}.items():
            with self.subTest(what):
                received = self.round_trip(Message(body=value), self.both)
                self.assertEqual(typed(value), typed(received.body))

    def test_application_properties(self):
        received = self.round_trip(Message(body="b", properties=SIMPLE), self.both)
        self.assertEqual(typed(SIMPLE), typed(dict(received.properties)))

    def test_identifiers(self):
        for value in ("text", ulong(2**64 - 1), uuid.uuid4(), b"\x00\x01", ""):
            with self.subTest(value):
                received = self.round_trip(Message(body="b", id=value, correlation_id=value), self.both)
                self.assertEqual(value, received.id)
                self.assertEqual(value, received.correlation_id)

    def test_data(self):
        for value in (b"", b"d", bytes(200_000)):
            received = self.round_trip(Message(body=value, inferred=True), self.both)
            self.assertTrue(received.inferred)
            self.assertEqual(value, bytes(received.body))

    def test_sequences(self):
        for value in ([], [1, "two", None], [[ubyte(1)], {"a": symbol("b")}]):
            received = self.round_trip(Message(body=value, inferred=True), self.both)
            self.assertTrue(received.inferred)
            self.assertEqual(typed(value), typed(received.body))

    def test_properties(self):
        properties = {
            "user_id": b"guest", "address": "/queues/elsewhere", "subject": "subject", "reply_to": "/queues/answers",
            "content_type": symbol("text/plain"), "content_encoding": symbol("gzip"), "expiry_time": 4102444800.0,
            "creation_time": 1700000000.123, "group_id": "group", "group_sequence": 2**31 - 1,
            "reply_to_group_id": "answers", "durable": True, "priority": 9,
        }
        received = self.round_trip(Message(body="b", **properties), self.both)
        for field, value in properties.items():
            with self.subTest(field):
                self.assertEqual(value, getattr(received, field))


if __name__ == "__main__":
    unittest.main(verbosity=2)
