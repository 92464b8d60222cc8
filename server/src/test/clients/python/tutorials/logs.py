"""logs.py emit TEXT | receive: every receiver gets every log line."""
import sys

from tutorial import connect, name, say

channel = connect().channel()
exchange = name("logs")
channel.exchange_declare(exchange=exchange, exchange_type="fanout")

if sys.argv[1] == "emit":
    channel.basic_publish(exchange=exchange, routing_key="", body=sys.argv[2])
    say(f" [x] Sent {sys.argv[2]}")
    channel.connection.close()
else:
    queue = channel.queue_declare(queue="", exclusive=True).method.queue
    channel.queue_bind(exchange=exchange, queue=queue)

    def on_line(ch, method, properties, body):
        say(f" [x] {body.decode()}")

    channel.basic_consume(queue=queue, on_message_callback=on_line, auto_ack=True)
    say(" [*] Waiting for logs")
    channel.start_consuming()
