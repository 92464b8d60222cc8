"""What the tutorials share: the broker's address, and a prefix that keeps runs apart."""
import os

import pika


def connect():
    return pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))


def name(plain):
    return os.environ.get("PREFIX", "") + plain


def say(text):
    print(text, flush=True)
