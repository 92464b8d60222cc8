'use strict';
// rpc.js server | client N: asks for a Fibonacci number and awaits the reply of its own.
const { randomUUID } = require('node:crypto');
const { connect, name, run } = require('./tutorial');

function fib(n) {
  let [a, b] = [0, 1];
  for (let i = 0; i < n; i++) {
    [a, b] = [b, a + b];
  }
  return a;
}

async function serve(channel, queue) {
  await channel.assertQueue(queue, { durable: false });
  await channel.prefetch(1);
  await channel.consume(queue, (request) => {
    const n = Number(request.content.toString());
    console.log(` [.] fib(${n})`);
    const { replyTo, correlationId } = request.properties;
    channel.sendToQueue(replyTo, Buffer.from(String(fib(n))), { correlationId });
    channel.ack(request);
  });
  console.log(' [*] Awaiting RPC requests');
}

async function call(channel, queue, n) {
  const { queue: replyTo } = await channel.assertQueue('', { exclusive: true });
  const correlationId = randomUUID();
  return new Promise((resolve, reject) => {
    channel.consume(replyTo, (reply) => {
      if (reply.properties.correlationId === correlationId) {
        resolve(reply.content.toString());
      }
    }, { noAck: true })
      .then(() => channel.sendToQueue(queue, Buffer.from(n), { correlationId, replyTo }))
      .catch(reject);
  });
}

run(async (role, n) => {
  const connection = await connect();
  const channel = await connection.createChannel();
  const queue = name('rpc_queue');
  if (role === 'server') {
    await serve(channel, queue);
    return;
  }
  console.log(` [.] Got ${await call(channel, queue, n)}`);
  await connection.close();
});
