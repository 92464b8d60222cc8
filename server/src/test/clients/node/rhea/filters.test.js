'use strict';
// rhea: links that take a part of a queue, or only look. RabbitMQ 4.0 has neither.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { filter } = require('rhea');
const { consumer, open, queue, queueAddress, receiver, send, sender, soon, takeBodies } = require('./support.js');

test('a selector chooses', async (t) => {
  const connection = await open(t);
  const address = queueAddress(await queue(t));
  const to = await sender(connection, address);
  for (const colour of ['red', 'blue', 'red']) {
    await send(to, { application_properties: { colour }, body: colour });
  }
  const blue = await consumer(connection, address, { source: { filter: filter.selector("colour = 'blue'") } });
  assert.ok(blue.source.filter, 'the broker echoes the filter it applies');
  assert.deepEqual(await takeBodies(blue, 1), ['blue']);
  assert.deepEqual(await takeBodies(await consumer(connection, address), 2), ['red', 'red']);
});

test('a browser sees messages and takes none', async (t) => {
  const connection = await open(t);
  const address = queueAddress(await queue(t));
  const to = await sender(connection, address);
  await send(to, { body: 'a' });
  await send(to, { body: 'b' });
  const browser = await receiver(connection, address, { source: { distribution_mode: 'copy' } });
  browser.drain = true;
  browser.add_credit(10);
  await soon(browser, 'receiver_drained');
  assert.deepEqual(browser.waiting.map((c) => c.message.body), ['a', 'b']);
  assert.deepEqual(await takeBodies(await consumer(connection, address), 2), ['a', 'b']);
});
