'use strict';
// rhea: annotations that a consumer adds, where RabbitMQ takes none or answers otherwise.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const rhea = require('rhea');
const { channel, consumer, linkError, open, queue, queueAddress, send, sender } = require('./support.js');

const failed = (annotations) => ({
  delivery_failed: true, undeliverable_here: false, message_annotations: annotations,
});

/** A queue of the arguments with a message that has annotations, and a receiver on it. */
async function filled(t, annotations = {}, args = {}) {
  const it = await queue(t, args);
  const connection = await open(t);
  const message = { durable: true, body: 'm', message_annotations: annotations };
  assert.equal((await send(await sender(connection, queueAddress(it)), message)).name, 'accepted');
  return { it, connection, from: await consumer(connection, queueAddress(it)) };
}

test('a classic queue takes them too, and the newer value counts', async (t) => {
  const { from } = await filled(t, { 'x-opt-a': 'published', 'x-opt-b': 'published' });
  (await from.take()).delivery.modified(failed({ 'x-opt-a': 'first', 'x-opt-c': 'first' }));
  (await from.take()).delivery.modified(failed({ 'x-opt-c': 'second' }));
  const { message } = await from.take();
  assert.equal(message.message_annotations['x-opt-a'], 'first');
  assert.equal(message.message_annotations['x-opt-b'], 'published');
  assert.equal(message.message_annotations['x-opt-c'], 'second');
  assert.equal(message.body, 'm');
});

test('values keep their types', async (t) => {
  const { types } = rhea;
  const { from } = await filled(t);
  const values = {
    'x-int': types.wrap_int(-3), 'x-ulong': types.wrap_ulong(5), 'x-ubyte': types.wrap_ubyte(7),
    'x-symbol': types.wrap_symbol('s'), 'x-time': types.wrap_timestamp(1000), 'x-null': null,
    'x-list': types.wrap_list(['a', 1]), 'x-map': types.wrap_symbolic_map({ k: 'v' }),
  };
  (await from.take()).delivery.modified(failed(values));
  const { message: { message_annotations: seen } } = await from.take();
  assert.equal(seen['x-int'], -3);
  assert.equal(seen['x-ulong'], 5);
  assert.equal(seen['x-ubyte'], 7);
  assert.equal(seen['x-symbol'], 's');
  assert.equal(new Date(seen['x-time']).getTime(), 1000);
  assert.equal(seen['x-null'], null);
  assert.deepEqual(seen['x-list'], ['a', 1]);
  assert.deepEqual(seen['x-map'], { k: 'v' });
});

test('reserved keys and those of the broker are left out', async (t) => {
  const { from, it } = await filled(t);
  (await from.take()).delivery.modified(failed({ plain: 1, 'x-exchange': 'forged', 'x-opt-deaths': 1, 'x-opt-a': 'a' }));
  const { message: { message_annotations: seen } } = await from.take();
  assert.equal(seen['x-opt-a'], 'a');
  assert.equal(seen['x-exchange'], '');
  assert.equal(seen['x-routing-key'], it);
  assert.deepEqual(Object.keys(seen).filter((key) => ['plain', 'x-opt-deaths'].includes(key)), []);
});

test('too many detach the link, and the message comes back as it was', async (t) => {
  const { from, connection, it } = await filled(t);
  (await from.take()).delivery.modified(failed({ 'x-opt-a': 'a'.repeat(10000) }));
  const { delivery } = await from.take();
  const detached = linkError(from);
  delivery.modified(failed({ 'x-opt-b': 'b'.repeat(10000) }));
  const error = await detached;
  assert.equal(error.condition, 'amqp:resource-limit-exceeded');
  assert.match(error.description, new RegExp(`${it}.*16384`));
  const { message } = await (await consumer(connection, queueAddress(it))).take();
  assert.equal(message.message_annotations['x-opt-a'].length, 10000);
  assert.equal(message.message_annotations['x-opt-b'], undefined);
});

test('so do too many at once', async (t) => {
  const { from, connection, it } = await filled(t);
  const { delivery } = await from.take();
  const detached = linkError(from);
  delivery.modified(failed({ 'x-opt-a': 'a'.repeat(20000) }));
  assert.equal((await detached).condition, 'amqp:resource-limit-exceeded');
  const { message } = await (await consumer(connection, queueAddress(it))).take();
  assert.equal(message.message_annotations['x-opt-a'], undefined);
});

test('AMQP 0-9-1 sees them as headers', async (t) => {
  const by = await channel();
  const it = await queue(t);
  by.sendToQueue(it, Buffer.from('m'), { headers: { 'x-opt-a': 'published', own: 'kept' } });
  const connection = await open(t);
  const from = await consumer(connection, queueAddress(it));
  (await from.take()).delivery.modified(failed({ 'x-opt-a': 'added', 'x-opt-n': rhea.types.wrap_long(7) }));
  await from.take();
  from.close();
  for (let message; !message;) {
    message = await by.get(it, { noAck: true });
    if (message) {
      assert.deepEqual(message.properties.headers, { 'x-opt-a': 'added', own: 'kept', 'x-opt-n': 7 });
    }
  }
});

test('a default outcome adds its own', async (t) => {
  const it = await queue(t);
  const connection = await open(t);
  await send(await sender(connection, queueAddress(it)), { body: 'm' });
  const from = await consumer(connection, queueAddress(it), {
    source: { default_outcome: rhea.message.modified(failed({ 'x-opt-a': 'by default' })).described() },
  });
  const { delivery } = await from.take();
  delivery.update(true);
  const { message } = await from.take();
  assert.equal(message.message_annotations['x-opt-a'], 'by default');
  assert.equal(message.delivery_count, 1);
});
