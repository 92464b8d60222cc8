"""confirms.py: publishes and learns what the broker took, and what it could not route."""
import pika
from pika.exceptions import UnroutableError

from tutorial import connect, say

MESSAGES = 200

channel = connect().channel()
queue = channel.queue_declare(queue="", exclusive=True).method.queue
channel.confirm_delivery()
for i in range(MESSAGES):
    # Returns once the broker has confirmed, and raises when it has not.
    channel.basic_publish(exchange="", routing_key=queue, body=str(i), mandatory=True)
say(f" [x] Published {MESSAGES} messages individually")

try:
    channel.basic_publish(exchange="", routing_key=queue + ".nobody", body="", mandatory=True)
except UnroutableError:
    say(" [x] Unroutable message returned")
channel.connection.close()
