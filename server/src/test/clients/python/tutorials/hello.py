"""hello.py send | receive: one message through one queue."""
import sys

from tutorial import connect, name, say

channel = connect().channel()
queue = name("hello")
channel.queue_declare(queue=queue)

if sys.argv[1] == "send":
    channel.basic_publish(exchange="", routing_key=queue, body="Hello World!")
    say(" [x] Sent 'Hello World!'")
    channel.connection.close()
else:
    def on_message(ch, method, properties, body):
        say(f" [x] Received {body.decode()}")

    channel.basic_consume(queue=queue, on_message_callback=on_message, auto_ack=True)
    say(" [*] Waiting for messages")
    channel.start_consuming()
