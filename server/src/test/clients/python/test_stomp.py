"""stomp.py, with each version of STOMP."""
import os
import queue
import time
import unittest
import uuid

import stomp

PATIENCE = 5
ADDRESS = [(os.environ["STOMP_HOST"], int(os.environ["STOMP_PORT"]))]
CONNECTIONS = {"1.0": stomp.StompConnection10, "1.1": stomp.StompConnection11, "1.2": stomp.StompConnection12}

PASSING = {"auto-delete": "true"}


def name():
    return "t" + uuid.uuid4().hex[:20]


class Client(stomp.ConnectionListener):
    """A client whose frames fill a queue for each kind of them. All it does with a queue says that this is auto-delete."""

    def __init__(self, version="1.2", user="guest", password="guest", vhost="/", heartbeats=(0, 0), **headers):
        self.version = version
        self.answers, self.messages, self.receipts, self.errors, self.ends = (queue.Queue() for _ in range(5))
        more = {} if version == "1.0" else {"heartbeats": heartbeats, "vhost": vhost}
        self.connection = CONNECTIONS[version](ADDRESS, reconnect_attempts_max=1, **more)
        self.connection.set_listener("test", self)
        self.connection.connect(user, password, headers=headers)
        self.answer = self.answers.get(timeout=PATIENCE)

    def on_connected(self, frame):
        self.answers.put(frame.headers)

    def on_message(self, frame):
        self.messages.put(frame)

    def on_receipt(self, frame):
        self.receipts.put(frame.headers["receipt-id"])

    def on_error(self, frame):
        error = (frame.headers["message"], frame.body)
        self.answers.put(error)
        self.errors.put(error)

    def on_disconnected(self):
        self.ends.put(True)

    def done(self, action, *args, **more):
        """Does it with a receipt, and waits for that."""
        receipt = name()
        action(*args, receipt=receipt, **more)
        got = self.receipts.get(timeout=PATIENCE)
        assert got == receipt, got

    def subscribe(self, destination, id="1", ack="auto", **headers):
        self.done(self.connection.subscribe, destination, id=id, ack=ack, headers={**PASSING, **headers})

    def unsubscribe(self, id="1", **headers):
        self.done(self.connection.unsubscribe, id=id, headers=headers)

    def send(self, destination, *bodies, **headers):
        for body in bodies:
            self.done(self.connection.send, destination, body, headers={**PASSING, **headers})

    def take(self):
        return self.messages.get(timeout=PATIENCE)

    def bodies(self, count):
        return [self.take().body for _ in range(count)]

    def settle(self, message, ack=True, **more):
        """Acknowledges it, or gives it back, as the version has it."""
        action = self.connection.ack if ack else self.connection.nack
        if self.version == "1.2":
            self.done(action, message.headers["ack"], **more)
        elif self.version == "1.1":
            self.done(action, message.headers["message-id"], message.headers["subscription"], **more)
        else:
            self.done(action, message.headers["message-id"], **more)

    def error(self):
        return self.errors.get(timeout=PATIENCE)

    def close(self):
        if self.connection.is_connected():
            self.done(self.connection.disconnect)


