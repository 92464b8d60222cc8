'use strict';
// rhea: containers that want to be the only one of their name. RabbitMQ knows no such thing.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, cut, name, open, soon } = require('./support.js');

const SOLE = 'sole-connection-for-container';
const FAILED = 'amqp:connection-establishment-failed';
const sole = (id, more = {}) => ({ container_id: id, desired_capabilities: [SOLE], ...more });

test('the capability is offered to those that desire it', async (t) => {
  assert.ok((await open(t, sole(name()))).offered_capabilities.includes(SOLE));
  assert.ok(!(await open(t)).offered_capabilities.includes(SOLE));
});

test('a second container is refused as the client expects it', async (t) => {
  const id = name();
  await open(t, sole(id));
  const second = connect(t, sole(id));
  second.on('connection_close', () => {});
  const opened = soon(second, 'connection_open');
  await soon(second, 'connection_error');
  await opened;
  const { condition, description, info } = second.remote.close.error;
  assert.equal(second.properties[FAILED], true);
  assert.equal(condition, 'amqp:invalid-field');
  assert.match(description, new RegExp(id));
  assert.equal(String(info['invalid-field']), 'container-id');
});

test('those that do not ask for it may have the same name', async (t) => {
  const id = name();
  await open(t, { container_id: id });
  await open(t, sole(id));
  assert.ok((await open(t, { container_id: id })).is_open());
});

test('each vhost has its own names', async (t) => {
  const id = name();
  await open(t, sole(id));
  assert.ok((await open(t, sole(id, { hostname: 'vhost:clients-other' }))).is_open());
});

test('a name is free again when its connection has closed', async (t) => {
  const id = name();
  const first = await open(t, sole(id));
  first.close();
  await soon(first, 'connection_close');
  assert.ok((await open(t, sole(id))).is_open());
});

test('a name is free again when its connection is lost', async (t) => {
  const id = name();
  const first = await open(t, sole(id));
  first.on('disconnected', () => {});
  cut(first);
  for (let next; !next?.is_open() || next.properties[FAILED];) { // The broker may not know of it yet.
    next = connect(t, sole(id));
    for (const event of ['connection_error', 'connection_close']) next.on(event, () => {});
    await soon(next, 'connection_open');
  }
});

test('who was refused has not taken the name away', async (t) => {
  const id = name();
  const first = await open(t, sole(id));
  for (let i = 0; i < 2; i++) {
    const second = connect(t, sole(id));
    second.on('connection_close', () => {});
    await soon(second, 'connection_error');
  }
  first.close();
  await soon(first, 'connection_close');
  assert.ok((await open(t, sole(id))).is_open());
});
