"""Qpid Proton: what RabbitMQ 4.0 does not have or does not answer: transactions, browsing, dynamic nodes."""
import unittest

from proton import Message, symbol
from proton.handlers import TransactionHandler
from proton.reactor import Copy

from proton_support import ProtonTest, Scenario
from test_proton_types import COMPOUND, SIMPLE, typed


class Links(ProtonTest):
    def setUp(self):
        super().setUp()
        self.both = self.connect()
        self.sender = self.both.create_sender(self.address)

    def test_a_dynamic_source_takes_answers(self):
        answers = self.both.create_receiver(None, dynamic=True)
        address = answers.remote_source.address
        self.assertTrue(address)
        self.both.create_sender(address).send(Message(body="m"))
        self.assertEqual("m", answers.receive().body)

    def test_browsing_takes_nothing(self):
        self.sender.send(Message(body="m"))
        for _ in range(2):
            browser = self.both.create_receiver(self.address, options=Copy())
            self.assertEqual("m", browser.receive().body)
            browser.close()
        self.assertEqual("m", self.both.create_receiver(self.address).receive().body)


class Messages(ProtonTest):
    """RabbitMQ 4.0 never settles these."""

    def test_no_body(self):
        self.assertIsNone(self.round_trip(Message(properties={"only": "this"})).body)

    def test_annotations_of_every_type(self):
        sent = {symbol(f"x-{what}"): value for what, value in {**SIMPLE, **COMPOUND}.items()}
        received = self.round_trip(Message(body="b", annotations=sent))
        for key, value in sent.items():
            with self.subTest(key):
                self.assertEqual(typed(value), typed(received.annotations[key]))


class Sent(Scenario, TransactionHandler):
    """Sends messages in two transactions: the first is aborted, the second committed."""

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.rounds = []

    def begin(self):
        self.sender = self.container.create_sender(self.connection, self.address)
        self.container.declare_transaction(self.connection, handler=self)

    def on_transaction_declared(self, event):
        number = len(self.rounds)
        for i in range(3):
            event.transaction.send(self.sender, Message(body=f"{number}.{i}"))
        if number == 0:
            event.transaction.abort()
        else:
            event.transaction.commit()

    def on_transaction_aborted(self, event):
        self.rounds.append("aborted")
        self.container.declare_transaction(self.connection, handler=self)

    def on_transaction_committed(self, event):
        self.rounds.append("committed")
        self.done()


class Received(Scenario, TransactionHandler):
    """Accepts a message in a transaction that is aborted, and again in one that is committed."""

    def __init__(self, address):
        super().__init__(prefetch=0, auto_accept=False)
        self.address = address
        self.rounds = []

    def begin(self):
        self.receiver = self.container.create_receiver(self.connection, self.address)
        self.receiver.flow(1)

    def on_message(self, event):
        self.delivery = event.delivery
        self.container.declare_transaction(self.connection, handler=self)

    def on_transaction_declared(self, event):
        event.transaction.accept(self.delivery)
        if not self.rounds:
            event.transaction.abort()
        else:
            event.transaction.commit()

    def on_transaction_aborted(self, event):
        self.rounds.append("aborted")
        # Proton releases it now.
        self.receiver.flow(1)

    def on_transaction_committed(self, event):
        self.rounds.append("committed")
        self.done()


class Transactions(ProtonTest):
    def test_what_is_sent_comes_with_the_commit(self):
        self.assertEqual(["aborted", "committed"], Sent(self.address).run().rounds)
        receiver = self.connect().create_receiver(self.address, credit=3)
        self.assertEqual(["1.0", "1.1", "1.2"], [receiver.receive().body for _ in range(3)])

    def test_what_is_accepted_is_gone_with_the_commit(self):
        connection = self.connect()
        sender = connection.create_sender(self.address)
        sender.send(Message(body="first"))
        self.assertEqual(["aborted", "committed"], Received(self.address).run().rounds)
        sender.send(Message(body="second"))
        self.assertEqual("second", connection.create_receiver(self.address).receive().body)


if __name__ == "__main__":
    unittest.main(verbosity=2)
