"""work.py task TEXT | worker: durable tasks, shared fairly among workers."""
import sys

import pika

from tutorial import connect, name, say

channel = connect().channel()
queue = name("task_queue")
channel.queue_declare(queue=queue, durable=True)

if sys.argv[1] == "task":
    channel.basic_publish(
        exchange="",
        routing_key=queue,
        body=sys.argv[2],
        properties=pika.BasicProperties(delivery_mode=2),
    )
    say(f" [x] Sent {sys.argv[2]}")
    channel.connection.close()
else:
    def on_task(ch, method, properties, body):
        say(f" [x] Received {body.decode()}")
        ch.basic_ack(delivery_tag=method.delivery_tag)
        say(" [x] Done")

    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(queue=queue, on_message_callback=on_task)
    say(" [*] Waiting for messages")
    channel.start_consuming()
