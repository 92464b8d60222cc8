"""rpc.py server | client N: asks for a Fibonacci number and awaits the reply of its own."""
import sys
import uuid

import pika

from tutorial import connect, name, say

connection = connect()
channel = connection.channel()
queue = name("rpc_queue")


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def serve():
    channel.queue_declare(queue=queue)

    def on_request(ch, method, properties, body):
        say(f" [.] fib({body.decode()})")
        ch.basic_publish(
            exchange="",
            routing_key=properties.reply_to,
            properties=pika.BasicProperties(correlation_id=properties.correlation_id),
            body=str(fib(int(body))),
        )
        ch.basic_ack(delivery_tag=method.delivery_tag)

    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(queue=queue, on_message_callback=on_request)
    say(" [*] Awaiting RPC requests")
    channel.start_consuming()


def call(n):
    callback_queue = channel.queue_declare(queue="", exclusive=True).method.queue
    correlation_id = str(uuid.uuid4())
    replies = []

    def on_response(ch, method, properties, body):
        if properties.correlation_id == correlation_id:
            replies.append(int(body))

    channel.basic_consume(queue=callback_queue, on_message_callback=on_response, auto_ack=True)
    channel.basic_publish(
        exchange="",
        routing_key=queue,
        properties=pika.BasicProperties(reply_to=callback_queue, correlation_id=correlation_id),
        body=str(n),
    )
    while not replies:
        connection.process_data_events(time_limit=None)
    connection.close()
    return replies[0]


if sys.argv[1] == "server":
    serve()
else:
    say(f" [.] Got {call(int(sys.argv[2]))}")
