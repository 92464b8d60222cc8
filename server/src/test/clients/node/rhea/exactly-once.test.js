'use strict';
// rhea: receivers that settle second, AMQP 1.0 §2.6.12 "exactly once". RabbitMQ 4.0 knows only those that settle first.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { channel, consumer, cut, open, queue, queueAddress, send, sender, soon } = require('./support.js');

const SECOND = { rcv_settle_mode: 1 };

test('the broker settles what a receiver has accepted, and then the receiver does', async (t) => {
  const name = await queue(t);
  const connection = await open(t);
  await send(await sender(connection, queueAddress(name)), { body: 'm' });
  const from = await consumer(connection, queueAddress(name), SECOND);
  assert.equal(from.rcv_settle_mode, 1);
  const { delivery } = await from.take();
  const settled = soon(from, 'settled');
  delivery.accept();
  assert.equal(delivery.settled, false);
  assert.equal((await settled).delivery, delivery);
  assert.equal(delivery.remote_settled, true);

  from.close();
  await soon(from, 'receiver_close');
  assert.equal((await (await channel()).checkQueue(name)).messageCount, 0);
});

test('what was accepted and not settled is gone, what was neither comes again', async (t) => {
  const name = await queue(t);
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name));
  await send(to, { body: 'a' });
  await send(to, { body: 'b' });
  const from = await consumer(connection, queueAddress(name), { ...SECOND, autosettle: false });
  const first = await from.take();
  await from.take();
  const settled = soon(from, 'settled');
  first.delivery.accept();
  await settled;
  cut(connection);

  const again = await consumer(await open(t), queueAddress(name));
  assert.equal((await again.take()).message.body, 'b');
});

test('a sender may ask the broker to settle second', async (t) => {
  const name = await queue(t);
  const connection = await open(t);
  const to = await sender(connection, queueAddress(name), { ...SECOND, autosettle: false });
  const delivery = to.send({ body: 'm' });
  const accepted = soon(to, 'accepted');
  await accepted;
  if (to.rcv_settle_mode === 1) {
    assert.equal(delivery.remote_settled, false);
    const settled = soon(to, 'settled');
    delivery.update(true);
    await settled;
  }
  const { message } = await (await consumer(connection, queueAddress(name))).take();
  assert.equal(message.body, 'm');
});
