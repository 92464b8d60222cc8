'use strict';
// amqplib's promise API.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { after, afterEach, before, beforeEach, test } = require('node:test');
const amqp = require('amqplib');

const url = process.env.AMQP_URL;
let connection;
let channel;
let queue;

before(async () => { connection = await amqp.connect(url); });
after(() => connection.close());
beforeEach(async () => {
  channel = await connection.createChannel();
  ({ queue } = await channel.assertQueue('', { exclusive: true }));
});
afterEach(() => channel.close().catch(() => {})); // the broker may have closed it

/** Takes the next message, settled. */
async function take(from = queue) {
  for (;;) {
    const message = await channel.get(from, { noAck: true });
    if (message) return message;
  }
}

/** What the broker closes a new channel with, when `act` is done on it. */
async function closeOf(act) {
  const victim = await connection.createChannel();
  const error = once(victim, 'error');
  await Promise.resolve(act(victim)).catch(() => {});
  const [{ code, message }] = await error;
  return { code, message };
}

test('connects with a heartbeat of its own', async () => {
  const other = await amqp.connect(`${url}?heartbeat=5`);
  assert.equal(other.connection.heartbeat, 5);
  await other.close();
});

test('connects with a small frame', async () => {
  const other = await amqp.connect(`${url}?frameMax=8192`);
  assert.equal(other.connection.frameMax, 8192);
  await other.close();
});

test('is told of a wrong password', async () => {
  await assert.rejects(amqp.connect(url.replace(':guest@', ':wrong@')), /403 \(ACCESS-REFUSED\)/);
});

test('is told of a missing vhost', async () => {
  await assert.rejects(amqp.connect(`${url}/nowhere`), /got <ConnectionClose channel:0>/);
});

test('sends and receives', async () => {
  channel.sendToQueue(queue, Buffer.from('m'));
  assert.equal((await take()).content.toString(), 'm');
});

test('carries properties and nested headers', async () => {
  const headers = { text: 'a', number: 1, flag: true, list: [1, 'b'], table: { c: null } };
  channel.sendToQueue(queue, Buffer.from('m'), {
    headers, contentType: 'text/plain', priority: 3, messageId: 'id', timestamp: 1700000000,
  });
  const { properties } = await take();
  assert.deepEqual(properties.headers, headers);
  assert.equal(properties.contentType, 'text/plain');
  assert.equal(properties.timestamp, 1700000000);
});

test('carries a body of many frames', async () => {
  const body = Buffer.alloc(1_000_000, 'abc');
  channel.sendToQueue(queue, body);
  assert.deepEqual((await take()).content, body);
});

test('consumes and acknowledges', async () => {
  const received = new Promise((resolve) => channel.consume(queue, resolve));
  channel.sendToQueue(queue, Buffer.from('m'));
  const message = await received;
  assert.equal(message.fields.redelivered, false);
  channel.ack(message);
  assert.equal((await channel.checkQueue(queue)).messageCount, 0);
});

test('gets redelivered what it nacks', async () => {
  channel.sendToQueue(queue, Buffer.from('m'));
  let first;
  while (!first) first = await channel.get(queue);
  channel.nack(first);
  assert.equal((await take()).fields.redelivered, true);
});

test('keeps to the prefetch', async () => {
  await channel.prefetch(1);
  const first = new Promise((resolve) => channel.consume(queue, resolve));
  channel.sendToQueue(queue, Buffer.from('1'));
  channel.sendToQueue(queue, Buffer.from('2'));
  await first;
  assert.equal((await take()).content.toString(), '2');
});

test('is told when its queue goes', async () => {
  const cancelled = new Promise((resolve) => channel.consume(queue, resolve));
  await channel.deleteQueue(queue);
  assert.equal(await cancelled, null);
});

test('cancels', async () => {
  const { consumerTag } = await channel.consume(queue, () => {});
  await channel.cancel(consumerTag);
  assert.equal((await channel.checkQueue(queue)).consumerCount, 0);
});

