'use strict';
// work.js task TEXT | worker: durable tasks, shared fairly among workers.
const { connect, name, run } = require('./tutorial');

run(async (role, text) => {
  const connection = await connect();
  const channel = await connection.createChannel();
  const queue = name('task_queue');
  await channel.assertQueue(queue, { durable: true });

  if (role === 'task') {
    channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
    console.log(` [x] Sent ${text}`);
    await channel.close();
    await connection.close();
    return;
  }
  await channel.prefetch(1);
  await channel.consume(queue, (message) => {
    console.log(` [x] Received ${message.content}`);
    channel.ack(message);
    console.log(' [x] Done');
  });
  console.log(' [*] Waiting for messages');
});
