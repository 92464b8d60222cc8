'use strict';
// confirms.js: publishes and learns what the broker took, and what it could not route.
const { once } = require('node:events');
const { connect, run } = require('./tutorial');

const MESSAGES = 200;

run(async () => {
  const connection = await connect();
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });

  for (let i = 0; i < MESSAGES; i++) {
    await new Promise((resolve, reject) => {
      channel.sendToQueue(queue, Buffer.from(String(i)), {}, (e) => (e ? reject(e) : resolve()));
    });
  }
  console.log(` [x] Published ${MESSAGES} messages individually`);

  for (let i = 0; i < MESSAGES; i++) {
    channel.sendToQueue(queue, Buffer.from(String(i)));
  }
  await channel.waitForConfirms();
  console.log(` [x] Published ${MESSAGES} messages in a batch`);

  const returned = once(channel, 'return');
  channel.sendToQueue(`${queue}.nobody`, Buffer.alloc(0), { mandatory: true });
  await returned;
  console.log(' [x] Unroutable message returned');
  await connection.close();
});