class StompTest(unittest.TestCase):
    def open(self, *args, **more):
        client = Client(*args, **more)
        self.addCleanup(client.close)
        return client

    def test_each_version_is_agreed_on(self):
        for version in CONNECTIONS:
            connected = self.open(version).answer
            self.assertEqual(version, connected["version"])
            self.assertTrue(connected["session"].startswith("session-"), connected)

    def test_what_is_refused_is_said(self):
        for text, more in (
            ("Access refused for user 'guest'", {"password": "wrong"}),
            ("Access refused for user 'nobody'", {"user": "nobody"}),
            ("Virtual host 'nowhere' access denied", {"vhost": "nowhere"}),
        ):
            self.assertEqual(("Bad CONNECT", text), self.open(**more).answer)

    def test_another_vhost_has_other_queues(self):
        here, there = self.open(), self.open(vhost="clients-other")
        source = "/queue/" + name()
        for client in (here, there):
            client.subscribe(source)
        there.send(source, "there")
        here.send(source, "here")
        self.assertEqual(["here"], here.bodies(1))
        self.assertEqual(["there"], there.bodies(1))

    def test_a_queue_keeps_messages_in_order_with_their_headers(self):
        for version in CONNECTIONS:
            client, source = self.open(version), "/queue/" + name()
            headers = {
                "content-type": "text/plain", "content-encoding": "utf-8", "persistent": "true", "priority": "4",
                "correlation-id": "c", "reply-to": "/queue/answers", "expiration": "60000", "amqp-message-id": "m",
                "timestamp": "1700000000", "type": "t", "user-id": "guest", "app-id": "a", "mine": "x: y\\z",
            }
            if version == "1.0":  # which has no escapes
                headers["mine"] = "x"
            client.send(source, "first", **headers)
            client.send(source, "second", "")
            client.subscribe(source)
            message = client.take()
            self.assertEqual("first", message.body)
            self.assertEqual({**message.headers, **headers}, message.headers)
            self.assertEqual(source, message.headers["destination"])
            self.assertEqual("1", message.headers["subscription"])
            self.assertEqual("false", message.headers["redelivered"])
            self.assertNotIn("ack", message.headers)
            self.assertEqual(["second", ""], client.bodies(2))

    def test_a_topic_reaches_those_that_match(self):
        topic = "/topic/" + name()
        clients = {pattern: self.open() for pattern in (topic + ".a", topic + ".*", topic + ".#")}
        for pattern, client in clients.items():
            client.subscribe(pattern)
        self.open().send(topic + ".b.c", "deep")
        self.open().send(topic + ".a", "flat")
        for pattern, client in clients.items():
            expected = [topic + ".b.c", topic + ".a"] if pattern.endswith("#") else [topic + ".a"]
            self.assertEqual(expected, [client.take().headers["destination"] for _ in expected])

    def test_exchanges_and_queues_of_amqp_are_reached(self):
        key = name()
        client = self.open()
        client.subscribe(f"/exchange/amq.direct/{key}", "direct")
        client.subscribe("/exchange/amq.fanout", "fanout")
        client.send(f"/exchange/amq.direct/{key}", "by key")
        message = client.take()
        self.assertEqual(("direct", f"/exchange/amq.direct/{key}"), (message.headers["subscription"], message.headers["destination"]))
        client.send(f"/exchange/amq.fanout/{key}", "to all")
        message = client.take()
        self.assertEqual(("fanout", f"/exchange/amq.fanout/{key}"), (message.headers["subscription"], message.headers["destination"]))
        self.open().subscribe(f"/queue/{key}")
        client.send(f"/amq/queue/{key}", "there")
        client.subscribe(f"/amq/queue/{key}", "there")

    def test_what_is_not_acknowledged_comes_again(self):
        for version in CONNECTIONS:
            for mode, left in (("client", ["3"]), ("client-individual", ["1", "3"])):
                source = "/queue/" + name()
                first = self.open(version)
                first.subscribe(source, ack=mode)
                first.send(source, "1", "2", "3")
                messages = [first.take() for _ in range(3)]
                if version == "1.2":
                    self.assertEqual(messages[0].headers["message-id"], messages[0].headers["ack"])
                first.settle(messages[1])
                second = self.open(version)
                second.subscribe(source, ack=mode)
                first.close()
                again = [second.take() for _ in left]
                self.assertEqual([(body, "true") for body in left], [(m.body, m.headers["redelivered"]) for m in again])
                second.settle(again[-1])

    def test_nack_gives_back_or_discards(self):
        for version in ("1.1", "1.2"):
            client, source = self.open(version), "/queue/" + name()
            client.subscribe(source, ack="client-individual")
            client.send(source, "again")
            client.settle(client.take(), ack=False)
            message = client.take()
            self.assertEqual(("again", "true"), (message.body, message.headers["redelivered"]))
            client.settle(message, ack=False, requeue="false")
            client.send(source, "fence")
            self.assertEqual(["fence"], client.bodies(1))

    def test_prefetch_is_what_is_sent_without_acknowledgement(self):
        client, source, fence = self.open(), "/queue/" + name(), "/topic/" + name()
        client.subscribe(source, ack="client-individual", **{"prefetch-count": "2"})
        client.subscribe(fence, "fence")
        client.send(source, "1", "2", "3")
        client.send(fence, "fence")
        messages = [client.take() for _ in range(3)]
        self.assertEqual(["1", "2", "fence"], [message.body for message in messages])
        client.settle(messages[0])
        self.assertEqual(["3"], client.bodies(1))

    def test_a_transaction_is_committed_or_aborted(self):
        for version in CONNECTIONS:
            client, source = self.open(version), "/queue/" + name()
            client.subscribe(source, ack="client-individual")
            for end, sent in ((client.connection.abort, "lost"), (client.connection.commit, "kept")):
                transaction = name()
                client.done(client.connection.begin, transaction=transaction)
                client.connection.send(source, sent, headers={"transaction": transaction})
                client.done(end, transaction=transaction)
            kept = client.take()
            self.assertEqual("kept", kept.body)
            transaction = name()
            client.done(client.connection.begin, transaction=transaction)
            client.settle(kept, transaction=transaction)
            client.done(client.connection.abort, transaction=transaction)
            client.settle(kept)

    def test_a_durable_subscription_waits_until_it_is_deleted(self):
        topic, id = "/topic/" + name(), name()
        durable = {"durable": "true", "auto-delete": "false"}
        client = self.open()
        client.subscribe(topic, id, **durable)
        client.done(client.connection.disconnect)
        other = self.open()
        other.send(topic, "missed")
        client = self.open()
        client.subscribe(topic, id, **durable)
        self.assertEqual(["missed"], client.bodies(1))
        client.unsubscribe(id, **durable)
        other.send(topic, "nobody's")
        client.subscribe(topic, id, **durable)
        other.send(topic, "new")
        self.assertEqual(["new"], client.bodies(1))
        client.unsubscribe(id, **durable)

    def test_a_request_is_answered_by_a_temporary_queue(self):
        requests = "/queue/" + name()
        service, client = self.open(), self.open()
        service.subscribe(requests)
        client.send(requests, "question", **{"reply-to": "/temp-queue/answers", "correlation-id": "7"})
        request = service.take()
        self.assertTrue(request.headers["reply-to"].startswith("/reply-queue/"), request.headers)
        service.send(request.headers["reply-to"], "answer", **{"correlation-id": request.headers["correlation-id"]})
        answer = client.take()
        self.assertEqual(("answer", "7", "/temp-queue/answers"), (answer.body, answer.headers["correlation-id"], answer.headers["subscription"]))

    def test_a_large_message_passes_unchanged(self):
        client, source = self.open(), "/queue/" + name()
        client.subscribe(source)
        body = "0123456789abcdef" * (3 << 16)
        client.send(source, body)
        self.assertEqual(body, client.take().body)

    def test_wrong_requests_are_answered_and_the_connection_lives_on(self):
        client = self.open()
        connection = client.connection
        for expected, request in (
            (("No subscription found", "UNSUBSCRIBE must refer to an existing subscription.\nSubscription to \"id='77'\" not found.\n"),
             lambda: connection.unsubscribe(id="77")),
            (("Unknown destination", "'/nowhere/x' is not a valid destination.\nValid destination types are: /temp-queue, /exchange, /topic, /queue, /amq/queue, /reply-queue/.\n"),
             lambda: connection.send("/nowhere/x", "m")),
            (("Invalid destination", "'/a/b' is not a valid queue destination\n"), lambda: connection.send("/queue/a/b", "m")),
            (("Invalid header", "'message-id' is not allowed on 'SEND'.\n"),
             lambda: connection.send("/queue/a", "m", headers={"message-id": "x"})),
            (("Bad transaction", 'Invalid transaction identifier: "no"\n'), lambda: connection.commit("no")),
            (("Subscription not found", 'Message with id "T_x@@session-x@@1" has no subscription'),
             lambda: connection.ack("T_x@@session-x@@1")),
            (("Missing Header", "Header 'id' is required for durable subscriptions"),
             lambda: connection.send_frame("SUBSCRIBE", {"destination": "/topic/a", "durable": "true"})),
            (("Bad command", 'Could not interpret command "FOO"\n'), lambda: connection.send_frame("FOO")),
        ):
            request()
            self.assertEqual(expected, client.error())
        client.send("/exchange/amq.fanout", "still here")

    def test_what_the_broker_refuses_ends_the_connection(self):
        vhost, missing = "vhost '/'", name()
        for expected, request in (
            (("not_found", f"NOT_FOUND - no exchange '{missing}' in {vhost}"), lambda c: c.send(f"/exchange/{missing}/k", "m")),
            (("not_found", f"NOT_FOUND - no queue '{missing}' in {vhost}"), lambda c: c.subscribe(f"/amq/queue/{missing}", "1")),
            (("precondition_failed", "PRECONDITION_FAILED - user_id property set to 'other' but authenticated user was 'guest'"),
             lambda c: c.send("/exchange/amq.fanout", "m", headers={"user-id": "other"})),
        ):
            client = self.open()
            request(client.connection)
            self.assertEqual(expected, client.error())
            client.ends.get(timeout=PATIENCE)

    def test_permissions_are_those_of_the_user(self):
        for user_wants, request in (
            ("configure access to queue 'forbidden'", lambda c: c.subscribe("/queue/forbidden", "1")),
            ("write access to exchange 'amq.direct'", lambda c: c.send("/exchange/amq.direct/k", "m")),
            ("write access to topic 'other' in exchange 'amq.topic'", lambda c: c.send("/topic/other", "m")),
        ):
            client = self.open(user="limited", password="limited")
            request(client.connection)
            text = f"ACCESS_REFUSED - {user_wants} in vhost '/' refused for user 'limited'"
            self.assertEqual(("access_refused", text), client.error())
            client.ends.get(timeout=PATIENCE)

    def test_heart_beats_keep_a_connection_whose_silence_would_end_it(self):
        kept = self.open(heartbeats=(1000, 1000))
        silent = self.open(**{"heart-beat": "1000,0"})  # of which the library knows nothing, so that it sends none
        self.assertEqual(("1000,1000", "0,1000"), (kept.answer["heart-beat"], silent.answer["heart-beat"]))
        started = time.monotonic()
        silent.ends.get(timeout=PATIENCE)
        self.assertLess(1, time.monotonic() - started)
        kept.send("/exchange/amq.fanout", "still here")


if __name__ == "__main__":
    unittest.main()