test('binds exchanges to exchanges', async () => {
  const [front, back] = [`${queue}-front`, `${queue}-back`];
  await channel.assertExchange(front.slice(4), 'topic', { autoDelete: true });
  await channel.assertExchange(back.slice(4), 'fanout', { autoDelete: true });
  await channel.bindExchange(back.slice(4), front.slice(4), 'a.#');
  await channel.bindQueue(queue, back.slice(4), '');
  channel.publish(front.slice(4), 'a.b', Buffer.from('m'));
  assert.equal((await take()).fields.routingKey, 'a.b');
});

test('gets back what is mandatory and goes nowhere', async () => {
  const returned = once(channel, 'return');
  channel.sendToQueue(`${queue}-nobody`, Buffer.from('m'), { mandatory: true });
  const [message] = await returned;
  assert.equal(message.fields.replyCode, 312);
  assert.equal(message.fields.replyText, 'NO_ROUTE');
});

test('waits for confirms', async () => {
  const confirming = await connection.createConfirmChannel();
  for (let i = 0; i < 500; i++) confirming.sendToQueue(queue, Buffer.from(String(i)));
  await confirming.waitForConfirms();
  assert.equal((await channel.checkQueue(queue)).messageCount, 500);
  await confirming.close();
});

test('sees the nack of a full queue', async () => {
  const full = await channel.assertQueue('', { exclusive: true, maxLength: 0, arguments: { 'x-overflow': 'reject-publish' } });
  const confirming = await connection.createConfirmChannel();
  confirming.sendToQueue(full.queue, Buffer.from('m'));
  await assert.rejects(confirming.waitForConfirms(), /message nacked/);
  await confirming.close();
});

test('loses a channel to a missing queue', async () => {
  assert.deepEqual(await closeOf((c) => c.checkQueue('missing')), {
    code: 404,
    message: 'Channel closed by server: 404 (NOT-FOUND) with message "NOT_FOUND - no queue \'missing\' in vhost \'/\'"',
  });
});

test('loses a channel to an unequal queue', async () => {
  const own = `node-${process.pid}`;
  await channel.assertQueue(own, { exclusive: true });
  const { code, message } = await closeOf((c) => c.assertQueue(own, { exclusive: true, messageTtl: 5 }));
  assert.equal(code, 406);
  assert.match(message, /inequivalent arg 'x-message-ttl' for queue/);
});

test('loses a channel to an unknown delivery tag', async () => {
  const { code, message } = await closeOf((c) => c.ack({ fields: { deliveryTag: 9 } }));
  assert.equal(code, 406);
  assert.match(message, /unknown delivery tag 9/);
});

test('expires messages into a dead letter queue', async () => {
  const dying = await channel.assertQueue('', {
    exclusive: true, messageTtl: 0, deadLetterExchange: '', deadLetterRoutingKey: queue,
  });
  channel.sendToQueue(dying.queue, Buffer.from('m'));
  const { properties } = await take();
  assert.equal(properties.headers['x-death'][0].reason, 'expired');
});

test('asks by direct reply-to', async () => {
  const answer = new Promise((resolve) => channel.consume('amq.rabbitmq.reply-to', resolve, { noAck: true }));
  channel.sendToQueue(queue, Buffer.from('q'), { replyTo: 'amq.rabbitmq.reply-to' });
  const { properties } = await take();
  channel.sendToQueue(properties.replyTo, Buffer.from('a'));
  assert.equal((await answer).content.toString(), 'a');
});

test('purges', async () => {
  channel.sendToQueue(queue, Buffer.from('1'));
  assert.equal((await channel.purgeQueue(queue)).messageCount, 1);
});

test('recovers', async () => {
  channel.sendToQueue(queue, Buffer.from('m'));
  while (!await channel.get(queue));
  await channel.recover();
  assert.equal((await take()).fields.redelivered, true);
});
