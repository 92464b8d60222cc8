'use strict';
// rhea: annotations that a consumer adds to what it does not take.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const {
  channel, consumer, cut, exchange, exchangeAddress, open, outcome, queue, queueAddress, receiver, send, sender, soon, takeBodies,
} = require('./support.js');

const QUORUM = { 'x-queue-type': 'quorum' };

/** A connection, a queue of the arguments with messages of the bodies, and a receiver that may take 100. */
async function filled(t, bodies, args) {
  const name = await queue(t, args);
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name));
  for (const body of bodies) {
    assert.equal((await send(to, { durable: true, body })).name, 'accepted');
  }
  return { name, connection, to, from: await consumer(connection, queueAddress(name)) };
}

async function messagesIn(name) {
  return (await (await channel()).checkQueue(name)).messageCount;
}

async function deadLetters(t) {
  const name = await queue(t);
  return { name, args: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': name } };
}

test('a modified message comes again with the annotations that were added', async (t) => {
  const { from } = await filled(t, ['m'], QUORUM);
  (await from.take()).delivery.modified({
    delivery_failed: true, undeliverable_here: false, message_annotations: { 'x-opt-why': 'busy' },
  });
  const { message, delivery } = await from.take();
  assert.equal(message.message_annotations['x-opt-why'], 'busy');
  assert.equal(message.delivery_count, 1);
  delivery.accept();
});

test('a modified message that is undeliverable here is dead-lettered', async (t) => {
  const dead = await deadLetters(t);
  const { from, connection } = await filled(t, ['m'], { ...QUORUM, ...dead.args });
  (await from.take()).delivery.modified({
    delivery_failed: true, undeliverable_here: true, message_annotations: { 'x-opt-why': 'broken' },
  });
  const { message } = await (await consumer(connection, queueAddress(dead.name))).take();
  assert.equal(message.message_annotations['x-opt-why'], 'broken');
  assert.equal(message.message_annotations['x-first-death-reason'], 'rejected');
});
