'use strict';
// rhea: answers past all queues, to a dynamic source of its own kind. RabbitMQ has them from 4.2 on.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { channel, consumer, linkError, open, queue, queueAddress, receiver, send, sender, soon, takeBodies } = require('./support.js');

const SETTLED = 1;
const SOURCE = { dynamic: true, expiry_policy: 'link-detach', capabilities: ['rabbitmq:volatile-queue'] };
const REPLIES = { source: SOURCE, snd_settle_mode: SETTLED };

test('the broker makes an address that is not to be guessed', async (t) => {
  const connection = await open(t);
  const { source, remote: { attach } } = await receiver(connection, undefined, REPLIES);
  assert.match(source.address, /^\/queues\/amq\.rabbitmq\.reply-to\.[\w-]{32}$/);
  assert.equal(source.dynamic, true);
  assert.equal(String(source.expiry_policy), 'link-detach');
  assert.equal(attach.snd_settle_mode, SETTLED);
});

test('an answer comes settled, by its target', async (t) => {
  const from = await consumer(await open(t), undefined, REPLIES);
  const to = await sender(await open(t), from.source.address);
  assert.equal((await send(to, { correlation_id: 'c', body: 'm' })).name, 'accepted');
  const { message, delivery } = await from.take();
  assert.equal(message.body, 'm');
  assert.equal(message.correlation_id, 'c');
  assert.ok(delivery.remote_settled);
});

test('answers to many addresses go through the anonymous terminus', async (t) => {
  const connection = await open(t);
  const one = await consumer(connection, undefined, REPLIES);
  const two = await consumer(connection, undefined, REPLIES);
  assert.notEqual(one.source.address, two.source.address);
  const to = await sender(await open(t));
  await send(to, { to: two.source.address, body: 2 });
  await send(to, { to: one.source.address, body: 1 });
  assert.deepEqual(await takeBodies(one, 1), [1]);
  assert.deepEqual(await takeBodies(two, 1), [2]);
});

test('one of two addresses of a session goes, and the other stays', async (t) => {
  const connection = await open(t);
  const goes = await consumer(connection, undefined, REPLIES);
  const stays = await consumer(connection, undefined, REPLIES);
  goes.close();
  await soon(goes, 'receiver_close');
  const to = await sender(await open(t));
  assert.equal((await send(to, { to: goes.source.address, body: 'lost' })).name, 'released');
  assert.equal((await send(to, { to: stays.source.address, body: 'm' })).name, 'accepted');
  assert.deepEqual(await takeBodies(stays, 1), ['m']);
});

test('an answer for which there is no credit is dropped', async (t) => {
  const from = await receiver(await open(t), undefined, REPLIES);
  const to = await sender(await open(t), from.source.address);
  assert.equal((await send(to, { body: 'lost' })).name, 'accepted');
  from.add_credit(1);
  await soon(from.connection.open_sender({ target: {} }), 'sendable'); // The credit is there by now.
  await send(to, { body: 'first' });
  await send(to, { body: 'lost too' });
  from.add_credit(1);
  await soon(from.connection.open_sender({ target: {} }), 'sendable');
  await send(to, { body: 'second' });
  assert.deepEqual(await takeBodies(from, 2), ['first', 'second']);
});

test('credit that is drained is gone', async (t) => {
  const from = await consumer(await open(t), undefined, REPLIES);
  const to = await sender(await open(t), from.source.address);
  from.drain_credit();
  await soon(from, 'receiver_drained');
  await send(to, { body: 'lost' });
  from.drain = false;
  from.add_credit(1);
  await soon(from.connection.open_sender({ target: {} }), 'sendable');
  await send(to, { body: 'm' });
  assert.deepEqual(await takeBodies(from, 1), ['m']);
});

test('an answer longer than a frame comes whole', async (t) => {
  const body = 'x'.repeat(300_000);
  const from = await consumer(await open(t), undefined, REPLIES);
  await send(await sender(await open(t), from.source.address), { body });
  assert.deepEqual(await takeBodies(from, 1), [body]);
});

test('an address whose requester has gone is not to be attached to', async (t) => {
  const requester = await open(t);
  const { source: { address } } = await receiver(requester, undefined, REPLIES);
  requester.close();
  await soon(requester, 'connection_close');

  const other = await open(t);
  const { condition, description } = await linkError(other.open_sender({ target: { address } }));
  assert.equal(condition, 'amqp:not-found');
  assert.match(description, /^no queue 'amq\.rabbitmq\.reply-to\./);
  assert.equal((await send(await sender(other), { to: address, body: 'lost' })).name, 'released');
});

test('nobody else receives from an address', async (t) => {
  const connection = await open(t);
  const from = await consumer(connection, undefined, REPLIES);
  const { address } = from.source;
  const error = await linkError((await open(t)).open_receiver({ source: { address } }));
  assert.equal(error.condition, 'amqp:precondition-failed');
  await send(await sender(await open(t), address), { body: 'm' });
  assert.deepEqual(await takeBodies(from, 1), ['m']);
});

for (const [what, options] of [
  ['unsettled answers', { source: SOURCE, snd_settle_mode: 0 }],
  ['answers settled or not', { source: SOURCE }],
  ['a terminus that lasts', { source: { ...SOURCE, durable: 1 }, snd_settle_mode: SETTLED }],
  ['a terminus that ends with the session', { source: { ...SOURCE, expiry_policy: 'session-end' }, snd_settle_mode: SETTLED }],
  ['a terminus that waits', { source: { ...SOURCE, timeout: 60 }, snd_settle_mode: SETTLED }],
]) {
  test(`${what} are not to be had`, async (t) => {
    const connection = await open(t);
    const { condition, description } = await linkError(connection.open_receiver(options));
    assert.equal(condition, 'amqp:not-implemented');
    assert.match(description, /^Dynamic source not supported: /);
  });
}

test('a client of AMQP 0-9-1 answers', async (t) => {
  const requests = await queue(t);
  const connection = await open(t);
  const from = await consumer(connection, undefined, REPLIES);
  const { address } = from.source;
  await send(await sender(connection, queueAddress(requests)), { reply_to: address, message_id: 'id', body: 'question' });

  const by = await channel();
  const { properties } = await by.get(requests, { noAck: true });
  assert.equal(`/queues/${properties.replyTo}`, address);
  by.sendToQueue(properties.replyTo, Buffer.from('answer'), { correlationId: properties.messageId });

  const { message } = await from.take();
  assert.equal(String(message.body.content), 'answer');
  assert.equal(message.correlation_id, 'id');
});
