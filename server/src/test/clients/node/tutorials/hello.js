'use strict';
// hello.js send | receive: one message through one queue.
const { connect, name, run } = require('./tutorial');

run(async (role) => {
  const connection = await connect();
  const channel = await connection.createChannel();
  const queue = name('hello');
  await channel.assertQueue(queue, { durable: false });

  if (role === 'send') {
    channel.sendToQueue(queue, Buffer.from('Hello World!'));
    console.log(" [x] Sent 'Hello World!'");
    await channel.close();
    await connection.close();
    return;
  }
  await channel.consume(queue, (message) => {
    console.log(` [x] Received ${message.content}`);
  }, { noAck: true });
  console.log(' [*] Waiting for messages');
});
