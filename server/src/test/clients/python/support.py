"""What the suites share."""
import os
import unittest

import pika


def parameters(**more):
    """As guest, in the vhost `/`; keyword arguments override."""
    return pika.ConnectionParameters(
        host=os.environ["AMQP_HOST"], port=int(os.environ["AMQP_PORT"]), **more
    )


class BlockingTest(unittest.TestCase):
    """A connection, a channel and a queue of its own for each test."""

    def setUp(self):
        self.connection = pika.BlockingConnection(parameters())
        self.channel = self.connection.channel()
        self.queue = self.channel.queue_declare("", exclusive=True).method.queue

    def tearDown(self):
        if self.connection.is_open:
            self.connection.close()

    def send(self, *bodies, **properties):
        for body in bodies:
            self.channel.basic_publish("", self.queue, body, pika.BasicProperties(**properties))

    def take(self, auto_ack=True, queue=None):
        """The next message, as (method, properties, body)."""
        while True:
            message = self.channel.basic_get(queue or self.queue, auto_ack=auto_ack)
            if message[0] is not None:
                return message
