'use strict';
// rhea: what becomes of messages, for those who send and those who receive.
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

test('a message that no queue takes is released', async (t) => {
  const connection = await open(t);
  const nowhere = await exchange(t, 'direct');
  const to = await sender(connection, exchangeAddress(nowhere, 'key'));
  assert.equal((await send(to, { body: 'm' })).name, 'released');
});

test('a message that a full queue refuses is rejected', async (t) => {
  const name = await queue(t, { 'x-max-length': 1, 'x-overflow': 'reject-publish' });
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name));
  assert.equal((await send(to, { body: 'first' })).name, 'accepted');
  assert.equal((await send(to, { body: 'second' })).name, 'rejected');
  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(name)), 1), ['first']);
});

test('a settled message has no outcome and arrives', async (t) => {
  const name = await queue(t);
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name), { snd_settle_mode: 1 });
  to.send({ body: 'settled' });
  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(name)), 1), ['settled']);
});

test('a sender of both kinds has outcomes for the unsettled ones', async (t) => {
  const name = await queue(t);
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name), { snd_settle_mode: 2 });
  to.send({ body: 'settled' }).settled = true;
  assert.equal((await send(to, { body: 'unsettled' })).name, 'accepted');
  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(name)), 2), ['settled', 'unsettled']);
});

test('an accepted message is gone', async (t) => {
  const { name, from, connection } = await filled(t, ['m']);
  (await from.take()).delivery.accept();
  from.close();
  await soon(from, 'receiver_close');
  connection.close();
  await soon(connection, 'connection_close');
  assert.equal(await messagesIn(name), 0);
});

test('a receiver of settled messages has nothing to settle', async (t) => {
  const { name, from, connection } = await filled(t, []);
  from.close();
  await soon(from, 'receiver_close');
  const settled = await consumer(connection, queueAddress(name), { snd_settle_mode: 1 });
  const to = await sender(connection, queueAddress(name));
  await send(to, { body: 'm' });
  const { delivery } = await settled.take();
  assert.equal(delivery.remote_settled, true);
  settled.close();
  await soon(settled, 'receiver_close');
  assert.equal(await messagesIn(name), 0);
});

test('a released message comes again, and counts no failed delivery', async (t) => {
  const { from } = await filled(t, ['m']);
  const first = await from.take();
  assert.ok(!first.message.delivery_count);
  first.delivery.release();
  const second = await from.take();
  assert.equal(second.message.body, 'm');
  second.delivery.accept();
});

test('a rejected message is dead-lettered with its reason', async (t) => {
  const dead = await deadLetters(t);
  const { name, from, connection } = await filled(t, ['m'], dead.args);
  (await from.take()).delivery.reject({ condition: 'my:condition', description: 'not so' });
  const { message } = await (await consumer(connection, queueAddress(dead.name))).take();
  assert.equal(message.body, 'm');
  assert.equal(message.message_annotations['x-first-death-queue'], name);
  assert.equal(message.message_annotations['x-first-death-reason'], 'rejected');
  const [death] = message.message_annotations['x-opt-deaths'];
  assert.equal(death.queue, name);
  assert.equal(death.reason, 'rejected');
  assert.equal(Number(death.count), 1);
});

test('a range of messages is settled by one disposition', async (t) => {
  const bodies = Array.from({ length: 60 }, (_, i) => i);
  const { name, from, connection } = await filled(t, bodies);
  const taken = [];
  while (taken.length < bodies.length) taken.push(await from.take());
  // In one turn of the loop: rhea makes ranges of what is alike.
  taken.slice(0, 20).forEach(({ delivery }) => delivery.accept());
  taken.slice(40).forEach(({ delivery }) => delivery.accept());
  connection.close();
  await soon(connection, 'connection_close');

  const again = await consumer(await open(t), queueAddress(name));
  assert.deepEqual(await takeBodies(again, 20), bodies.slice(20, 40));
  assert.equal(await messagesIn(name), 0);
});

test('messages may be settled in any order', async (t) => {
  const { name, from, connection } = await filled(t, ['a', 'b', 'c', 'd']);
  const taken = [await from.take(), await from.take(), await from.take(), await from.take()];
  taken[2].delivery.accept();
  taken[0].delivery.accept();
  taken[3].delivery.accept();
  connection.close();
  await soon(connection, 'connection_close');
  assert.deepEqual(await takeBodies(await consumer(await open(t), queueAddress(name)), 1), ['b']);
});

test('what is unsettled comes again when its session ends', async (t) => {
  const address = queueAddress(await queue(t));
  const connection = await open(t);
  const session = connection.create_session();
  session.open();
  const first = await consumer(session, address);
  await send(await sender(connection, address), { body: 'm' });
  assert.deepEqual(await takeBodies(first, 1), ['m']);
  session.close();
  await soon(session, 'session_close');
  assert.deepEqual(await takeBodies(await consumer(connection, address), 1), ['m']);
});

test('what is unsettled comes again when its link is closed', async (t) => {
  const { name, from, connection } = await filled(t, ['a', 'b']);
  assert.deepEqual(await takeBodies(from, 2), ['a', 'b']);
  from.close();
  await soon(from, 'receiver_close');
  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(name)), 2), ['a', 'b']);
});

test('what is unsettled comes again when the connection is lost', async (t) => {
  const { name, from, connection } = await filled(t, ['a', 'b']);
  assert.deepEqual(await takeBodies(from, 2), ['a', 'b']);
  cut(connection);
  assert.deepEqual(await takeBodies(await consumer(await open(t), queueAddress(name)), 2), ['a', 'b']);
});

test('outcomes come for each message though many are under way', async (t) => {
  const name = await queue(t, { 'x-max-length': 50, 'x-overflow': 'reject-publish' });
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name));
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, i) => outcome(to.send({ body: i }))));
  const count = (what) => outcomes.filter((o) => o.name === what).length;
  assert.equal(count('accepted') + count('rejected'), 100);
  assert.ok(count('rejected') > 0);
  // RabbitMQ's queues may take a few more than their limit while many are under way.
  assert.ok(count('accepted') >= 50, `${count('accepted')} accepted`);
  const from = await receiver(connection, queueAddress(name));
  from.add_credit(count('accepted'));
  await takeBodies(from, count('accepted'));
});
