"""topics.py emit KEY TEXT | receive PATTERN...: receivers choose by routing key."""
import sys

from tutorial import connect, name, say

channel = connect().channel()
exchange = name("topic_logs")
channel.exchange_declare(exchange=exchange, exchange_type="topic")

if sys.argv[1] == "emit":
    key, text = sys.argv[2:4]
    channel.basic_publish(exchange=exchange, routing_key=key, body=text)
    say(f" [x] Sent {key}:{text}")
    channel.connection.close()
else:
    queue = channel.queue_declare(queue="", exclusive=True).method.queue
    for key in sys.argv[2:]:
        channel.queue_bind(exchange=exchange, queue=queue, routing_key=key)

    def on_line(ch, method, properties, body):
        say(f" [x] {method.routing_key}:{body.decode()}")

    channel.basic_consume(queue=queue, on_message_callback=on_line, auto_ack=True)
    say(" [*] Waiting for logs")
    channel.start_consuming()
