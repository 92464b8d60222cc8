"""pika's SelectConnection: everything by callbacks on one loop."""
import unittest

import pika

from support import parameters

PATIENCE_SECONDS = 20


class Asynchronous(unittest.TestCase):
    """Each test opens a channel with a queue, goes on by callbacks, and calls `finish`."""

    def run_with(self, scenario):
        self.result = None
        self.connection = pika.SelectConnection(
            parameters(),
            on_open_callback=lambda c: c.channel(on_open_callback=self.on_channel),
            on_open_error_callback=lambda c, error: self.finish(error),
            on_close_callback=lambda c, reason: c.ioloop.stop(),
        )
        self.scenario = scenario
        self.connection.ioloop.call_later(PATIENCE_SECONDS, lambda: self.finish("too late"))
        self.connection.ioloop.start()
        return self.result

    def on_channel(self, channel):
        def on_queue(frame):
            self.queue = frame.method.queue
            self.scenario(channel)

        channel.queue_declare("", exclusive=True, callback=on_queue)

    def finish(self, result):
        self.result = result
        if self.connection.is_open:
            self.connection.close()
        else:
            self.connection.ioloop.stop()

    def test_publishes_and_consumes(self):
        def scenario(channel):
            channel.basic_consume(self.queue, lambda c, m, p, body: self.finish(body))
            channel.basic_publish("", self.queue, "m")

        self.assertEqual(b"m", self.run_with(scenario))

    def test_confirms_every_message(self):
        confirmed = set()

        def on_confirm(frame):
            tag = frame.method.delivery_tag
            confirmed.update(range(1, tag + 1) if frame.method.multiple else [tag])
            if len(confirmed) == 100:
                self.finish(type(frame.method).__name__)

        def scenario(channel):
            channel.confirm_delivery(on_confirm)
            for i in range(100):
                channel.basic_publish("", self.queue, str(i))

        self.assertEqual("Ack", self.run_with(scenario))

    def test_gets_returns(self):
        def scenario(channel):
            channel.add_on_return_callback(lambda c, m, p, b: self.finish(m.reply_text))
            channel.basic_publish("", self.queue + "-nobody", "m", mandatory=True)

        self.assertEqual("NO_ROUTE", self.run_with(scenario))

    def test_is_cancelled_with_its_queue(self):
        def scenario(channel):
            channel.add_on_cancel_callback(lambda f: self.finish(f.method.consumer_tag))
            channel.basic_consume(
                self.queue,
                lambda *a: None,
                consumer_tag="mine",
                callback=lambda f: channel.queue_delete(self.queue),
            )

        self.assertEqual("mine", self.run_with(scenario))

    def test_learns_why_its_channel_closed(self):
        def scenario(channel):
            channel.add_on_close_callback(lambda c, reason: self.finish(reason.reply_code))
            channel.basic_ack(77)

        self.assertEqual(406, self.run_with(scenario))

    def test_learns_why_its_connection_closed(self):
        def scenario(channel):
            channel.basic_qos(prefetch_size=10)

        reasons = []

        def keep_reason(connection, reason):
            reasons.append((reason.reply_code, reason.reply_text))
            connection.ioloop.stop()

        def watching(channel):
            self.connection.add_on_close_callback(keep_reason)
            scenario(channel)

        self.run_with(watching)
        self.assertEqual([(540, "NOT_IMPLEMENTED - prefetch_size!=0 (10)")], reasons)

    def test_binds_and_routes_by_topic(self):
        def scenario(channel):
            channel.basic_consume(self.queue, lambda c, m, p, b: self.finish(m.routing_key))
            channel.queue_bind(
                self.queue,
                "amq.topic",
                "async.*." + self.queue.replace(".", "-"),
                callback=lambda f: channel.basic_publish(
                    "amq.topic", "async.any." + self.queue.replace(".", "-"), "m"
                ),
            )

        self.assertTrue(self.run_with(scenario).startswith("async.any."))


if __name__ == "__main__":
    unittest.main(verbosity=2)
