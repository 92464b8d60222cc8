"""paho-mqtt, with each version of MQTT."""
import os
import queue
import unittest
import uuid

from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

PATIENCE = 5
VERSIONS = (mqtt.MQTTv31, mqtt.MQTTv311, mqtt.MQTTv5)


def name():
    return "t" + uuid.uuid4().hex[:20]


class Client:
    """A connected client whose callbacks fill queues."""

    def __init__(self, version, client_id=None, clean=True, will=None, properties=None):
        self.inbox = queue.Queue()
        self.events = queue.Queue()
        more = {} if version == mqtt.MQTTv5 else {"clean_session": clean}
        more["transport"] = os.environ["MQTT_TRANSPORT"]
        self.client = mqtt.Client(client_id or name(), protocol=version, **more)
        self.client.ws_set_options(path="/ws")
        if will:
            self.client.will_set(*will)
        self.client.on_message = lambda client, data, message: self.inbox.put(message)
        self.client.on_connect = lambda client, data, flags, *code: self.events.put(flags)
        self.client.on_subscribe = lambda client, data, mid, *codes: self.events.put(codes[0])
        start = {"clean_start": clean, "properties": properties} if version == mqtt.MQTTv5 else {}
        self.client.connect(os.environ["MQTT_HOST"], int(os.environ["MQTT_PORT"]), **start)
        self.client.loop_start()
        self.session_present = self.events.get(timeout=PATIENCE)["session present"]

    def subscribe(self, *args, **more):
        self.client.subscribe(*args, **more)
        return [getattr(code, "value", code) for code in self.events.get(timeout=PATIENCE)]

    def publish(self, *args, **more):
        self.client.publish(*args, **more).wait_for_publish(PATIENCE)

    def take(self):
        return self.inbox.get(timeout=PATIENCE)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()

    def cut(self):
        """Ends the connection without DISCONNECT."""
        self.client.loop_stop()
        self.client.socket().close()


class MqttTest(unittest.TestCase):
    def open(self, *args, **more):
        client = Client(*args, **more)
        self.addCleanup(client.close)
        return client

    def test_every_qos_is_delivered_as_the_lower_of_both(self):
        # [MQTT-3.8.4-8]
        for version in VERSIONS:
            for asked in range(3):
                for sent in range(3):
                    topic = name()
                    subscriber = self.open(version)
                    self.assertEqual([asked], subscriber.subscribe(topic, asked))
                    self.open(version).publish(topic, "m", qos=sent)
                    message = subscriber.take()
                    self.assertEqual((b"m", min(asked, sent)), (message.payload, message.qos))

    def test_offline_messages_wait_in_order(self):
        # [MQTT-4.6.0-6]: of one topic and one QoS
        for version in VERSIONS:
            for qos in (1, 2):
                with self.subTest(version=version, qos=qos):
                    self.waits_in_order(version, qos)

    def waits_in_order(self, version, qos):
        client_id, topic = name(), name()
        keep = None
        if version == mqtt.MQTTv5:
            keep = Properties(PacketTypes.CONNECT)
            keep.SessionExpiryInterval = 60
        first = self.open(version, client_id, clean=False, properties=keep)
        self.assertEqual(0, first.session_present)
        first.subscribe(topic, qos)
        first.close()
        publisher = self.open(version)
        for i in range(10):
            publisher.publish(topic, str(i), qos=qos)
        second = self.open(version, client_id, clean=False, properties=keep)
        # 3.1 has no such flag.
        if version != mqtt.MQTTv31:
            self.assertEqual(1, second.session_present)
        self.assertEqual([b"%d" % i for i in range(10)], [second.take().payload for _ in range(10)])
        second.close()
        self.open(version, client_id, clean=True)

    def test_will_is_sent_when_the_connection_is_cut(self):
        # [MQTT-3.1.2-8]
        for version in VERSIONS:
            topic = name()
            subscriber = self.open(version)
            subscriber.subscribe(topic, 2)
            Client(version, will=(topic, "gone", 2)).cut()
            message = subscriber.take()
            self.assertEqual((b"gone", 2), (message.payload, message.qos))

    def test_retained_message_is_set_replaced_and_cleared(self):
        # [MQTT-3.3.1-5], [MQTT-3.3.1-6]
        for version in VERSIONS:
            topic = name()
            publisher = self.open(version)
            publisher.publish(topic, "old", qos=1, retain=True)
            publisher.publish(topic, "new", qos=1, retain=True)
            reader = self.open(version)
            reader.subscribe(topic, 1)
            message = reader.take()
            self.assertEqual((b"new", True), (message.payload, message.retain))
            publisher.publish(topic, b"", qos=1, retain=True)
            late = self.open(version)
            late.subscribe(topic, 1)
            publisher.publish(topic, "live", qos=1)
            self.assertEqual(b"live", late.take().payload)

    def test_properties_pass_unchanged(self):
        # [MQTT-3.3.2-17], [MQTT-3.3.2-18]
        topic = name()
        subscriber = self.open(mqtt.MQTTv5)
        subscriber.subscribe(topic, 1)
        properties = Properties(PacketTypes.PUBLISH)
        properties.UserProperty = [("b", "1"), ("a", "2"), ("b", "3"), ("b", "1")]
        properties.ContentType = "text/plain"
        properties.PayloadFormatIndicator = 1
        properties.ResponseTopic = "to/me"
        properties.CorrelationData = b"\0\xff"
        self.open(mqtt.MQTTv5).publish(topic, "m", qos=1, properties=properties)
        got = subscriber.take().properties
        self.assertEqual(properties.UserProperty, got.UserProperty)
        self.assertEqual("text/plain", got.ContentType)
        self.assertEqual(1, got.PayloadFormatIndicator)
        self.assertEqual("to/me", got.ResponseTopic)
        self.assertEqual(b"\0\xff", got.CorrelationData)

    def test_no_local_keeps_own_messages_away(self):
        # [MQTT-3.8.3-3]
        topic = name()
        client = self.open(mqtt.MQTTv5)
        client.subscribe(topic, options=SubscribeOptions(qos=1, noLocal=True))
        client.publish(topic, "own", qos=1)
        self.open(mqtt.MQTTv5).publish(topic, "other", qos=1)
        self.assertEqual(b"other", client.take().payload)

    def test_unicode_topics_and_large_payloads(self):
        topic = name() + "/žluťoučký/馬/🐎"
        client = self.open(mqtt.MQTTv311)
        client.subscribe(topic, 1)
        payload = os.urandom(1 << 20)
        client.publish(topic, payload, qos=1)
        message = client.take()
        self.assertEqual((topic, payload), (message.topic, message.payload))


if __name__ == "__main__":
    unittest.main()
