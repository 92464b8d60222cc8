"""What the suites of Qpid Proton share. Queues are made by AMQP 0-9-1, on the same port."""
import os
import unittest
import urllib.parse
import uuid

import pika
from proton import Message
from proton.handlers import MessagingHandler
from proton.reactor import AtLeastOnce, Container
from proton.utils import BlockingConnection

from support import parameters

PATIENCE = 5
HOST = f"{os.environ['AMQP_HOST']}:{os.environ['AMQP_PORT']}"


def address_of(queue):
    return "/queues/" + urllib.parse.quote(queue, safe="")


class ProtonTest(unittest.TestCase):
    """A channel to arrange by, and a queue of its own for each test."""

    def setUp(self):
        arranging = pika.BlockingConnection(parameters())
        self.addCleanup(arranging.close)
        self.channel = arranging.channel()
        self.queue = self.declare()
        self.address = address_of(self.queue)

    def declare(self, **arguments):
        """A durable queue that is deleted after the test; its arguments by `_` for `-`."""
        name = "t" + uuid.uuid4().hex[:20]
        arguments = {key.replace("_", "-"): value for key, value in arguments.items()}
        self.channel.queue_declare(name, durable=True, arguments=arguments)
        self.addCleanup(self.channel.queue_delete, name)
        return name

    def connect(self, **more):
        """A blocking connection, closed after the test."""
        more = {"user": "guest", "password": "guest", "timeout": PATIENCE, **more}
        connection = BlockingConnection(HOST, **more)
        self.addCleanup(connection.close)
        return connection

    def round_trip(self, message, connection=None):
        """Sends a message to the test's queue and returns what comes out."""
        connection = connection or self.connect()
        sender = connection.create_sender(self.address)
        sender.send(message)
        sender.close()
        receiver = connection.create_receiver(self.address)
        received = receiver.receive()
        receiver.accept()
        receiver.close()
        return received


class Scenario(MessagingHandler):
    """A program of callbacks that runs until it calls done(), which it must do soon."""

    def __init__(self, **more):
        super().__init__(**more)
        self.late = False

    def run(self, **more):
        self.options = {"user": "guest", "password": "guest", "reconnect": False, **more}
        Container(self).run()
        if self.late:
            raise AssertionError(f"{type(self).__name__} did not get what it waits for")
        return self

    def on_start(self, event):
        self.container = event.container
        self.timer = event.container.schedule(PATIENCE, self)
        self.connection = event.container.connect(HOST, **self.options)
        self.begin()

    def begin(self):
        """Makes the links."""

    def on_timer_task(self, event):
        self.late = True
        self.connection.close()

    def done(self):
        self.timer.cancel()
        self.connection.close()


class SendAndReceive(Scenario):
    """Sends messages as credit allows while it receives them."""

    def __init__(self, address, count, **more):
        super().__init__(**more)
        self.address = address
        self.count = count
        self.sent = self.accepted = 0
        self.bodies = []

    def begin(self):
        self.sender = self.container.create_sender(self.connection, self.address, options=AtLeastOnce())
        self.receiver = self.container.create_receiver(self.connection, self.address)

    def on_sendable(self, event):
        while event.sender.credit and self.sent < self.count:
            event.sender.send(Message(body=self.sent))
            self.sent += 1

    def on_accepted(self, event):
        self.accepted += 1
        self.end_if_all()

    def on_message(self, event):
        self.bodies.append(event.message.body)
        self.end_if_all()

    def end_if_all(self):
        if self.accepted == self.count == len(self.bodies):
            self.done()
