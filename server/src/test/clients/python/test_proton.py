"""Qpid Proton: the blocking connection and programs of callbacks."""
import unittest

from proton import ConnectionException, Delivery, Message, Timeout
from proton.reactor import AtMostOnce
from proton.utils import LinkDetached, SendException

from proton_support import ProtonTest, Scenario, SendAndReceive, address_of


class Blocking(ProtonTest):
    def test_sends_and_receives(self):
        self.assertEqual("hello", self.round_trip(Message(body="hello")).body)

    def test_comes_in_by_anonymous(self):
        connection = self.connect(user=None, password=None, allowed_mechs="ANONYMOUS")
        self.assertEqual("m", self.round_trip(Message(body="m"), connection).body)

    def test_is_told_of_a_wrong_password(self):
        with self.assertRaises(ConnectionException) as raised:
            self.connect(password="wrong")
        self.assertIn("amqp:unauthorized-access", str(raised.exception))

    def test_is_told_of_a_missing_vhost(self):
        with self.assertRaises(ConnectionException):
            self.connect(virtual_host="vhost:no-such")

    def test_chooses_a_vhost(self):
        connection = self.connect(virtual_host="vhost:/")
        self.assertEqual("m", self.round_trip(Message(body="m"), connection).body)

    def test_settles_before_it_sends(self):
        connection = self.connect()
        connection.create_sender(self.address, options=AtMostOnce()).send(Message(body="m"))
        receiver = connection.create_receiver(self.address, options=AtMostOnce())
        self.assertEqual("m", receiver.receive().body)

    def test_is_told_that_a_message_is_released(self):
        connection = self.connect()
        sender = connection.create_sender("/exchanges/amq.direct/" + self.queue)
        with self.assertRaises(SendException) as raised:
            sender.send(Message(body="m"))
        self.assertEqual(Delivery.RELEASED, raised.exception.state)

    def test_is_told_that_a_message_is_rejected(self):
        full = self.declare(x_max_length=0, x_overflow="reject-publish")
        sender = self.connect().create_sender(address_of(full))
        with self.assertRaises(SendException) as raised:
            sender.send(Message(body="m"))
        self.assertEqual(Delivery.REJECTED, raised.exception.state)

    def test_gives_back_and_takes_again(self):
        connection = self.connect()
        sender = connection.create_sender(self.address)
        for body in "abc":
            sender.send(Message(body=body))
        receiver = connection.create_receiver(self.address, credit=3)
        self.assertEqual(["a", "b", "c"], [receiver.receive().body for _ in range(3)])
        receiver.accept()
        receiver.release(delivered=False)
        receiver.accept()
        again = receiver.receive()
        self.assertEqual("b", again.body)
        receiver.accept()

    def test_counts_failed_deliveries(self):
        self.address = address_of(self.declare(x_queue_type="quorum"))
        connection = self.connect()
        connection.create_sender(self.address).send(Message(body="m", durable=True))
        receiver = connection.create_receiver(self.address)
        for failed in range(3):
            self.assertEqual(failed, receiver.receive().delivery_count)
            receiver.fetcher.unsettled[0].local.failed = True
            receiver.release(delivered=True)
        receiver.receive()
        receiver.accept()

    def test_waits_in_vain_for_no_longer_than_it_said(self):
        receiver = self.connect().create_receiver(self.address)
        with self.assertRaises(Timeout):
            receiver.receive(timeout=0.2)

    def test_is_told_when_the_queue_goes(self):
        receiver = self.connect().create_receiver(self.address)
        self.channel.queue_delete(self.queue)
        with self.assertRaises(LinkDetached) as raised:
            receiver.receive()
        self.assertEqual("amqp:resource-deleted", raised.exception.condition)

    def test_carries_a_large_message(self):
        body = bytes(range(256)) * 8192  # 2 MiB
        received = self.round_trip(Message(body=body, inferred=True))
        self.assertEqual(body, bytes(received.body))

    def test_many_links_on_one_connection(self):
        connection = self.connect()
        sender = connection.create_sender(self.address)
        receivers = [connection.create_receiver(self.address, name=f"r{i}", credit=0) for i in range(50)]
        for i, receiver in enumerate(receivers):
            sender.send(Message(body=i))
            self.assertEqual(i, receiver.receive().body)
            receiver.accept()


