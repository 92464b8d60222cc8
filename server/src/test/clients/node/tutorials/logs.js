'use strict';
// logs.js emit TEXT | receive: every receiver gets every log line.
const { connect, name, run } = require('./tutorial');

run(async (role, text) => {
  const connection = await connect();
  const channel = await connection.createChannel();
  const exchange = name('logs');
  await channel.assertExchange(exchange, 'fanout', { durable: false });

  if (role === 'emit') {
    channel.publish(exchange, '', Buffer.from(text));
    console.log(` [x] Sent ${text}`);
    await channel.close();
    await connection.close();
    return;
  }
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, exchange, '');
  await channel.consume(queue, (message) => {
    console.log(` [x] ${message.content}`);
  }, { noAck: true });
  console.log(' [*] Waiting for logs');
});
