"""A device in Python: says whether it is there, sends its temperature, takes commands.

pip install paho-mqtt; python3 device.py kitchen
"""
import os
import random
import sys
import threading

from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

HOST = os.environ.get("MQTT_HOST", "localhost")
PORT = int(os.environ.get("MQTT_PORT", "1883"))
DEVICE = sys.argv[1] if len(sys.argv) > 1 else "kitchen"
TOPIC = f"devices/{DEVICE}/"

stopped = threading.Event()


def on_connect(client, userdata, flags, reason_code, properties=None):
    """Each time that the connection is there, also when it was lost in between."""
    client.subscribe(TOPIC + "commands", qos=1)
    client.publish(TOPIC + "status", "online", qos=1, retain=True)


def on_message(client, userdata, message):
    command = message.payload.decode()
    print("command:", command, flush=True)
    if command == "stop":
        stopped.set()


# Since version 2 paho-mqtt wants to know which callbacks are meant; Debian 12 has 1.6.
callbacks = [mqtt.CallbackAPIVersion.VERSION2] if hasattr(mqtt, "CallbackAPIVersion") else []
client = mqtt.Client(*callbacks, client_id=DEVICE, protocol=mqtt.MQTTv5)
client.username_pw_set("guest", "guest")
# Published by the broker should the device go without a word.
client.will_set(TOPIC + "status", "offline", qos=1, retain=True)
client.on_connect = on_connect
client.on_message = on_message

session = Properties(PacketTypes.CONNECT)
session.SessionExpiryInterval = 3600  # Commands wait for an hour while the device is away.
client.connect(HOST, PORT, keepalive=30, clean_start=False, properties=session)
client.loop_start()

while not stopped.is_set():
    client.publish(TOPIC + "temperature", f"{20 + random.random():.1f}", qos=1)
    stopped.wait(5)

client.publish(TOPIC + "status", "offline", qos=1, retain=True).wait_for_publish(5)
client.disconnect()
client.loop_stop()
