"""pika's BlockingConnection."""
import unittest

import pika
from pika import exceptions

from support import BlockingTest, parameters


class Connecting(unittest.TestCase):
    def test_negotiates_frame_channels_and_heartbeat(self):
        connection = pika.BlockingConnection(
            parameters(frame_max=8192, channel_max=10, heartbeat=7)
        )
        tuned = connection._impl.params
        self.assertEqual((8192, 10, 7), (tuned.frame_max, tuned.channel_max, tuned.heartbeat))
        connection.close()

    def test_connects_without_heartbeats(self):
        connection = pika.BlockingConnection(parameters(heartbeat=0))
        self.assertEqual(0, connection._impl.params.heartbeat)
        connection.close()

    def test_is_told_of_a_wrong_password(self):
        with self.assertRaises(exceptions.ProbableAuthenticationError) as raised:
            pika.BlockingConnection(
                parameters(credentials=pika.PlainCredentials("guest", "wrong"))
            )
        self.assertIn("403", str(raised.exception))

    def test_is_told_of_a_missing_vhost(self):
        with self.assertRaises(exceptions.ProbableAccessDeniedError) as raised:
            pika.BlockingConnection(parameters(virtual_host="nowhere"))
        self.assertIn("vhost nowhere not found", str(raised.exception))

    def test_learns_capabilities(self):
        connection = pika.BlockingConnection(parameters())
        self.assertTrue(connection.consumer_cancel_notify_supported)
        self.assertTrue(connection.exchange_exchange_bindings_supported)
        self.assertTrue(connection.basic_nack_supported)
        self.assertTrue(connection.publisher_confirms_supported)
        connection.close()


class Messages(BlockingTest):
    def test_sends_and_gets(self):
        self.send("m")
        self.assertEqual(b"m", self.take()[2])

    def test_carries_properties(self):
        headers = {"text": "a", "number": 5, "list": [1, "b"], "table": {"c": True}, "none": None}
        self.send("m", headers=headers, priority=3, correlation_id="c", delivery_mode=2)
        properties = self.take()[1]
        self.assertEqual(headers, properties.headers)
        self.assertEqual(3, properties.priority)
        self.assertEqual("c", properties.correlation_id)

    def test_carries_a_body_of_many_frames(self):
        body = b"0123456789" * 50_000
        self.send(body)
        self.assertEqual(body, self.take()[2])

    def test_consumes_by_generator(self):
        self.send("1", "2", "3")
        bodies = []
        for method, _, body in self.channel.consume(self.queue):
            self.channel.basic_ack(method.delivery_tag)
            bodies.append(body)
            if len(bodies) == 3:
                break
        self.channel.cancel()
        self.assertEqual([b"1", b"2", b"3"], bodies)

    def test_ends_the_generator_when_the_queue_goes(self):
        other = self.connection.channel()
        consuming = self.channel.consume(self.queue)
        self.send("m")
        next(consuming)
        other.queue_delete(self.queue)
        self.assertEqual([], list(consuming))

    def test_gets_redelivered_what_it_rejects(self):
        self.send("m")
        method = self.take(auto_ack=False)[0]
        self.channel.basic_reject(method.delivery_tag, requeue=True)
        self.assertTrue(self.take()[0].redelivered)

    def test_counts_what_is_left(self):
        self.send("1", "2", "3")
        self.assertEqual(2, self.take()[0].message_count)

    def test_commits_and_rolls_back(self):
        self.channel.tx_select()
        self.send("gone")
        self.channel.tx_rollback()
        self.send("kept")
        self.channel.tx_commit()
        self.assertEqual(b"kept", self.take()[2])


class Confirming(BlockingTest):
    def setUp(self):
        super().setUp()
        self.channel.confirm_delivery()

    def test_returns_when_confirmed(self):
        self.channel.basic_publish("", self.queue, "m", mandatory=True)
        self.assertEqual(b"m", self.take()[2])

    def test_raises_when_unroutable(self):
        with self.assertRaises(exceptions.UnroutableError) as raised:
            self.channel.basic_publish("", self.queue + "-nobody", "m", mandatory=True)
        self.assertEqual(312, raised.exception.messages[0].method.reply_code)

    def test_raises_when_nacked(self):
        full = self.channel.queue_declare(
            "", exclusive=True, arguments={"x-max-length": 0, "x-overflow": "reject-publish"}
        ).method.queue
        with self.assertRaises(exceptions.NackError):
            self.channel.basic_publish("", full, "m")


class Refusals(BlockingTest):
    def assert_closed(self, code, text, act):
        with self.assertRaises(exceptions.ChannelClosedByBroker) as raised:
            act(self.channel)
        self.assertEqual(code, raised.exception.reply_code)
        self.assertEqual(text, raised.exception.reply_text)
        self.assertTrue(self.connection.is_open)

    def test_of_a_missing_queue(self):
        self.assert_closed(
            404,
            "NOT_FOUND - no queue 'missing' in vhost '/'",
            lambda c: c.queue_declare("missing", passive=True),
        )

    def test_of_an_unknown_exchange_type(self):
        self.assert_closed(
            406,
            "PRECONDITION_FAILED - unknown exchange type 'novel'",
            lambda c: c.exchange_declare("x", "novel"),
        )

    def test_of_a_negative_ttl(self):
        self.assert_closed(
            406,
            "PRECONDITION_FAILED - invalid arg 'x-message-ttl' for queue 'neg' in vhost '/': "
            "{value_negative,-1}",
            lambda c: c.queue_declare("neg", arguments={"x-message-ttl": -1}),
        )

    def test_of_a_second_exclusive_consumer(self):
        self.channel.basic_consume(self.queue, lambda *a: None, exclusive=True)
        other = self.connection.channel()
        with self.assertRaises(exceptions.ChannelClosedByBroker) as raised:
            other.basic_consume(self.queue, lambda *a: None)
        self.assertEqual(403, raised.exception.reply_code)

    def test_of_a_repeated_consumer_tag_at_the_broker(self):
        # pika refuses it on one channel by itself, so two of its channels use it, which is fine.
        self.channel.basic_consume(self.queue, lambda *a: None, consumer_tag="same")
        other = self.connection.channel()
        self.assertEqual(
            "same", other.basic_consume(self.queue, lambda *a: None, consumer_tag="same")
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
