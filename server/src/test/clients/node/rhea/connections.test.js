'use strict';
// rhea: connections, sessions, and the addresses of links.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const {
  ADDRESS, channel, connect, consumer, linkError, name, open, queue, queueAddress, receiver, refusal, send, sender, soon,
  takeBodies, undo,
} = require('./support.js');

const EMPTY_FRAME = Buffer.from([0, 0, 0, 8, 2, 0, 0, 0]);

/** A proxy on a free port that can cut what goes through it. */
async function proxy(t) {
  const sockets = new Set();
  const server = net.createServer((client) => {
    const broker = net.connect(ADDRESS);
    for (const [one, other] of [[client, broker], [broker, client]]) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => { sockets.delete(one); other.destroy(); });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => sockets.forEach((socket) => socket.destroy());
  t.after(() => { server.close(); cut(); });
  return { port: server.address().port, cut };
}

test('the broker says who it is and what it takes', async (t) => {
  const connection = await open(t);
  assert.ok(connection.container_id.length > 0);
  assert.ok(connection.max_frame_size >= 512);
  assert.ok(connection.channel_max > 0);
  assert.ok(connection.idle_time_out >= 1000);
  assert.ok(connection.offered_capabilities.includes('ANONYMOUS-RELAY'));
  assert.ok(connection.offered_capabilities.includes('LINK_PAIR_V1_0'));
  assert.ok(connection.properties.product.length > 0);
  assert.ok(connection.properties.version.length > 0);
});

test('a wrong password is refused', async (t) => {
  const error = await refusal(connect(t, { password: 'wrong' }));
  assert.equal(error.condition, 'amqp:unauthorized-access');
});

test('a user without a password comes in by ANONYMOUS', async (t) => {
  const connection = await open(t, { username: 'anyone', password: undefined });
  assert.ok(connection.is_open());
});

test('the host name chooses the vhost', async (t) => {
  const address = queueAddress(await queue(t)); // in the vhost `/`
  const here = await open(t, { hostname: 'vhost:/' });
  await sender(here, address);
  const elsewhere = await open(t, { hostname: 'vhost:clients-other' });
  const error = await linkError(elsewhere.open_receiver({ source: { address } }));
  assert.equal(error.condition, 'amqp:not-found');
});

test('the broker keeps a silent connection alive', async (t) => {
  const connection = await open(t, { idle_time_out: 1000 });
  let frames = 0;
  connection.socket.on('data', (bytes) => {
    if (bytes.equals(EMPTY_FRAME) && ++frames === 3) connection.emit('kept alive');
  });
  await soon(connection, 'kept alive');
  assert.ok(connection.is_open());
});

test('sessions of one connection are apart', async (t) => {
  const connection = await open(t);
  const address = queueAddress(await queue(t));
  const [one, two] = [connection.create_session(), connection.create_session()];
  one.open();
  two.open();
  const to = await sender(one, address);
  const from = await consumer(two, address);
  await send(to, { body: 'a' });
  assert.deepEqual(await takeBodies(from, 1), ['a']);
  one.close();
  await soon(one, 'session_close');
  const again = await sender(two, address);
  await send(again, { body: 'b' });
  assert.deepEqual(await takeBodies(from, 1), ['b']);
});

test('a queue that does not exist is not found', async (t) => {
  const address = queueAddress(name());
  const from = linkError((await open(t)).open_receiver({ source: { address } }));
  const to = linkError((await open(t)).open_sender({ target: { address } }));
  assert.equal((await from).condition, 'amqp:not-found');
  assert.equal((await to).condition, 'amqp:not-found');
});

test('an exchange that does not exist is not found', async (t) => {
  const connection = await open(t);
  const error = await linkError(connection.open_sender({ target: { address: `/exchanges/${name()}/key` } }));
  assert.equal(error.condition, 'amqp:not-found');
});

test('addresses that are none are refused', async (t) => {
  for (const address of ['/queues/', '/exchanges/', '/queues/a/b', '/exchanges/a/b/c', '/queues/%zz', '/queue-s/a']) {
    const connection = await open(t);
    const error = await linkError(connection.open_sender({ target: { address } }));
    assert.equal(error.condition, 'amqp:invalid-field', address);
  }
});

test('an address is percent-encoded', async (t) => {
  const connection = await open(t);
  const by = await channel();
  for (const odd of ['a/b c', 'ü%2F', '?x=1&y=#', "it's (so)*!"]) {
    const it = `${name()} ${odd}`;
    await by.assertQueue(it);
    undo(t, 'resources', () => by.deleteQueue(it));
    await send(await sender(connection, queueAddress(it)), { body: odd });
    assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(it)), 1), [odd]);
  }
});

test('messages of one sender go where each says', async (t) => {
  const connection = await open(t);
  const [one, two] = [await queue(t), await queue(t)];
  const anywhere = await sender(connection);
  await send(anywhere, { to: queueAddress(one), body: 1 });
  await send(anywhere, { to: `/exchanges/amq.direct/${name()}`, body: 'nowhere' }).then((o) => assert.equal(o.name, 'released'));
  await send(anywhere, { to: queueAddress(two), body: 2 });
  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(one)), 1), [1]);
  assert.deepEqual(await takeBodies(await consumer(connection, queueAddress(two)), 1), [2]);
});

test('a message that says no place is rejected, and the link goes on', async (t) => {
  const connection = await open(t);
  const it = await queue(t);
  const anywhere = await sender(connection);
  for (const [to, condition] of [
    [undefined, 'amqp:precondition-failed'],
    ['/queues/', 'amqp:precondition-failed'],
    ['somewhere', 'amqp:precondition-failed'],
    [`/exchanges/${name()}/key`, 'amqp:not-found'],
  ]) {
    const { name: what, state } = await send(anywhere, { to, body: 'm' });
    assert.equal(what, 'rejected', to);
    assert.equal(state.error.condition, condition, to);
  }
  assert.equal((await send(anywhere, { to: queueAddress(it), body: 'm' })).name, 'accepted');
});

test('receivers of a queue that is deleted are detached', async (t) => {
  const connection = await open(t);
  const it = await queue(t);
  const from = await receiver(connection, queueAddress(it));
  const error = linkError(from);
  await (await channel()).deleteQueue(it);
  assert.equal((await error).condition, 'amqp:resource-deleted');
});

test('a link may be closed and opened again under its name', async (t) => {
  const connection = await open(t);
  const address = queueAddress(await queue(t));
  for (let i = 0; i < 3; i++) {
    const to = await sender(connection, address, { name: 'the sender' });
    await send(to, { body: i });
    to.close();
    await soon(to, 'sender_close');
    const from = await consumer(connection, address, { name: 'the receiver' });
    const { message, delivery } = await from.take();
    assert.equal(message.body, i);
    delivery.accept();
    from.close();
    await soon(from, 'receiver_close');
  }
});

test('links come back after the connection was cut', async (t) => {
  const through = await proxy(t);
  const address = queueAddress(await queue(t));
  const connection = await open(t, { host: '127.0.0.1', port: through.port, reconnect: 10 });
  const to = await sender(connection, address);
  const from = connection.open_receiver({ source: { address } });
  const got = [];
  from.on('message', (context) => { got.push(context.message.body); from.emit('taken in'); });
  await send(to, { body: 'before' });
  while (got.length < 1) await soon(from, 'taken in');

  const back = soon(connection, 'connection_open');
  const sendable = soon(to, 'sendable');
  through.cut();
  await back;
  await sendable;
  await send(to, { body: 'after' });
  while (!got.includes('after')) await soon(from, 'taken in');
});