class RequestAndAnswer(Scenario):
    """A server that answers where each request says, and its client."""

    def __init__(self, requests, answers):
        super().__init__()
        self.requests = requests
        self.answers = answers
        self.received = []

    def begin(self):
        self.container.create_receiver(self.connection, self.requests, name="server")
        self.container.create_receiver(self.connection, self.answers, name="client")
        self.reply = self.container.create_sender(self.connection, None)
        self.ask = self.container.create_sender(self.connection, self.requests)
        for i in range(3):
            self.ask.send(Message(body=f"question {i}", reply_to=self.answers, correlation_id=i))

    def on_message(self, event):
        message = event.message
        if event.link.name == "server":
            answer = message.body.replace("question", "answer")
            self.reply.send(Message(address=message.reply_to, body=answer, correlation_id=message.correlation_id))
        else:
            self.received.append((message.correlation_id, message.body))
            if len(self.received) == 3:
                self.done()


class Redelivered(Scenario):
    """Releases a message the first time it comes."""

    def __init__(self, address):
        super().__init__(auto_accept=False)
        self.address = address
        self.times = 0

    def begin(self):
        self.container.create_sender(self.connection, self.address).send(Message(body="m"))
        self.container.create_receiver(self.connection, self.address)

    def on_message(self, event):
        self.times += 1
        if self.times == 1:
            self.release(event.delivery, delivered=False)
        else:
            self.accept(event.delivery)
            self.done()


class Drained(Scenario):
    """Gives more credit than there are messages, and asks for it back."""

    def __init__(self, address):
        super().__init__(prefetch=0)
        self.address = address
        self.settled = 0
        self.bodies = []

    def begin(self):
        sender = self.container.create_sender(self.connection, self.address)
        for body in "ab":
            sender.send(Message(body=body))

    def on_settled(self, event):
        self.settled += 1
        if self.settled == 2:
            self.container.create_receiver(self.connection, self.address)

    def on_link_opened(self, event):
        if event.link.is_receiver:
            event.link.drain(10)

    def on_message(self, event):
        self.bodies.append(event.message.body)

    def on_link_flow(self, event):
        if event.link.is_receiver and self.bodies and event.link.credit == 0:
            self.done()


class Refused(Scenario):
    """Attaches where nothing is."""

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.condition = None

    def begin(self):
        self.container.create_receiver(self.connection, self.address)

    def on_session_error(self, event):
        self.condition = event.session.remote_condition.name
        self.done()

    def on_link_error(self, event):
        self.condition = event.link.remote_condition.name
        self.done()


class Callbacks(ProtonTest):
    def test_a_thousand_messages_in_order(self):
        scenario = SendAndReceive(self.address, 1000).run()
        self.assertEqual(list(range(1000)), scenario.bodies)

    def test_small_frames(self):
        scenario = SendAndReceive(self.address, 10).run(max_frame_size=512)
        self.assertEqual(list(range(10)), scenario.bodies)

    def test_heartbeats(self):
        scenario = SendAndReceive(self.address, 10).run(heartbeat=4)
        self.assertEqual(list(range(10)), scenario.bodies)

    def test_questions_are_answered(self):
        scenario = RequestAndAnswer(self.address, address_of(self.declare())).run()
        self.assertEqual([(i, f"answer {i}") for i in range(3)], sorted(scenario.received))

    def test_what_is_released_comes_again(self):
        self.assertEqual(2, Redelivered(self.address).run().times)

    def test_drains(self):
        self.assertEqual(["a", "b"], Drained(self.address).run().bodies)

    def test_is_told_why_an_address_is_refused(self):
        self.assertEqual("amqp:not-found", Refused(address_of("no-such-queue")).run().condition)
        self.assertEqual("amqp:invalid-field", Refused("/queues/a/b").run().condition)


if __name__ == "__main__":
    unittest.main(verbosity=2)
