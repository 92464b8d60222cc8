'use strict';
// rhea: what is in messages, and how large they are.
const assert = require('node:assert/strict');
const { randomBytes } = require('node:crypto');
const { test } = require('node:test');
const { message } = require('rhea');
const {
  channel, consumer, exchange, exchangeAddress, linkError, open, queue, queueAddress, receiver, send, sender, soon, takeBodies,
} = require('./support.js');

/** Sends a message to a queue of its own and returns what comes out. */
async function roundTrip(t, sent, connection) {
  const address = queueAddress(await queue(t));
  const both = connection || await open(t);
  assert.equal((await send(await sender(both, address), sent)).name, 'accepted');
  const { message: received, delivery } = await (await consumer(both, address)).take();
  delivery.accept();
  return received;
}

test('each property arrives as it was sent', async (t) => {
  const properties = {
    message_id: 'id', user_id: Buffer.from('guest'), to: '/queues/elsewhere', subject: 'subject',
    reply_to: '/queues/answers', correlation_id: 'correlation', content_type: 'text/plain',
    content_encoding: 'gzip', absolute_expiry_time: new Date(4102444800000), creation_time: new Date(1700000000123),
    group_id: 'group', group_sequence: 4294967295, reply_to_group_id: 'answers',
  };
  const received = await roundTrip(t, { ...properties, body: 'b' });
  for (const [field, value] of Object.entries(properties)) {
    const got = received[field] instanceof Date ? received[field] : received[field].valueOf();
    assert.deepEqual(got, value, field);
  }
});

test('the header arrives as it was sent', async (t) => {
  const received = await roundTrip(t, { durable: true, priority: 7, ttl: 60000, body: 'b' });
  assert.equal(received.durable, true);
  assert.equal(received.priority, 7);
  assert.ok(received.ttl <= 60000, `ttl ${received.ttl}`);
  assert.ok(!received.delivery_count);
});

test('application properties and annotations keep their names and values', async (t) => {
  const properties = { text: 'wört', yes: true, no: false, number: 7, large: 2 ** 40, half: 0.5, nothing: null };
  const received = await roundTrip(t, {
    application_properties: properties, message_annotations: { 'x-text': 'here', 'x-number': 5 }, body: 'b',
  });
  assert.deepEqual({ ...received.application_properties }, properties);
  assert.equal(received.message_annotations['x-text'], 'here');
  assert.equal(received.message_annotations['x-number'], 5);
});

for (const [what, body] of Object.entries({
  text: 'wörter', 'an empty text': '', null: null, true: true, 'a number': -17, 'a map': { a: 1, b: { c: [1, 2, 'x'] } },
  'a list': [1, 'two', null, [3]], bytes: Buffer.from([0, 255, 1]),
})) {
  test(`a value that is ${what} arrives`, async (t) => {
    const received = await roundTrip(t, { body });
    assert.deepEqual(JSON.parse(JSON.stringify(received.body)), JSON.parse(JSON.stringify(body)));
  });
}

test('one data section arrives', async (t) => {
  const bytes = randomBytes(1000);
  const received = await roundTrip(t, { body: message.data_section(bytes) });
  assert.equal(received.body.typecode, 0x75);
  assert.deepEqual(received.body.content, bytes);
});

test('several data sections stay several', async (t) => {
  const parts = [randomBytes(10), Buffer.alloc(0), randomBytes(300)];
  const received = await roundTrip(t, { body: message.data_sections(parts) });
  assert.deepEqual(received.body.content, parts);
});

test('several sequences stay several', async (t) => {
  const received = await roundTrip(t, { body: message.sequence_sections([[1, 'two'], [], [[3]]]) });
  assert.equal(received.body.typecode, 0x76);
  assert.deepEqual(received.body.content, [[1, 'two'], [], [[3]]]);
});

test('a message of 3 MiB passes in frames of 131072 bytes', async (t) => {
  const bytes = randomBytes(3 << 20);
  const received = await roundTrip(t, { body: message.data_section(bytes) });
  assert.ok(bytes.equals(received.body.content));
});

test('a client takes frames no larger than it said', async (t) => {
  const bytes = randomBytes(200_000);
  const connection = await open(t, { max_frame_size: 1024 });
  const received = await roundTrip(t, { body: message.data_section(bytes) }, connection);
  assert.ok(bytes.equals(received.body.content));
});

test('messages of many frames on two links of a session do not mix', async (t) => {
  const connection = await open(t);
  const addresses = [queueAddress(await queue(t)), queueAddress(await queue(t))];
  const bodies = addresses.map(() => randomBytes(1 << 20));
  const senders = await Promise.all(addresses.map((address) => sender(connection, address)));
  await Promise.all(senders.map((link, i) => send(link, { body: message.data_section(bodies[i]) })));

  const receivers = await Promise.all(addresses.map((address) => consumer(connection, address)));
  for (const [i, link] of receivers.entries()) {
    assert.ok(bodies[i].equals((await link.take()).message.body.content));
  }
});

test('a message beyond the size that the broker announces ends its link', async (t) => {
  const connection = await open(t);
  const link = await sender(connection, queueAddress(await queue(t)));
  assert.ok(link.max_message_size >= 1 << 20, `max-message-size ${link.max_message_size}`);
  const error = linkError(link);
  link.send({ body: message.data_section(Buffer.alloc(Number(link.max_message_size))) });
  assert.equal((await error).condition, 'amqp:link:message-size-exceeded');
});

test('a message beyond the size that a receiver takes ends its link and stays', async (t) => {
  const connection = await open(t);
  const address = queueAddress(await queue(t));
  await send(await sender(connection, address), { body: message.data_section(Buffer.alloc(1000)) });

  const small = await receiver(connection, address, { max_message_size: 500 });
  const error = linkError(small);
  small.add_credit(1);
  assert.equal((await error).condition, 'amqp:link:message-size-exceeded');

  const large = await consumer(await open(t), address, { max_message_size: 5000 });
  assert.equal((await large.take()).message.body.content.length, 1000);
});

test('5000 messages keep their order, more than the windows of a session hold', async (t) => {
  const connection = await open(t);
  const address = queueAddress(await queue(t));
  const link = await sender(connection, address);
  const count = 5000;
  let sent = 0;
  let accepted = 0;
  const done = new Promise((resolve) => {
    link.on('accepted', () => { if (++accepted === count) resolve(); });
  });
  const fill = () => { while (sent < count && link.sendable()) link.send({ body: sent++ }); };
  link.on('sendable', fill);
  fill();
  await done;

  const from = connection.open_receiver({ source: { address }, credit_window: 200 });
  const got = [];
  from.on('message', (context) => { if (got.push(context.message.body) === count) from.emit('all'); });
  await soon(from, 'all');
  assert.deepEqual(got, Array.from({ length: count }, (_, i) => i));
});

test('a message to an exchange reaches the queues that are bound by its key', async (t) => {
  const connection = await open(t);
  const [one, two] = [await queue(t), await queue(t)];
  const topics = await exchange(t, 'topic');
  const by = await channel();
  await by.bindQueue(one, topics, 'a.*');
  await by.bindQueue(two, topics, 'a.b');

  await send(await sender(connection, exchangeAddress(topics, 'a.c')), { body: 'c' });
  await send(await sender(connection, exchangeAddress(topics, 'a.b')), { body: 'b' });

  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(one)), 2), ['c', 'b']);
  const { message: received } = await (await consumer(connection, queueAddress(two))).take();
  assert.equal(received.body, 'b');
  assert.equal(received.message_annotations['x-exchange'], topics);
  assert.equal(received.message_annotations['x-routing-key'], 'a.b');
});
