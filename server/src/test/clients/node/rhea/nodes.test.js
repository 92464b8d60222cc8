'use strict';
// rhea: nodes that the broker makes. RabbitMQ 4.0 has none.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { consumer, linkError, open, queue, queueAddress, receiver, send, sender, soon, takeBodies } = require('./support.js');

const TEMPORARY = { dynamic: true, capabilities: ['temporary-queue'] };

test('a dynamic source has an address that others can send to', async (t) => {
  const connection = await open(t);
  const from = await consumer(connection, undefined, { source: TEMPORARY });
  const { address } = from.source;
  assert.match(address, /^\/queues\//);
  const other = await open(t);
  assert.equal((await send(await sender(other, address), { body: 'm' })).name, 'accepted');
  assert.deepEqual(await takeBodies(from, 1), ['m']);
});

test('dynamic sources are apart', async (t) => {
  const connection = await open(t);
  const one = await consumer(connection, undefined, { source: TEMPORARY });
  const two = await consumer(connection, undefined, { source: TEMPORARY });
  assert.notEqual(one.source.address, two.source.address);
  await send(await sender(connection, two.source.address), { body: 2 });
  await send(await sender(connection, one.source.address), { body: 1 });
  assert.deepEqual(await takeBodies(one, 1), [1]);
  assert.deepEqual(await takeBodies(two, 1), [2]);
});

test('a dynamic target is a queue of the connection', async (t) => {
  const connection = await open(t);
  const to = await sender(connection, undefined, { target: TEMPORARY });
  await send(to, { body: 'm' });
  assert.deepEqual(await takeBodies(await consumer(connection, to.target.address), 1), ['m']);
});

test('a temporary queue goes with its connection', async (t) => {
  const connection = await open(t);
  const from = await receiver(connection, undefined, { source: TEMPORARY });
  const { address } = from.source;
  connection.close();
  await soon(connection, 'connection_close');

  const other = await open(t);
  assert.equal((await linkError(other.open_sender({ target: { address } }))).condition, 'amqp:not-found');
});

test('a question is answered to a dynamic source', async (t) => {
  const address = queueAddress(await queue(t));
  const server = await open(t);
  const replies = await sender(server);
  server.open_receiver({ source: { address } }).on('message', ({ message }) => {
    replies.send({ to: message.reply_to, correlation_id: message.correlation_id, body: message.body.toUpperCase() });
  });
  const client = await open(t);
  const answers = await consumer(client, undefined, { source: TEMPORARY });
  const ask = await sender(client, address);
  await send(ask, { reply_to: answers.source.address, correlation_id: 7, body: 'question' });
  const { message } = await answers.take();
  assert.equal(message.body, 'QUESTION');
  assert.equal(Number(message.correlation_id), 7);
});

test('the broker counts deliveries from zero, as rhea supposes of every sender', async (t) => {
  const connection = await open(t);
  const from = await receiver(connection, queueAddress(await queue(t)));
  assert.ok(!from.remote.attach.initial_delivery_count);
});
