'use strict';
// MQTT.js with MQTT 3.1.1 and 5.0.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { randomBytes, randomUUID } = require('node:crypto');
const { test } = require('node:test');
const mqtt = require('mqtt');

const PATIENCE = 5000;
const HOST = `${process.env.MQTT_HOST}:${process.env.MQTT_PORT}`;
const BROKER = process.env.MQTT_TRANSPORT === 'websockets' ? `ws://${HOST}/ws` : `mqtt://${HOST}`;
const name = () => `t${randomUUID().slice(0, 18)}`;

async function open(t, protocolVersion, options = {}) {
  const client = mqtt.connect(BROKER, {
    protocolVersion, clientId: name(), reconnectPeriod: 0, connectTimeout: PATIENCE, ...options,
  });
  t.after(() => client.end(true));
  client.inbox = [];
  client.on('message', (topic, payload, packet) => {
    client.inbox.push(packet);
    client.emit('taken in');
  });
  [client.connack] = await once(client, 'connect', { signal: AbortSignal.timeout(PATIENCE) });
  return client;
}

async function take(client) {
  while (client.inbox.length === 0) {
    await once(client, 'taken in', { signal: AbortSignal.timeout(PATIENCE) });
  }
  return client.inbox.shift();
}

test('a large message passes unchanged', async (t) => {
  const topic = name();
  const payload = randomBytes(3 << 20);
  const client = await open(t, 5);
  await client.subscribeAsync(topic, { qos: 1 });
  await client.publishAsync(topic, payload, { qos: 1 });
  assert.ok(payload.equals((await take(client)).payload));
});

test('messages reach all subscribers in order', async (t) => { // [MQTT-4.6.0-6]
  const topic = name();
  const subscribers = [];
  for (let i = 0; i < 20; i++) {
    subscribers.push(await open(t, i % 2 + 4));
    await subscribers[i].subscribeAsync(topic, { qos: 1 });
  }
  const publisher = await open(t, 5);
  const sent = Array.from({ length: 50 }, (_, i) => `m${i}`);
  await Promise.all(sent.map((m) => publisher.publishAsync(topic, m, { qos: 1 })));
  for (const subscriber of subscribers) {
    const got = [];
    while (got.length < sent.length) {
      got.push((await take(subscriber)).payload.toString());
    }
    assert.deepEqual(got, sent);
  }
});

for (const version of [4, 5]) {
  for (const qos of [0, 1, 2]) {
    test(`version ${version} sends and receives with QoS ${qos}`, async (t) => {
      const topic = name();
      const client = await open(t, version);
      await client.subscribeAsync(topic, { qos });
      await client.publishAsync(topic, 'm', { qos });
      const packet = await take(client);
      assert.deepEqual([packet.payload.toString(), packet.qos], ['m', qos]);
    });
  }

  test(`version ${version} unsubscribes`, async (t) => { // [MQTT-3.10.4-2]
    const topic = name();
    const client = await open(t, version);
    await client.subscribeAsync([`${topic}/a`, `${topic}/b`], { qos: 1 });
    await client.unsubscribeAsync(`${topic}/a`);
    await client.publishAsync(`${topic}/a`, 'left', { qos: 1 });
    await client.publishAsync(`${topic}/b`, 'kept', { qos: 1 });
    assert.equal((await take(client)).payload.toString(), 'kept');
  });

  test(`version ${version} keeps a session`, async (t) => {
    const topic = name();
    const clientId = name();
    const keep = { clientId, clean: false };
    if (version === 5) { keep.properties = { sessionExpiryInterval: 60 }; }
    const first = await open(t, version, keep);
    assert.equal(first.connack.sessionPresent, false);
    await first.subscribeAsync(topic, { qos: 1 });
    await first.endAsync();
    await (await open(t, version)).publishAsync(topic, 'offline', { qos: 1 });
    const second = await open(t, version, keep);
    assert.equal(second.connack.sessionPresent, true);
    assert.equal((await take(second)).payload.toString(), 'offline');
    await second.endAsync();
    await open(t, version, { clientId, clean: true });
  });
}

test('an empty client id is assigned', async (t) => { // [MQTT-3.1.3-7]
  const client = await open(t, 5, { clientId: '' });
  assert.ok(client.connack.properties.assignedClientIdentifier.length > 0);
});

test('a topic alias stands for its topic', async (t) => { // 3.3.2.3.4
  const topic = name();
  const subscriber = await open(t, 5);
  await subscriber.subscribeAsync(topic, { qos: 1 });
  const publisher = await open(t, 5);
  assert.ok(publisher.connack.properties.topicAliasMaximum > 0);
  await publisher.publishAsync(topic, '1', { qos: 1, properties: { topicAlias: 1 } });
  await publisher.publishAsync('', '2', { qos: 1, properties: { topicAlias: 1 } });
  const packets = [await take(subscriber), await take(subscriber)];
  assert.deepEqual(packets.map((p) => [p.topic, p.payload.toString()]), [[topic, '1'], [topic, '2']]);
});

test('a subscription identifier comes with the message', async (t) => { // [MQTT-3.3.4-3]
  const topic = name();
  const client = await open(t, 5);
  await client.subscribeAsync(topic, { qos: 1, properties: { subscriptionIdentifier: 300 } });
  await client.publishAsync(topic, 'm', { qos: 1 });
  assert.equal([(await take(client)).properties.subscriptionIdentifier].flat()[0], 300);
});
