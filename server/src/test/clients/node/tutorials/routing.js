'use strict';
// routing.js emit KEY TEXT | receive SEVERITY...: receivers choose by routing key.
const { connect, name, run } = require('./tutorial');

run(async (role, ...rest) => {
  const connection = await connect();
  const channel = await connection.createChannel();
  const exchange = name('direct_logs');
  await channel.assertExchange(exchange, 'direct', { durable: false });

  if (role === 'emit') {
    const [key, text] = rest;
    channel.publish(exchange, key, Buffer.from(text));
    console.log(` [x] Sent ${key}:${text}`);
    await channel.close();
    await connection.close();
    return;
  }
  const { queue } = await channel.assertQueue('', { exclusive: true });
  for (const key of rest) {
    await channel.bindQueue(queue, exchange, key);
  }
  await channel.consume(queue, (message) => {
    console.log(` [x] ${message.fields.routingKey}:${message.content}`);
  }, { noAck: true });
  console.log(' [*] Waiting for logs');
});
