'use strict';
// rhea: link credit, draining and the windows of a session.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { types } = require('rhea');
const { consumer, open, queue, queueAddress, receiver, send, sender, soon, takeBodies } = require('./support.js');

async function filled(t, count, connection) {
  const address = queueAddress(await queue(t));
  const to = await sender(connection, address);
  for (let i = 0; i < count; i++) {
    await send(to, { body: i });
  }
  return { address, to };
}

/** Returns when a message has gone to a queue and back on another session of the connection. */
async function fence(t, connection) {
  const session = connection.create_session();
  session.open();
  await soon(session, 'session_open');
  const address = queueAddress(await queue(t));
  const from = await consumer(session, address);
  await send(await sender(session, address), { body: 'fence' });
  (await from.take()).delivery.accept();
}

test('no message comes without credit', async (t) => {
  const connection = await open(t);
  const { address } = await filled(t, 1, connection);
  const from = await receiver(connection, address);
  await fence(t, connection);
  assert.equal(from.waiting.length, 0);
  from.add_credit(1);
  assert.deepEqual(await takeBodies(from, 1), [0]);
});

test('no more messages come than there is credit', async (t) => {
  const connection = await open(t);
  const { address } = await filled(t, 5, connection);
  const from = await receiver(connection, address);
  from.add_credit(2);
  assert.deepEqual(await takeBodies(from, 2), [0, 1]);
  await fence(t, connection);
  assert.equal(from.waiting.length, 0);
  from.add_credit(2);
  assert.deepEqual(await takeBodies(from, 2), [2, 3]);
});

test('credit waits for messages that come later', async (t) => {
  const connection = await open(t);
  const { address, to } = await filled(t, 0, connection);
  const from = await receiver(connection, address);
  from.add_credit(3);
  await fence(t, connection);
  await send(to, { body: 'late' });
  assert.deepEqual(await takeBodies(from, 1), ['late']);
});

test('draining an empty queue takes the credit back', async (t) => {
  const connection = await open(t);
  const { address, to } = await filled(t, 0, connection);
  const from = await receiver(connection, address);
  from.add_credit(10);
  from.drain_credit();
  await soon(from, 'receiver_drained');
  assert.equal(from.credit, 0);
  await send(to, { body: 'late' });
  await fence(t, connection);
  assert.equal(from.waiting.length, 0);
  from.drain = false;
  from.add_credit(1);
  assert.deepEqual(await takeBodies(from, 1), ['late']);
});

test('draining gives what is there and takes the rest of the credit back', async (t) => {
  const connection = await open(t);
  const { address } = await filled(t, 3, connection);
  const from = await receiver(connection, address);
  from.drain = true;
  from.add_credit(10);
  await soon(from, 'receiver_drained');
  assert.deepEqual(from.waiting.map((c) => c.message.body), [0, 1, 2]);
  assert.equal(from.credit, 0);
});

test('draining with less credit than messages leaves the others', async (t) => {
  const connection = await open(t);
  const { address } = await filled(t, 5, connection);
  const from = await receiver(connection, address);
  from.drain = true;
  from.add_credit(2);
  assert.deepEqual(await takeBodies(from, 2), [0, 1]);
  await fence(t, connection);
  assert.equal(from.waiting.length, 0);
});

test('a sender is given credit again and again', async (t) => {
  const connection = await open(t);
  const { address, to } = await filled(t, 0, connection);
  const first = to.credit;
  assert.ok(first > 0);
  for (let i = 0; i < 3 * first; i++) {
    assert.equal((await send(to, { body: i })).name, 'accepted');
  }
  const from = await receiver(connection, address);
  from.add_credit(3 * first);
  assert.equal((await takeBodies(from, 3 * first)).length, 3 * first);
});

test('a session whose window is full gets no more until it opens again', async (t) => {
  const connection = await open(t, { session_buffer_size: { incoming: 10, outgoing: 2048 } });
  const { address } = await filled(t, 30, connection);
  const from = await receiver(connection, address);
  from.add_credit(30);
  const taken = [];
  while (taken.length < 10) taken.push(await from.take());
  await fence(t, connection);
  assert.equal(from.waiting.length, 0);

  // rhea's window is the room that settled deliveries leave.
  while (taken.length < 30) {
    taken.forEach(({ delivery }) => { if (!delivery.settled) delivery.accept(); });
    taken.push(await from.take());
  }
  assert.deepEqual(taken.map((c) => c.message.body), Array.from({ length: 30 }, (_, i) => i));
});

test('receivers of one queue share its messages by their credit', async (t) => {
  const connection = await open(t);
  const { address } = await filled(t, 10, connection);
  const [one, two] = [await receiver(connection, address), await receiver(connection, address)];
  one.add_credit(3);
  two.add_credit(7);
  const bodies = [...await takeBodies(one, 3), ...await takeBodies(two, 7)];
  assert.deepEqual(bodies.sort((a, b) => a - b), Array.from({ length: 10 }, (_, i) => i));
});

test('the receiver of the higher priority is served first', async (t) => {
  const connection = await open(t);
  const { address, to } = await filled(t, 0, connection);
  const low = await receiver(connection, address);
  const high = await receiver(connection, address, { properties: { 'rabbitmq:priority': types.wrap_int(10) } });
  low.add_credit(10);
  high.add_credit(2);
  await fence(t, connection);
  for (const body of ['a', 'b', 'c']) await send(to, { body });
  assert.deepEqual(await takeBodies(high, 2), ['a', 'b']);
  assert.deepEqual(await takeBodies(low, 1), ['c']);
});
