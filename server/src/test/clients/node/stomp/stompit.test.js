'use strict';
// stompit, over TCP. What the broker refuses is not tested: an ERROR with a body ends the process, by a fault of the library.
const assert = require('node:assert/strict');
const { promisify } = require('node:util');
const { randomUUID, randomBytes } = require('node:crypto');
const { buffer } = require('node:stream/consumers');
const { test } = require('node:test');
const stompit = require('stompit');

const { STOMP_HOST: host, STOMP_PORT: port } = process.env;
const name = () => `t${randomUUID().slice(0, 18)}`;

async function open(t) {
  const client = await promisify(stompit.connect)({
    host, port, connectHeaders: { host: '/', login: 'guest', passcode: 'guest' },
  });
  t.after(() => client.destroy());
  return client;
}

// Sends, and waits for the receipt.
function send(client, destination, body, headers = {}) {
  return new Promise((resolve) => {
    client.send({ destination, 'auto-delete': 'true', ...headers }, { onReceipt: resolve }).end(body);
  });
}

// Subscribes; what comes is in order of its coming behind take().
function subscribe(client, destination, headers = {}) {
  const waiting = [];
  const come = [];
  const subscription = client.subscribe({ destination, ack: 'client-individual', 'auto-delete': 'true', ...headers }, (error, message) => {
    if (error) return;
    // The library reads the next frame when this one's body has been read.
    buffer(message).then((body) => {
      const whole = { headers: message.headers, body, message };
      if (waiting.length > 0) waiting.shift()(whole); else come.push(whole);
    });
  });
  const take = () => (come.length > 0 ? Promise.resolve(come.shift()) : new Promise((resolve) => { waiting.push(resolve); }));
  return { subscription, take };
}

const PATIENT = { timeout: 10000 };

test('a large binary body passes unchanged', PATIENT, async (t) => {
  const client = await open(t);
  const queue = `/queue/${name()}`;
  const { take } = subscribe(client, queue);
  const body = randomBytes(3 << 20);
  await send(client, queue, body, { 'content-length': body.length, persistent: 'true' });
  const message = await take();
  assert.ok(body.equals(message.body));
});

test('a message is acknowledged or given back', PATIENT, async (t) => {
  const client = await open(t);
  const queue = `/queue/${name()}`;
  const { take } = subscribe(client, queue);
  await send(client, queue, 'm');
  client.nack((await take()).message);
  const again = await take();
  assert.deepEqual([String(again.body), again.headers.redelivered], ['m', 'true']);
  client.ack(again.message);
  await send(client, queue, 'fence');
  assert.equal(String((await take()).body), 'fence');
});

test('a transaction is committed or aborted', PATIENT, async (t) => {
  const client = await open(t);
  const queue = `/queue/${name()}`;
  const { take } = subscribe(client, queue);
  for (const end of ['abort', 'commit']) {
    const transaction = client.begin(name());
    transaction.send({ destination: queue, 'auto-delete': 'true' }).end(end);
    transaction[end]();
  }
  assert.equal(String((await take()).body), 'commit');
});

test('many messages keep their order', PATIENT, async (t) => {
  const client = await open(t);
  const topic = `/topic/${name()}`;
  const { take } = subscribe(client, topic, { ack: 'auto' });
  const sent = Array.from({ length: 500 }, (_, i) => `m${i}`);
  for (const body of sent) {
    client.send({ destination: topic }).end(body);
  }
  for (const body of sent) {
    assert.equal(String((await take()).body), body);
  }
});

test('DISCONNECT has its receipt', PATIENT, async (t) => {
  const client = await open(t);
  await promisify(client.disconnect.bind(client))();
});
